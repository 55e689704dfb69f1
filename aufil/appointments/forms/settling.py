"""What becomes of appointments under an absence."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aufil.appointments.actions import Settlement
from aufil.appointments.forms.kept import WORD, WORD_HELP
from aufil.people.models import Person
from aufil.ui.texts import spoken_moment
from aufil.web.fields import LineField

CHOOSE = gettext_lazy("Choisissez ce qui se passe pour ce rendez-vous.")
UNKNOWN = gettext_lazy("Ce choix n’est plus possible. En voici d’autres.")
CANCEL = "annuler"


class SettleForm(forms.Form):
    """One of the times, one of the colleagues, or cancelled; with a word."""

    what = forms.ChoiceField(
        label=gettext_lazy("Que devient-il ?"),
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": UNKNOWN},
    )
    word = LineField(max_length=300, label=WORD, help_text=WORD_HELP)

    def __init__(
        self, data: Any = None, *, times: Sequence[datetime], colleagues: Iterable[Person], name: str
    ) -> None:
        super().__init__(data, prefix="un")
        self.times = {at.isoformat(): at for at in times}
        self.colleagues = {str(one.uid): one for one in colleagues}
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            *((key, self._moved(at, name)) for key, at in self.times.items()),
            *(
                (key, _("Même heure, avec %(name)s") % {"name": one.full_name})
                for key, one in self.colleagues.items()
            ),
            (CANCEL, _("Annuler ce rendez-vous")),
        ]

    @staticmethod
    def _moved(at: datetime, name: str) -> str:
        return _("Déplacer : %(at)s, avec %(name)s") % {"at": spoken_moment(at), "name": name}

    @property
    def wanted(self) -> Settlement:
        what, word = self.cleaned_data["what"], self.cleaned_data["word"]
        return Settlement(starts_at=self.times.get(what), to=self.colleagues.get(what), word=word)


class SettleAllForm(forms.Form):
    """The same for all: each moved to the first free time, all to one colleague, or all cancelled."""

    WHAT = (
        ("deplacer", gettext_lazy("Déplacer chacun à la première heure libre au retour")),
        ("confier", gettext_lazy("Tout confier à un collègue, aux mêmes heures")),
        (CANCEL, gettext_lazy("Tout annuler")),
    )
    what = forms.ChoiceField(
        label=gettext_lazy("Pour tous"),
        choices=WHAT,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez ce qui se passe pour tous.")},
    )
    to = forms.ChoiceField(required=False, label=gettext_lazy("À quel collègue ?"))
    word = LineField(max_length=300, label=gettext_lazy("Un mot pour chacun"), help_text=WORD_HELP)

    def __init__(self, data: Any = None, *, colleagues: Iterable[Person]) -> None:
        super().__init__(data, prefix="tous")
        self.colleagues = {str(one.uid): one for one in colleagues}
        names = [(uid, one.full_name) for uid, one in self.colleagues.items()]
        self.fields["to"].choices = [("", _("Choisissez")), *names]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("what") == "confier" and not found.get("to"):
            self.add_error("to", _("Choisissez une personne de l’équipe."))
        return found

    @property
    def moves(self) -> bool:
        return self.cleaned_data["what"] == "deplacer"

    @property
    def wanted(self) -> Settlement:
        to = self.colleagues[self.cleaned_data["to"]] if self.cleaned_data["what"] == "confier" else None
        return Settlement(to=to, word=self.cleaned_data["word"])
