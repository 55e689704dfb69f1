"""What became of an appointment, in words. Pure: from its changes, oldest first, and the names of who is in them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aufil.appointments.models import Appointment, Change, Seat
from aufil.appointments.models.kind import Mode
from aufil.ui.texts import spoken_moment

What = Change.What
FIELDS = {
    "title": gettext_lazy("le titre"),
    "note": gettext_lazy("ce qu’il faut savoir"),
    "phone": gettext_lazy("le numéro à appeler"),
    "link": gettext_lazy("le lien de la visio"),
    "seats": gettext_lazy("le nombre de places"),
    "enrol_until": gettext_lazy("la date limite d’inscription"),
    "lounge_before": gettext_lazy("l’ouverture du salon"),
    "lounge_after": gettext_lazy("la fermeture du salon"),
}


class Told(NamedTuple):
    """One line: when, who did it, what, and the word they left with it."""

    at: datetime
    by: str
    text: str
    word: str


def told(
    appointment: Appointment, changes: Sequence[Change], names: Mapping[int, str], answers: Mapping[int, str]
) -> list[Told]:
    """The last first. `names` of persons by number; `answers` of seats as they are now."""
    found = []
    now: dict[str, Any] = {
        "starts_at": appointment.starts_at,
        "mode": appointment.mode,
        "counsellor": appointment.counsellor_id,
    }
    said = dict(answers)
    for change in reversed(changes):
        before = change.before
        if change.what == What.ANSWERED:
            text = _answered(said.get(before.get("seat", 0), ""))
            said[before.get("seat", 0)] = before.get("answer", "")
        elif change.what == What.MOVED:
            text = _moved(before, now)
            said = {}  # what had been answered before is not known any more
            now |= {"starts_at": datetime.fromisoformat(before["starts_at"]), "mode": before["mode"]}
        elif change.what == What.HANDED_OVER:
            text = _("Confié à %(name)s") % {"name": names.get(now["counsellor"], "…")}
            now["counsellor"] = before.get("counsellor")
        else:
            text = _plain(appointment, change, names)
        found.append(Told(change.at, _author(change), text, change.word))
    return found


def persons_in(changes: Iterable[Change]) -> set[int]:
    """Whose names the lines need."""
    found = {change.before.get(name) for change in changes for name in ("young", "counsellor")}
    return {pk for pk in found if pk}


def _author(change: Change) -> str:
    return change.by.full_name if change.by else ""


def _answered(said: str) -> str:
    words = {
        Seat.Answer.COMES: _("A répondu : je viens"),
        Seat.Answer.CANNOT: _("A répondu : je ne peux pas venir"),
        Seat.Answer.CALL: _("A répondu : appelez-moi"),
    }
    return words.get(Seat.Answer(said), _("A répondu")) if said else _("A répondu")


def _moved(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    old = datetime.fromisoformat(before["starts_at"])
    if old != now["starts_at"]:
        times = {"old": spoken_moment(old), "new": spoken_moment(now["starts_at"])}
        return _("Déplacé : %(old)s devient %(new)s") % times
    if before["mode"] != now["mode"]:
        return _("Désormais %(mode)s") % {"mode": Mode(now["mode"]).label}
    return _("Durée ou lieu changés")


def _plain(appointment: Appointment, change: Change, names: Mapping[int, str]) -> str:
    name = names.get(change.before.get("young") or 0, "")
    if change.what == What.MADE:
        return _("Noté après coup") if appointment.is_past_note else _("Rendez-vous pris")
    if change.what == What.CHANGED:
        fields = ", ".join(str(FIELDS[key]) for key in change.before if key in FIELDS)
        return _("Changé : %(fields)s") % {"fields": fields}
    if change.what == What.ENROLLED and change.before.get("state") == Seat.State.WAITING:
        return _("%(name)s attend une place") % {"name": name}
    if change.what == What.ENROLLED:
        return _("%(name)s est inscrit") % {"name": name}
    if change.what == What.GIVEN_BACK:
        return _("La place de %(name)s est rendue") % {"name": name}
    return _("Annulé")
