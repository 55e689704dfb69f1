"""What the page of calendars may be sent."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aufil.appointments.actions import limits
from aufil.appointments.calendars.fetching import Trouble, understood
from aufil.appointments.calendars.saying import sentence


class FeedForm(forms.Form):
    """An address for a calendar program; `draft` is random and comes with the form."""

    label = forms.CharField(
        max_length=60,
        error_messages={
            "required": _("Dites pour quel appareil, par exemple « Mon téléphone »."),
            "max_length": _("C’est trop long : 60 lettres au plus."),
        },
    )
    with_names = forms.BooleanField(required=False)
    draft = forms.RegexField(r"^[\w-]{20,80}$")


class OutsideForm(forms.Form):
    """A calendar kept elsewhere, by the address it is read at."""

    name = forms.CharField(
        max_length=60,
        error_messages={
            "required": _("Donnez un nom à ce calendrier, par exemple « Mon agenda perso »."),
            "max_length": _("C’est trop long : 60 lettres au plus."),
        },
    )
    address = forms.CharField(
        max_length=2000, error_messages={"required": _("Collez l’adresse du calendrier.")}
    )

    def clean_address(self) -> str:
        try:
            return understood(self.cleaned_data["address"], limits()).address
        except Trouble as trouble:
            raise ValidationError(sentence(str(trouble))) from None


class WishForm(forms.Form):
    wished = forms.BooleanField(required=False)
