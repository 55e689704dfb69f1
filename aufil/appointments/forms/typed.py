"""Fields people fill in about themselves, which their browser may know; and times of day in any writing."""

import re
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aufil.web import fields

A_TIME = re.compile(r"(\d{1,2})\s*(?:[:hH.]\s*(\d{2})?)?(?::00)?")


class LineField(fields.LineField):
    autocomplete = ""


class PhoneField(fields.PhoneField):
    autocomplete = "tel"


class MailField(fields.AddressField):
    autocomplete = "email"


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
