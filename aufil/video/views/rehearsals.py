"""« S’entraîner à un entretien »: begun from a thread, led without a room or a script, its notes sent."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from aufil.people.access import PersonRequest
from aufil.people.models import Structure
from aufil.thread import access as threads
from aufil.thread.models import Side
from aufil.video import access, actions
from aufil.video.access import Playing
from aufil.video.forms import LetterForm, PlayForm, RehearsalForm
from aufil.video.queries import (
    drafts,
    own_rehearsal_room,
    rehearsal_view,
    rehearsals_of,
    running_rehearsal,
)
from aufil.web.limits import slow_down
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem

EARLIER = 5
OTHER = {Side.STAFF.value: Side.YOUNG.value, Side.YOUNG.value: Side.STAFF.value}


@signed_in_page
@require_http_methods(["GET", "POST"])
def start(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The team chooses and begins; under way already, they go there."""
    opened = threads.staff_thread(request.user, uid)
    young, structure = threads.young_of(opened), Structure.objects.get(pk=opened.structure)
    form = RehearsalForm(request.POST or None, structure=structure, young=young)
    if form.is_valid():
        slow_down("video-call", str(request.user.pk), times=30, seconds=3_600)
        row = actions.start_rehearsal(opened=opened, by=request.user, played=form.played())
        return redirect(f"/entretien/{row.uid}/")
    context = {
        "form": form,
        "young": young,
        "thread": uid,
        "running": running_rehearsal(young.pk, opened.structure),
        "earlier": [one for one in rehearsals_of(young.pk, opened.structure)[: EARLIER + 1] if one.ended_at][
            :EARLIER
        ],
    }
    return render(request, "video/rehearsal_start.html", context, status=422 if form.errors else 200)


@signed_in_page
@require_http_methods(["GET", "POST"])
def rehearsal(request: PersonRequest, uid: UUID) -> HttpResponse:
    """To its room while there is one for this person; else its questions alone. Over: the notes, for the team."""
    found, wrong = access.rehearsal(request.user, uid), ""
    if request.method == "POST":
        try:
            _act(found, PlayForm(request.POST))
        except Problem as problem:
            if problem.kind not in ("invalid", "forbidden", "gone"):
                raise
            wrong = str(problem.detail)
        found = access.rehearsal(request.user, uid) if wrong else found
        if not wrong:
            return redirect(f"/entretien/{uid}/?sans-visio")
    if found.rehearsal.ended_at and found.side == Side.STAFF:
        return redirect(f"/entretien/{uid}/notes/")
    if (
        "sans-visio" not in request.GET
        and not wrong
        and (room := own_rehearsal_room(request.user, found.rehearsal))
    ):
        return redirect(f"/salle/{room.uid}/")
    view = rehearsal_view(found.rehearsal, found.side)
    context = {
        "view": view,
        "thread": found.opened.uid,
        "wrong": wrong,
        "typed": request.POST.get("text", ""),
    }
    return render(request, "video/rehearsal.html", context, status=422 if wrong else 200)


def _act(found: Playing, form: PlayForm) -> None:
    """One tap of a plain form; notes typed beside it are kept first."""
    if not form.is_valid():
        raise Problem("invalid", str(next(iter(form.errors.values()))[0]))
    said, row, side = form.cleaned_data, found.rehearsal, found.side
    if said["question"] and side == Side.STAFF:
        actions.note_answer(rehearsal=row, question=said["question"], well=said["well"], work=said["work"])
    at: int = said["at"] or 0
    acts: dict[str, Any] = {
        "next": lambda: actions.step(rehearsal=row, side=side, from_=at, to=at + 1),
        "back": lambda: actions.step(rehearsal=row, side=side, from_=at, to=at - 1),
        "advise": lambda: actions.advise(rehearsal=row, side=side, number=at),
        "swap": lambda: actions.cast(rehearsal=row, employer=OTHER[row.employer]),
        "add": lambda: _add(found, said),
        "retain": lambda: _retain(found, said),
        "end": lambda: _end(found),
    }
    if act := acts.get(said["do"]):
        act()


def _add(found: Playing, said: dict[str, Any]) -> None:
    text = " ".join(said["text"].split())
    if text and said["id"]:
        actions.add_question(rehearsal=found.rehearsal, side=found.side, uid=said["id"], text=text)


def _retain(found: Playing, said: dict[str, Any]) -> None:
    if said["text"]:
        actions.retain(rehearsal=found.rehearsal, by=found.person, thread=found.opened.uid, text=said["text"])


def _end(found: Playing) -> None:
    if found.side != Side.STAFF:
        raise Problem("not-found")
    actions.end_rehearsal(rehearsal=found.rehearsal, by=found.person)


@signed_in_page
@require_http_methods(["GET", "POST"])
def notes(request: PersonRequest, uid: UUID) -> HttpResponse:
    """What was noted, mended, and sent by a tap: to the young person, and apart to the team."""
    found = access.rehearsal_noted(request.user, uid)
    view = rehearsal_view(found.rehearsal, found.side)
    form = LetterForm(request.POST or None, initial=drafts(view))
    if request.method == "POST" and form.is_valid() and _kept(found, form, request.POST.get("do", "save")):
        return redirect(f"/entretien/{uid}/notes/?enregistre")
    context = {
        "view": view,
        "form": form,
        "thread": found.opened.uid,
        "noted": [one for one in view.questions if one.well or one.work],
        "saved": "enregistre" in request.GET and not found.rehearsal.sent_at and not found.rehearsal.noted_at,
    }
    return render(request, "video/rehearsal_notes.html", context, status=422 if form.errors else 200)


def _kept(found: Playing, form: LetterForm, does: str) -> bool:
    """Whatever was tapped, all that was typed is kept; False when something is to be mended."""
    act = {"send": actions.send_letter, "team": actions.note_for_team}.get(does)
    try:
        row = actions.keep_draft(rehearsal=found.rehearsal, **form.cleaned_data)
        if act:
            act(rehearsal=row, opened=found.opened)
    except Problem as problem:
        if not problem.errors:
            raise
        for name, sentences in problem.errors.items():
            form.add_error(name, sentences)
        return False
    return True
