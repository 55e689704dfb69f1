"""Fields as people type them: phones in any writing, times of day, short texts."""

import re
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aufil.kernel.phones import to_e164

REQUIRED = _("Remplissez cette case.")
A_TIME = re.compile(r"(\d{1,2})\s*(?:[:hH.]\s*(\d{2})?)?(?::00)?")


class LineField(forms.CharField):
    """A short text on one line."""

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

    def clean(self, value: Any) -> str:
        return " ".join(super().clean(value).split())


class PhoneField(LineField):
    """A phone in any French writing, given as E.164; `region` is set by the form (the structure's)."""

    region = "FR"

    def __init__(self, *, label: Any, **more: Any) -> None:
        super().__init__(max_length=30, label=label, **more)
        self.widget.input_type = "tel"
        self.widget.attrs["autocomplete"] = "tel"

    def clean(self, value: Any) -> str:
        written = super().clean(value)
        try:
            return to_e164(written, self.region) if written else ""
        except ValueError:
            message = _("Ce numéro n’est pas un numéro de téléphone. Exemple : 06 12 34 56 78.")
            raise ValidationError(message) from None


class MailField(forms.EmailField):
    def __init__(self, *, label: Any, **more: Any) -> None:
        message = _("Cette adresse n’est pas complète. Exemple : lea@exemple.fr.")
        super().__init__(
            label=label, required=False, max_length=254, error_messages={"invalid": message}, **more
        )
        self.widget.attrs["autocomplete"] = "email"


class DayField(forms.DateField):
    """A day, by the browser's own calendar or typed `jj/mm/aaaa`."""

    def __init__(self, *, label: Any, required: bool = True, **more: Any) -> None:
        messages = {
            "required": _("Choisissez un jour."),
            "invalid": _("Ce jour ne se lit pas. Écrivez-le ainsi : 24/11/2026."),
        }
        super().__init__(
            label=label,
            required=required,
            input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y"],
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages=messages,
            **more,
        )


class TimeOfDayField(forms.CharField):
    """A time of day in any writing: `9:00`, `9h30`, `9 h`."""

    def __init__(self, *, label: Any, required: bool = True, **more: Any) -> None:
        super().__init__(
            label=label,
            required=required,
            max_length=20,
            widget=forms.TextInput(attrs={"type": "time"}),
            error_messages={"required": _("Écrivez une heure, comme 14:30.")},
            **more,
        )

    def clean(self, value: Any) -> time | None:
        written = super().clean(value).strip()
        if not written:
            return None
        found = A_TIME.fullmatch(written)
        try:
            return time(int(found[1]), int(found[2] or 0)) if found else self._unread()
        except ValueError:
            return self._unread()

    @staticmethod
    def _unread() -> time:
        raise ValidationError(_("Une heure s’écrit comme 9:00 ou 14:30."))
