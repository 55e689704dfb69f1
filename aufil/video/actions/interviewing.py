"""In a rehearsal: which question, who plays whom, what is shown. Pages only ask; the row says, and both follow it."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.kernel import clock
from aufil.ui.texts import typeset
from aufil.video.actions.locked import locked_rehearsal
from aufil.video.actions.telling import tell_room
from aufil.video.models import Asked, Rehearsal, Room
from aufil.video.rehearsing import Place
from aufil.web.problems import Problem


@transaction.atomic
def step(*, rehearsal: Rehearsal, side: str, from_: int, to: int) -> Rehearsal:
    """The next question or the one before, by who plays the employer (else 403), from the one their page shows:
    asked twice, or by two at once, it is one step. 410 once it is over."""
    row, room = _running(rehearsal)
    _employer(row, side)
    place = _place(row).stepped(from_, to)
    if place.position != row.position:
        _go_to(row, place.position)
        _changed(row, room)
    return row


@transaction.atomic
def cast(*, rehearsal: Rehearsal, employer: str) -> Rehearsal:
    """Who plays the employer from now on, by either; the same again changes nothing."""
    row, room = _running(rehearsal)
    if row.employer != employer:
        row.employer = employer
        _changed(row, room, "employer")
    return row


@transaction.atomic
def advise(*, rehearsal: Rehearsal, side: str, number: int) -> Rehearsal:
    """« Montrer le conseil » of the current question, by who plays the employer; of another: nothing."""
    row, room = _running(rehearsal)
    _employer(row, side)
    if row.position == number and not row.is_advised:
        row.is_advised = True
        _changed(row, room, "is_advised")
    return row


@transaction.atomic
def add_question(*, rehearsal: Rehearsal, side: str, uid: UUID, text: str) -> Rehearsal:
    """One's own, right after the current one, by who plays the employer. The same `uid` again is once."""
    row, room = _running(rehearsal)
    _employer(row, side)
    if Asked.objects.filter(rehearsal=row, uid=uid).exists():
        return row
    if Asked.objects.filter(uid=uid).exists():
        raise Problem("conflict")
    place, number = _place(row).added()
    if place.count > Rehearsal.QUESTIONS_MOST:
        most = Rehearsal.QUESTIONS_MOST
        said = _("Il y a déjà %(most)s questions : c’est assez pour un entretien.") % {"most": most}
        raise Problem("invalid", said, errors={"question": [said]})
    # Each number is there once: those behind make room from the last.
    for later in row.questions.filter(number__gte=number).order_by("-number"):
        Asked.objects.filter(pk=later.pk).update(number=later.number + 1)
    Asked.objects.create(rehearsal=row, uid=uid, number=number, text=typeset(text), is_own=True)
    if not row.position:
        _go_to(row, place.position)
    _changed(row, room)
    return row


def _running(rehearsal: Rehearsal) -> tuple[Rehearsal, Room | None]:
    row, room = locked_rehearsal(rehearsal)
    if row.ended_at:
        raise Problem("gone", _("Cet entraînement est terminé."))
    return row, room


def _employer(row: Rehearsal, side: str) -> None:
    if row.employer != side:
        raise Problem("forbidden", _("C’est l’autre qui joue l’employeur. Échangez les rôles d’abord."))


def _place(row: Rehearsal) -> Place:
    return Place(row.position, row.questions.count())


def _go_to(row: Rehearsal, position: int) -> None:
    now = clock.now()
    row.position, row.asked_at, row.is_advised = position, now, False
    row.questions.filter(number=position, seen_at=None).update(seen_at=now)


def _changed(row: Rehearsal, room: Room | None, *fields: Any) -> None:
    row.rev += 1
    row.save(update_fields=[*(fields or ("position", "asked_at", "is_advised")), "rev"])
    if room:
        tell_room(room)
