"""A rehearsal, as the pages of its two sides lead and follow it: in its room by their ticket, without one signed in."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from aufil.video import access, actions
from aufil.video.access import Playing
from aufil.video.models import Rehearsal
from aufil.video.queries import rehearsal_view
from aufil.video.schemas import (
    AdviceIn,
    EmployerIn,
    NotesIn,
    OwnQuestion,
    RehearsalOut,
    RetainedIn,
    StepIn,
)
from aufil.web.limits import slow_down

router = Router(auth=None)
PATH = "/rehearsals/{uuid:rehearsal}"


def _playing(request: HttpRequest, rehearsal: UUID) -> Playing:
    found = access.playing(request, rehearsal)
    slow_down("rehearsal", str(found.person.pk), times=240, seconds=60)
    return found


def _shape(row: Rehearsal, side: str) -> dict[str, Any]:
    return rehearsal_view(row, side).shape


@router.get(PATH, response=RehearsalOut, exclude_unset=True, summary="Où en est un entraînement")
def one(request: HttpRequest, rehearsal: UUID) -> Any:
    found = _playing(request, rehearsal)
    return _shape(found.rehearsal, found.side)


@router.post(PATH + "/step", response=RehearsalOut, exclude_unset=True, summary="Question suivante")
def step(request: HttpRequest, rehearsal: UUID, body: StepIn) -> Any:
    """Or the one before. What the page shows (`from`) is no more the current one: nothing moves."""
    found = _playing(request, rehearsal)
    row = actions.step(rehearsal=found.rehearsal, side=found.side, from_=body.from_, to=body.to)
    return _shape(row, found.side)


@router.put(PATH + "/employer", response=RehearsalOut, exclude_unset=True, summary="Échanger les rôles")
def cast(request: HttpRequest, rehearsal: UUID, body: EmployerIn) -> Any:
    found = _playing(request, rehearsal)
    return _shape(actions.cast(rehearsal=found.rehearsal, employer=body.employer), found.side)


@router.put(PATH + "/advice", response=RehearsalOut, exclude_unset=True, summary="Montrer le conseil")
def advise(request: HttpRequest, rehearsal: UUID, body: AdviceIn) -> Any:
    found = _playing(request, rehearsal)
    row = actions.advise(rehearsal=found.rehearsal, side=found.side, number=body.number)
    return _shape(row, found.side)


@router.post(PATH + "/questions", response=RehearsalOut, exclude_unset=True, summary="Ajouter une question")
def add(request: HttpRequest, rehearsal: UUID, body: OwnQuestion) -> Any:
    """Right after the current one."""
    found = _playing(request, rehearsal)
    row = actions.add_question(rehearsal=found.rehearsal, side=found.side, uid=body.id, text=body.text)
    return _shape(row, found.side)


@router.put(PATH + "/questions/{uuid:question}/notes", response={204: None}, summary="Noter une réponse")
def note(request: HttpRequest, rehearsal: UUID, question: UUID, body: NotesIn) -> Any:
    """The team alone (404)."""
    found = access.playing_for_team(request, rehearsal)
    slow_down("rehearsal", str(found.person.pk), times=240, seconds=60)
    actions.note_answer(rehearsal=found.rehearsal, question=question, well=body.well, work=body.work)
    return Status(204, None)


@router.post(PATH + "/retained", response={204: None}, summary="Ce que j’en retiens")
def retain(request: HttpRequest, rehearsal: UUID, body: RetainedIn) -> Any:
    """The young person alone (404): a message in the thread. Once."""
    found = _playing(request, rehearsal)
    actions.retain(rehearsal=found.rehearsal, by=found.person, thread=found.opened.uid, text=body.text)
    return Status(204, None)


@router.post(PATH + "/end", response={204: None}, summary="Terminer un entraînement")
def end(request: HttpRequest, rehearsal: UUID) -> Any:
    """The team alone (404); its room is over too."""
    found = access.playing_for_team(request, rehearsal)
    actions.end_rehearsal(rehearsal=found.rehearsal, by=found.person)
    return Status(204, None)
