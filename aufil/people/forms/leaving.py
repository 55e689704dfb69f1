"""Leaving the structure, and coming back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aufil.people.forms.fields import ChoiceField, PersonField
from aufil.people.models import Exit, Person, Role, Structure
from aufil.people.queries import today_in, with_role
from aufil.web.fields import DayField, LineField


class LeavingForm(forms.Form):
    reason = ChoiceField(choices=Exit.choices, label=_("Motif de sortie"), required=True)
    on = DayField(label=_("Depuis quel jour"), required=True)
    note = LineField(
        max_length=300,
        label=_("Précision"),
        help_text=_("Pour l’équipe. Le jeune ne voit ni le motif ni ce mot."),
    )

    def __init__(self, *arguments: Any, structure: Structure, **named: Any) -> None:
        named.setdefault("initial", {"on": today_in(structure)})
        super().__init__(*arguments, **named)


class ReturningForm(forms.Form):
    referent = PersonField(label=_("Conseiller référent"))

    def __init__(self, *arguments: Any, structure: Structure, viewer: Person, **named: Any) -> None:
        super().__init__(*arguments, **named)
        counsellors = with_role(structure, Role.COUNSELLOR)
        self.fields["referent"].queryset = counsellors  # type: ignore[attr-defined]
        if counsellors.filter(pk=viewer.pk).exists():
            self.fields["referent"].initial = viewer
