"""Fields as people fill them in, for the forms of every module: a short text, a phone, an address, a day."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aufil.kernel.phones import to_e164

REQUIRED = _("Remplissez cette case.")
DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y"]


class LineField(forms.CharField):
    """A short text on one line; spaces are tidied."""

    autocomplete = "off"  # mostly about somebody else than who types; empty: for the browser to say

    def __init__(self, *, max_length: int, label: Any, required: bool = False, **more: Any) -> None:
        messages = {
            "required": REQUIRED,
            "max_length": _(
                "C’est trop long : %(show_value)d caractères pour %(limit_value)d. Raccourcissez."
            ),
            "null_characters_not_allowed": _(
                "Un caractère ne peut pas être gardé. Tapez le texte à la main."
            ),
        }
        super().__init__(
            max_length=max_length, label=label, required=required, error_messages=messages, **more
        )
        if self.autocomplete:
            self.widget.attrs["autocomplete"] = self.autocomplete

    def clean(self, value: Any) -> str:
        return " ".join(super().clean(value).split())


class PhoneField(LineField):
    """A phone in any French writing, given as E.164; `region` is set by the form (the structure's)."""

    region = "FR"

    def __init__(self, *, label: Any, **more: Any) -> None:
        super().__init__(max_length=30, label=label, **more)
        self.widget.input_type = "tel"

    def clean(self, value: Any) -> str:
        written = super().clean(value)
        try:
            return to_e164(written, self.region) if written else ""
        except ValueError:
            message = _("Ce numéro n’est pas un numéro de téléphone. Exemple : 06 12 34 56 78.")
            raise ValidationError(message) from None


class AddressField(forms.EmailField):
    """An e-mail address, or none."""

    autocomplete = "off"

    def __init__(self, *, label: Any, **more: Any) -> None:
        message = _("Cette adresse n’est pas complète. Exemple : lea@exemple.fr.")
        super().__init__(
            label=label, required=False, max_length=254, error_messages={"invalid": message}, **more
        )
        self.widget.attrs["autocomplete"] = self.autocomplete


class DayField(forms.DateField):
    """A day, by the browser's own calendar or typed `jj/mm/aaaa`."""

    def __init__(self, *, label: Any, required: bool = False, **more: Any) -> None:
        messages = {
            "required": _("Choisissez un jour."),
            "invalid": _("Ce jour ne se lit pas. Écrivez-le ainsi : 24/11/2026."),
        }
        super().__init__(
            label=label,
            required=required,
            input_formats=DAY_FORMATS,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages=messages,
            **more,
        )
