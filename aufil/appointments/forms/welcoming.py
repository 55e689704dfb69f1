from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aufil.appointments.forms.typed import LineField, MailField, PhoneField
from aufil.appointments.models import Seat
from aufil.kernel.phones import spoken
from aufil.web.fields import DayField


class WelcomeForm(forms.Form):
    """A visitor's file: what they left, corrected; `same`: they have one already; `another`: they look alike only."""

    first_name = LineField(label=_("Prénom"), max_length=80, required=True)
    last_name = LineField(label=_("Nom"), max_length=80, required=True)
    birth_date = DayField(label=_("Date de naissance"), required=False)
    phone = PhoneField(label=_("Téléphone"))
    email = MailField(label=_("Adresse e-mail"))
    same = forms.UUIDField(required=False, widget=forms.HiddenInput)
    another = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, seat: Seat, region: str) -> None:
        first, _space, last = seat.visitor_name.partition(" ")
        phone = spoken(seat.visitor_phone) if seat.visitor_phone else ""
        said = {"first_name": first, "last_name": last, "phone": phone, "email": seat.visitor_email}
        super().__init__(data, initial=said)
        self.fields["phone"].region = region  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        names = ("first_name", "last_name", "birth_date", "phone", "email")
        return {name: self.cleaned_data[name] for name in names}
