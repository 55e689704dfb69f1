from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError

from aufil.kernel import clock

FURTHEST = timedelta(days=366 * 10)


def near(day: date) -> None:
    """Ten years before and after are enough."""
    if abs(clock.now().date() - day) > FURTHEST:
        raise ValidationError("far")


class AgendaForm(forms.Form):
    """Which day, whose agenda, with what was cancelled or not; anything unknown counts as not said."""

    jour = forms.DateField(required=False, validators=[near])
    qui = forms.CharField(required=False, max_length=40, empty_value="")
    annules = forms.BooleanField(required=False)

    def said(self, name: str) -> Any:
        self.is_valid()
        return self.cleaned_data.get(name)

    @property
    def day(self) -> date | None:
        return self.said("jour") or None

    @property
    def cancelled(self) -> bool:
        return bool(self.said("annules"))

    def address(self, day: date, whose: str, *, usual: str, today: date) -> str:
        """What an address says of all this; the usual is left out."""
        found = {
            "jour": "" if day == today else day.isoformat(),
            "qui": "" if whose == usual else whose,
            "annules": "1" if self.cancelled else "",
        }
        said = urlencode({name: value for name, value in found.items() if value})
        return f"?{said}" if said else ""
