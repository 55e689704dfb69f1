"""What somebody looks for, as an address says it: `?genre=…&facon=phone&des=2026-11-24&heure=2026-11-24T08:00Z`."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from aufil.appointments.models import Mode

NAMES = {
    "kind": "genre",
    "mode": "facon",
    "counsellor": "avec",
    "place": "lieu",
    "minutes": "duree",
    "since": "des",
    "at": "heure",
    "person": "pour",
}
INSTANT = "%Y-%m-%dT%H:%MZ"
ANYBODY = "tous"


@dataclass(frozen=True)
class Wish:
    """What was understood; None where nothing was said."""

    kind: UUID | None = None
    mode: Mode | None = None
    counsellor: UUID | None = None
    place: UUID | None = None
    minutes: int | None = None
    since: date | None = None
    at: datetime | None = None
    person: UUID | None = None
    anybody: bool = False  # with whoever is free, though one was usual


class WishForm(forms.Form):
    """Nothing in it is an error: what it does not understand was not said."""

    kind = forms.UUIDField(required=False)
    mode = forms.ChoiceField(required=False, choices=Mode.choices)
    counsellor = forms.UUIDField(required=False)
    place = forms.UUIDField(required=False)
    minutes = forms.IntegerField(required=False, min_value=5, max_value=600)
    since = forms.DateField(required=False, input_formats=["%Y-%m-%d", "%d/%m/%Y"])
    at = forms.CharField(required=False, max_length=17)
    person = forms.UUIDField(required=False)

    def add_prefix(self, field_name: str) -> str:
        return NAMES.get(field_name, field_name)

    def clean_at(self) -> datetime | None:
        try:
            return datetime.strptime(self.cleaned_data["at"], INSTANT).replace(tzinfo=UTC)
        except ValueError:
            return None


def read_wish(said: QueryDict) -> Wish:
    form = WishForm(said)
    form.full_clean()
    found: dict[str, Any] = {name: value or None for name, value in form.cleaned_data.items()}
    if found.get("mode"):
        found["mode"] = Mode(found["mode"])
    return Wish(**found, anybody=said.get(NAMES["counsellor"]) == ANYBODY)
