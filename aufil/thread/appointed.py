"""What is said of the appointment an entry stands for; its facts come from above (`thread.actions.show_cards`)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from aufil.kernel import clock
from aufil.ui.texts import DAYS, SHORT_MONTHS, calendar_day, date_in_full
from aufil.ui.texts import clock as clock_time

AppointmentShape = Mapping[str, Any]


def said_appointment(shape: AppointmentShape, *, to_young: bool) -> dict[str, Any]:
    """An appointment as its reader is shown it: its day for a calendar's leaf, when and where, how it stands (`says`,
    `tone`), and what its young person may answer now (`asks`)."""
    local = _local(shape["starts_at"], shape["timezone"])
    return {
        **shape,
        "title": _title(shape, to_young=to_young),
        "leaf": [f"{DAYS[local.weekday()][:3]}.", str(local.day), SHORT_MONTHS[local.month - 1]],
        "when": when_of(shape),
        "where": where_of(shape),
        "says": _says(shape, to_young=to_young),
        "tone": _tone(shape),
        "path": f"/rendez-vous/{shape['id']}/",
        "asks": _asks(shape) if to_young else [],
        "join": _join(shape),
    }


def _join(shape: AppointmentShape) -> dict[str, Any] | None:
    """Where one goes in to an appointment by video."""
    begins = shape.get("joins_from")
    if not begins or shape["state"] != "taken":
        return None
    path = f"/rendez-vous/{shape['id']}/visio/"
    return said_join({"path": path, "from": begins, "until": shape["ends_at"]})


def said_join(join: Mapping[str, Any] | None, *, to_young: bool = True) -> dict[str, Any] | None:
    """Where one goes in by video, from when and until when; None where nobody does, or not any more. A test is its
    young person's own."""
    if not join or _is_past(join["until"]):
        return None
    is_test = join.get("does") == "test"
    if is_test and not to_young:
        return None
    label = _("Essayer ma visio") if is_test else _("Rejoindre la visio")
    return {"label": label, **join, "is_open": _is_past(join["from"])}


def when_of(shape: AppointmentShape) -> str:
    """`mardi 24 novembre, de 14 h 30 à 15 h 15`; by the clock of the structure, whoever reads."""
    starts, ends = (_local(shape[name], shape["timezone"]) for name in ("starts_at", "ends_at"))
    return _("%(day)s, de %(from)s à %(to)s") % {
        "day": date_in_full(starts.date(), timezone.localdate(clock.now(), starts.tzinfo)),
        "from": clock_time(starts),
        "to": clock_time(ends),
    }


def where_of(shape: AppointmentShape) -> str:
    """`à la Mission Locale ou en permanence · Cholet centre`."""
    return " · ".join(part for part in (shape["place"] or shape["how"], shape["address"]) if part)


def _local(said: str, zone: str) -> datetime:
    return datetime.fromisoformat(said).astimezone(ZoneInfo(zone))


def _title(shape: AppointmentShape, *, to_young: bool) -> str:
    if shape["is_collective"]:
        return str(shape["what"])
    who = shape["counsellor"] if to_young else shape["young"]
    return _("%(what)s avec %(who)s") % {"what": shape["what"], "who": who}


def _asks(shape: AppointmentShape) -> list[dict[str, str]]:
    """The answers offered: until the structure's limit, and none once there is one (its page lets one change it)."""
    offered = []
    if shape["state"] == "offered" and not _is_past(shape["held_until"]):
        offered = [("take", _("Prendre la place")), ("leave", _("La laisser"))]
    elif shape["state"] == "taken" and not shape["answer"] and not _is_past(shape["answer_until"]):
        offered = answers(is_collective=shape["is_collective"])
    return [{"value": value, "label": label} for value, label in offered]


def answers(*, is_collective: bool) -> list[tuple[str, str]]:
    """What a young person answers by one tap; a workshop has one time for all."""
    return [
        ("comes", _("Je viens")),
        ("cannot", _("Je ne peux pas")),
        *([] if is_collective else [("other-time", _("Une autre heure"))]),
        ("call", _("Appelez-moi")),
    ]


def _is_past(at: str | None) -> bool:
    return at is not None and datetime.fromisoformat(at) <= clock.now()


def _tone(shape: AppointmentShape) -> str:
    if shape["state"] in ("cancelled", "given-back", "lapsed"):
        return "off"
    if shape["state"] in ("offered", "waiting") or shape["answer"] in ("cannot", "call"):
        return "waiting"
    return "done" if shape["answer"] == "comes" else ""


def _says(shape: AppointmentShape, *, to_young: bool) -> str:
    state = shape["state"]
    if state == "cancelled":
        return _with_word(_("Annulé"), shape)
    if state == "past":
        return _("Noté après coup")
    if state == "offered":
        return _("Une place s’est libérée : elle est gardée jusqu’à %(until)s") % {
            "until": _short(shape["held_until"], shape["timezone"])
        }
    if state in ("waiting", "given-back", "lapsed"):
        return _in_line(state)
    moved = shape["was_at"]
    if not shape["answer"] and moved:
        return _("Déplacé : c’était %(was)s") % {"was": _short(moved, shape["timezone"])}
    return _answered(shape, to_young=to_young)


def _in_line(state: str) -> str:
    return {
        "waiting": _("Sur la liste d’attente"),
        "given-back": _("Place rendue"),
        "lapsed": _("La place est passée à la personne suivante"),
    }[state]


def _answered(shape: AppointmentShape, *, to_young: bool) -> str:
    said = {
        "comes": (_("Vous venez"), _("%(name)s vient")),
        "cannot": (_("Vous ne pouvez pas venir"), _("%(name)s ne peut pas venir")),
        "call": (_("Vous demandez qu’on vous appelle"), _("%(name)s demande qu’on l’appelle")),
    }.get(shape["answer"])
    if said is None:
        return "" if to_young or _is_past(shape["starts_at"]) else _("Pas encore de réponse")
    return said[0] if to_young else said[1] % {"name": shape["young"]}


def _with_word(said: str, shape: AppointmentShape) -> str:
    said = _("%(said)s par %(name)s") % {"said": said, "name": shape["by"]} if shape["by"] else said
    return f"{said} : « {shape['word']} »" if shape["word"] else said


def _short(at: str, zone: str) -> str:
    local = _local(at, zone)
    return _("%(day)s à %(time)s") % {"day": calendar_day(local.date()), "time": clock_time(local)}
