from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aufil.people.models import Person
from aufil.signin.queries import numbers_meant

NUL = "null_characters_not_allowed"
RUNS = "01234567890", "09876543210"


class AddressForm(forms.Form):
    """A number or an e-mail address, as people write them."""

    address = forms.CharField(
        max_length=254,
        error_messages={
            "required": gettext_lazy("Écrivez votre numéro ou votre adresse e-mail."),
            NUL: gettext_lazy("Écrivez votre numéro ou votre adresse e-mail."),
            "max_length": gettext_lazy("C’est trop long pour un numéro ou une adresse."),
        },
    )

    def clean_address(self) -> list[str]:
        """One e-mail address, or each number (E.164) that may be meant."""
        written = self.cleaned_data["address"]
        if "@" in written:
            try:
                validate_email(written)
            except ValidationError:
                raise ValidationError(
                    _("Cette adresse n’est pas complète. Exemple : lea@exemple.fr.")
                ) from None
            return [written.lower()]
        numbers = numbers_meant(written)
        if not numbers:
            raise ValidationError(
                _("Ce numéro n’est pas complet. Exemples : 06 12 34 56 78, ou lea@exemple.fr.")
            )
        return numbers


class PaperForm(forms.Form):
    """How long a paper opens the door."""

    USUAL = 14
    days = forms.IntegerField(
        min_value=1,
        max_value=60,
        error_messages={
            key: gettext_lazy("Écrivez un nombre de jours, de 1 à 60.")
            for key in ("required", "invalid", "min_value", "max_value")
        },
    )


class NumberForm(forms.Form):
    """The two digits a phone shows."""

    number = forms.RegexField(
        r"^\s*[1-9]\s*[0-9]\s*$",
        error_messages={
            key: gettext_lazy("Tapez les deux chiffres affichés sur le téléphone.")
            for key in ("required", "invalid", NUL)
        },
    )

    def clean_number(self) -> int:
        return int("".join(self.cleaned_data["number"].split()))


class PersonalCodeForm(forms.Form):
    """Four digits of one's own, not the first that come to somebody else's mind."""

    code = forms.RegexField(
        r"^\s*([0-9]\s*){4}$",
        error_messages={
            key: gettext_lazy("Il faut quatre chiffres.") for key in ("required", "invalid", NUL)
        },
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split())
        if len(set(code)) == 1 or any(code in run for run in RUNS):
            raise ValidationError(_("Celui-là se devine trop vite. Choisissez quatre autres chiffres."))
        if code in guessable(self.person.birth_date):
            raise ValidationError(
                _("Votre date de naissance se devine trop vite. Choisissez quatre autres chiffres.")
            )
        return code


def guessable(born: date | None) -> set[str]:
    """What four digits a birth date is written with."""
    if born is None:
        return set()
    day, month, year = f"{born.day:02}", f"{born.month:02}", str(born.year)
    return {year, day + month, month + day, month + year[2:], day + year[2:]}


class ProofForm(forms.Form):
    """Who one is, before a link opens anything: four digits, or the day and month of birth."""

    code = forms.RegexField(r"^\s*([0-9]\s*){4}$", required=False)
    day = forms.IntegerField(min_value=1, max_value=31, required=False)
    month = forms.IntegerField(min_value=1, max_value=12, required=False)

    def __init__(self, *args: Any, by_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_code = by_code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.by_code and not data.get("code"):
            raise ValidationError(_("Tapez vos quatre chiffres."))
        if not self.by_code and not (data.get("day") and data.get("month")):
            raise ValidationError(_("Donnez le jour et le mois de votre naissance."))
        return data

    @property
    def proof(self) -> dict[str, Any]:
        """As `enter_by_link` takes it."""
        data = self.cleaned_data
        if self.by_code:
            return {"code": "".join(data["code"].split())}
        return {"born": (data["day"], data["month"])}
