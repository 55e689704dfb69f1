"""What became of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aufil.appointments.models import Seat

Outcome = Seat.Outcome
OUTCOMES = [
    (Outcome.PRESENT.value, _("Présent")),
    (Outcome.LATE.value, _("En retard")),
    (Outcome.SHORTENED.value, _("Écourté")),
    (Outcome.CUT.value, _("Coupé (connexion)")),
    (Outcome.EXCUSED.value, _("Excusé")),
    (Outcome.ABSENT.value, _("Absent")),
]
WHY = [("", _("on ne sait pas pourquoi")), ("oui", _("motif légitime")), ("non", _("motif non légitime"))]
LEGITIMATE = {"oui": True, "non": False}


class OutcomeForm(forms.Form):
    """Of one seat: how it went; of an absence, whether its reason is legitimate. Nothing: not said yet."""

    outcome = forms.ChoiceField(
        required=False,
        choices=[("", ""), *OUTCOMES],
        error_messages={"invalid_choice": _("Choisissez une des réponses proposées.")},
    )
    why = forms.ChoiceField(required=False, choices=WHY)

    @property
    def said(self) -> dict[str, Any]:
        """As `actions.set_outcome` takes it."""
        outcome = self.cleaned_data["outcome"]
        legitimate = LEGITIMATE.get(self.cleaned_data["why"]) if outcome == Seat.Outcome.ABSENT else None
        return {"outcome": outcome, "is_legitimate": legitimate}


def form_of(seat: Seat, data: Any = None) -> OutcomeForm:
    """One line of a form that holds several."""
    return OutcomeForm(data, prefix=str(seat.uid))
