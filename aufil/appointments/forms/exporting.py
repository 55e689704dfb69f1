from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aufil.appointments.queries import EVERYBODY, Choice
from aufil.people.models import Person

LONGEST = timedelta(days=366 * 2)
DAY = {
    "required": gettext_lazy("Choisissez un jour."),
    "invalid": gettext_lazy("Écrivez un jour comme 24/11/2026."),
}


class ExportForm(forms.Form):
    """Between which days, of whom (a counsellor takes out their own), and for which program."""

    first = forms.DateField(
        label=gettext_lazy("Du"), error_messages=DAY, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    last = forms.DateField(
        label=gettext_lazy("Au"), error_messages=DAY, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    whose = forms.ChoiceField(label=gettext_lazy("Les rendez-vous de"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Sous quelle forme"),
        widget=forms.RadioSelect,
        choices=[
            ("csv", gettext_lazy("CSV, pour i-milo ou un tableur")),
            ("xlsx", gettext_lazy("Classeur Excel")),
        ],
        initial="csv",
    )

    def __init__(self, data: Any = None, *, choice: Choice | None, viewer: Person, **more: Any) -> None:
        super().__init__(data, **more)
        colleagues = choice.colleagues if choice else []
        self.people = {str(one.uid): one for one in (viewer, *colleagues)}
        whose = [(uid, one.full_name) for uid, one in self.people.items()]
        whose[0] = (whose[0][0], _("Moi"))
        if choice:
            whose.insert(0, (EVERYBODY, _("Toute la structure")))
        self.fields["whose"].choices = whose  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", _("Le dernier jour vient avant le premier. Changez l’un des deux."))
        elif first and last and last - first > LONGEST:
            self.add_error("last", _("Deux ans à la fois au plus. Choisissez des jours plus proches."))
        elif first and last and not 1970 <= first.year <= last.year <= 9000:
            self.add_error("first", _("Vérifiez l’année."))
        return found

    @property
    def counsellor(self) -> Person | None:
        return self.people.get(self.cleaned_data["whose"])
