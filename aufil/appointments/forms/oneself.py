"""What somebody who takes a time for themselves still has to say."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aufil.appointments.actions import Visitor
from aufil.appointments.forms.typed import LineField, MailField, PhoneField
from aufil.appointments.models import Mode
from aufil.kernel.phones import spoken
from aufil.people.models import Person, Structure


class OwnForm(forms.Form):
    """By telephone: which number. Sent twice (`uid`) it is once."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    phone = PhoneField(label=gettext_lazy("On vous appelle au"), required=True)

    def __init__(self, data: Any, structure: Structure, mode: str, person: Person) -> None:
        super().__init__(data)
        self.fields["phone"].region = structure.region  # type: ignore[attr-defined]
        self.fields["phone"].initial = spoken(person.phone) if person.phone else ""
        if mode != Mode.PHONE:
            del self.fields["phone"]


class VisitorForm(forms.Form):
    """Who comes for a first meeting, and how to reach them."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    name = LineField(label=gettext_lazy("Prénom et nom"), max_length=120, required=True)
    phone = PhoneField(label=gettext_lazy("Téléphone"))
    email = MailField(label=gettext_lazy("Ou adresse e-mail"))

    def __init__(self, data: Any, structure: Structure, mode: str) -> None:
        super().__init__(data)
        self.mode = mode
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["phone"].region = structure.region  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        if self.mode == Mode.PHONE and not data.get("phone"):
            self.add_error("phone", _("Donnez le numéro où vous appeler."))
        elif not data.get("phone") and not data.get("email"):
            self.add_error(
                "phone", _("Laissez un téléphone ou une adresse e-mail, pour pouvoir vous joindre.")
            )
        return data

    @property
    def visitor(self) -> Visitor:
        data = self.cleaned_data
        return Visitor(data["name"], data["phone"], data["email"])


class WordForm(forms.Form):
    """A word to the others when something is cancelled."""

    word = forms.CharField(
        required=False,
        max_length=300,
        label=gettext_lazy("Un mot, si vous voulez"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "max_length": gettext_lazy("Écrivez 300 signes au plus."),
            "null_characters_not_allowed": gettext_lazy(
                "Un caractère ne peut pas être gardé. Tapez le texte à la main."
            ),
        },
    )
