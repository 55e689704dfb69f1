"""A rehearsal of an interview: begun by staff from a thread, ended by them or with its room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aufil.audit.actions import record
from aufil.jobs.actions import job, later
from aufil.kernel import clock
from aufil.people.models import Person
from aufil.thread import actions as threads
from aufil.thread.models import Side
from aufil.thread.queries import Opened, support_thread_of
from aufil.ui.texts import typeset
from aufil.video.actions.announcing import Started, open_told
from aufil.video.actions.hosting import end_about
from aufil.video.actions.locked import locked_rehearsal
from aufil.video.events import RoomEnded
from aufil.video.models import Asked, Rehearsal, Room
from aufil.video.queries import Script, rehearsal_path, running_rehearsal
from aufil.video.queries.said import length_said
from aufil.web.problems import Problem

KIND = Room.Kind.REHEARSAL.value
LEFT_OPEN = timedelta(hours=4)  # without a room nobody may end it


@dataclass(frozen=True)
class Played:
    """What is to be rehearsed. `employer`: the side that asks."""

    script: Script
    post: str = ""
    employer: str = Side.STAFF.value
    by_video: bool = True


@transaction.atomic
def start_rehearsal(*, opened: Opened, by: Person, played: Played) -> Rehearsal:
    """The rehearsal under way with the young person of a support thread, begun if there is none; by video, with
    its room, of which whoever of the staff asks is a host.

    404 for a thread that is no support thread, 403 for one that is closed.
    """
    if opened.young is None:
        raise Problem("not-found")
    if opened.closed_at:
        raise Problem("forbidden", _("Cette conversation est fermée : on ne peut plus s’y entraîner."))
    row = running_rehearsal(opened.young, opened.structure)
    try:
        with transaction.atomic():
            row = row or _begun(opened, by, played)
    except IntegrityError:  # a colleague began one just now
        row = Rehearsal.objects.get(young=opened.young, structure=opened.structure, ended_at=None)
    if played.by_video:
        _open(opened, by, row)
    return row


def _begun(opened: Opened, by: Person, played: Played) -> Rehearsal:
    now, script = clock.now(), played.script
    row = Rehearsal.objects.create(
        structure_id=opened.structure,
        young_id=opened.young or 0,
        counsellor=by,
        title=script.title,
        of=script.of,
        post=played.post,
        employer=played.employer,
        position=1 if script.questions else 0,
        asked_at=now if script.questions else None,
        began_at=now,
    )
    Asked.objects.bulk_create(
        Asked(
            rehearsal=row,
            number=number,
            text=typeset(text),
            advice=typeset(advice),
            seen_at=now if number == 1 else None,
        )
        for number, (text, advice) in enumerate(script.questions, start=1)
    )
    record(verb="began", subject="rehearsal", subject_uid=row.uid, actor=by.pk, structure=opened.structure)
    if not played.by_video:
        join = {
            "path": rehearsal_path(row.uid),
            "from": now.isoformat(),
            "until": (now + LEFT_OPEN).isoformat(),
            "label": _("Suivre les questions"),
        }
        text = _("Vous vous entraînez à un entretien avec %(name)s.") % {"name": by.first_name}
        threads.tell_call(opened=opened, uid=entry_of(row.uid), text=text, join=join)
    return row


def _open(opened: Opened, by: Person, row: Rehearsal) -> None:
    """Its room, with this host in it; told once."""
    text = _("%(name)s vous attend en visio, pour s’entraîner à l’entretien.") % {"name": by.first_name}
    title = _("Entraînement à l’entretien")
    started = Started(KIND, row.uid, rehearsal_path(row.uid), text, title)
    open_told(opened=opened, by=by, young=Person.objects.get(pk=row.young_id), started=started)


def entry_of(rehearsal: UUID) -> UUID:
    """The name of the entry that tells of a rehearsal without a room."""
    return uuid5(rehearsal, "begun")


@transaction.atomic
def end_rehearsal(*, rehearsal: Rehearsal, by: Person) -> None:
    """It is over, and its room with it. Twice is once."""
    row, room = locked_rehearsal(rehearsal)
    if room:
        end_about(kind=KIND, subject=row.uid, by=by.pk)
    elif row.ended_at is None:
        _end(row)


def end_rehearsals(facts: Sequence[RoomEnded]) -> None:
    """With their room."""
    rooms = Room.objects.filter(pk__in=[fact.room for fact in facts], kind=KIND)
    Rehearsal.objects.filter(uid__in=list(rooms.values_list("subject", flat=True)), ended_at=None).update(
        ended_at=clock.now(), rev=F("rev") + 1
    )


def _end(row: Rehearsal) -> None:
    row.ended_at, row.rev = clock.now(), row.rev + 1
    row.save(update_fields=["ended_at", "rev"])
    later(note_rehearsal, key=f"rehearsal-ended {row.uid}", rehearsal=row.pk)


@job
@transaction.atomic
def note_rehearsal(*, rehearsal: int) -> None:
    """One without a room: the entry leads nowhere any more, and the team reads that it was. Twice is once."""
    row = Rehearsal.objects.get(pk=rehearsal)
    threads.end_call(uid=entry_of(row.uid))
    thread = support_thread_of(row.young_id, row.structure_id)
    if thread is None or row.counsellor_id is None or row.ended_at is None:
        return
    seen = row.questions.filter(seen_at__isnull=False).count()
    words = {"length": length_said(row.ended_at - row.began_at), "n": seen}
    text = ngettext(
        "Entraînement à l’entretien, sans visio : %(length)s, %(n)d question.",
        "Entraînement à l’entretien, sans visio : %(length)s, %(n)d questions.",
        seen,
    )
    uid = uuid5(row.uid, "after")
    threads.note_for_team(thread=thread.pk, author=row.counsellor_id, uid=uid, text=text % words)


def end_left_open() -> None:
    """Nobody ended it: begun four hours ago, without a room that is open."""
    rows = Rehearsal.objects.filter(ended_at=None, began_at__lt=clock.now() - LEFT_OPEN)
    for one in rows:
        _end_one(one)


@transaction.atomic
def _end_one(rehearsal: Rehearsal) -> None:
    row, room = locked_rehearsal(rehearsal)
    if room is None and row.ended_at is None:
        _end(row)
