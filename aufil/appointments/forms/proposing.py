from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from aufil.appointments.forms.taking import ColleagueField
from aufil.appointments.models import Kind
from aufil.people.models import Person, Structure
from aufil.people.queries import staff_of

DAYS = {
    key: _("Écrivez un nombre de jours, de 1 à 60.")
    for key in ("required", "invalid", "min_value", "max_value")
}


class ProposalForm(forms.Form):
    """A kind young people may take by themselves, with somebody or whoever is free, for so many days."""

    kind: Any = forms.ModelChoiceField(
        queryset=None,
        to_field_name="uid",
        label=_("Pour quoi"),
        empty_label=None,
        error_messages={
            "required": _("Choisissez dans la liste."),
            "invalid_choice": _("Choisissez dans la liste."),
        },
    )
    counsellor: Any = ColleagueField(required=False)
    days = forms.IntegerField(
        label=_("Le lien marche pendant, en jours"),
        min_value=1,
        max_value=60,
        initial=14,
        error_messages=DAYS,
    )

    def __init__(self, data: Any, *, structure: Structure, kind: UUID | None, by: Person) -> None:
        super().__init__(data, initial={"kind": kind, "counsellor": by.uid})
        kinds = Kind.objects.filter(structure=structure, closed_at=None, for_young=True, is_collective=False)
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]
        self.fields["counsellor"].queryset = staff_of(structure)  # type: ignore[attr-defined]
        self.fields["counsellor"].empty_label = _("Qui est libre")  # type: ignore[attr-defined]
