"""What the pages of delivery may be sent."""

from django import forms

from aufil.delivery.models import Wish


class AlertsForm(forms.Form):
    alerts = forms.ChoiceField(choices=Wish.Alerts.choices)


class AddressForm(forms.Form):
    address = forms.IntegerField(min_value=1, max_value=2**62)
