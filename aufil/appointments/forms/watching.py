from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from aufil.appointments.models import Kind
from aufil.people.models import Person, Structure
from aufil.people.queries import staff_of

LAST = date(2200, 1, 1)


class WatchForm(forms.Form):
    """Of what kind, before which day, with whom; by public identifiers, as our pages write them."""

    kind: Any = forms.ModelChoiceField(queryset=None, to_field_name="uid")
    before = forms.DateField(input_formats=["%Y-%m-%d"])
    counsellor: Any = forms.ModelChoiceField(queryset=None, to_field_name="uid", required=False)

    def __init__(self, *arguments: Any, structure: Structure, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.structure = structure
        kinds = Kind.objects.filter(structure=structure, closed_at=None, is_collective=False)
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]
        self.fields["counsellor"].queryset = staff_of(structure)  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        """As `actions.watch` takes it: until the end of the day that was said."""
        kind: Kind = self.cleaned_data["kind"]
        counsellor: Person | None = self.cleaned_data["counsellor"]
        after = min(self.cleaned_data["before"], LAST) + timedelta(days=1)
        before = datetime.combine(after, time(), tzinfo=ZoneInfo(self.structure.timezone))
        return {"kind": kind, "counsellor": counsellor, "before": before}
