"""A text on one line, and a phone in any French writing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aufil.kernel.phones import to_e164


class LineField(forms.CharField):
    """A short text on one line; spaces are tidied."""

    def __init__(self, *, max_length: int, label: Any, required: bool = False, **more: Any) -> None:
        messages = {
            "required": _("Remplissez cette case."),
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
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> str:
        return " ".join(super().clean(value).split())


class PhoneField(LineField):
    """Given as E.164; `region` is set by the form (the structure's)."""

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
