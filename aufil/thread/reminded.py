"""What is said of reminders in words: what their entries say, and how each stands."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from aufil.ui.texts import date_in_full, short_date

ReminderShape = Mapping[str, Any]
LONGEST_SURE_DAY = 28  # that every month has


def asked_text(text: str, due_on: date, monthly: bool, today: date) -> str:
    """What somebody asks, and until when: it says all by itself, on whatever way it goes."""
    return f"{text}\n{_until(due_on, today)}{_each_month(due_on, monthly)}"


def changed_text(text: str, due_on: date, monthly: bool, today: date) -> str:
    return asked_text(_("Ce rappel a changé : %(text)s") % {"text": text}, due_on, monthly, today)


def again_text(text: str, due_on: date, today: date) -> str:
    """« Rappel : ta fiche de paie », and until when."""
    return f"{_('Rappel : %(text)s') % {'text': text}}\n{_until(due_on, today)}"


def done_text(text: str) -> str:
    return _("C’est fait : %(text)s") % {"text": text}


def each_month_text(due_on: date) -> str:
    """« le 5 de chaque mois »; of a month that is shorter, its last day."""
    day = _("1er") if due_on.day == 1 else str(due_on.day)
    said = _("le %(day)s de chaque mois") % {"day": day}
    if due_on.day > LONGEST_SURE_DAY:
        said = _("%(said)s, ou le dernier jour") % {"said": said}
    return said


def _until(due_on: date, today: date) -> str:
    words = {"day": date_in_full(due_on, today)}
    if due_on == today:
        return _("C’est pour aujourd’hui, %(day)s.") % words
    return _("Au plus tard le %(day)s.") % words


def _each_month(due_on: date, monthly: bool) -> str:
    if not monthly:
        return ""
    return " " + _("Ensuite, %(each)s.") % {"each": each_month_text(due_on)}


def said_reminder(shape: ReminderShape) -> dict[str, Any]:
    """A reminder as its reader is shown it: with what it `says` of itself."""
    return {**shape, "says": _says_of(shape)}


def _says_of(shape: ReminderShape) -> str:
    today = timezone.localdate()
    if shape["state"] == "open":
        if date.fromisoformat(shape["due_on"]) < today:
            return _("À faire, le jour est passé")
        return _("À faire")
    if shape["state"] == "changed":
        return _("Changé depuis")
    day = short_date(timezone.localdate(datetime.fromisoformat(shape["at"])), today)
    said = _("Fait le %(day)s · %(name)s") if shape["state"] == "done" else _("Arrêté le %(day)s · %(name)s")
    return said % {"day": day, "name": shape["by"]}
