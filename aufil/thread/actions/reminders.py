"""What people do with reminders: ask for one, change it, say that it is done, stop it."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.kernel import clock
from aufil.kernel.ids import new_id
from aufil.thread.actions.journaling import record_in
from aufil.thread.actions.locked import locked_thread
from aufil.thread.actions.post import post
from aufil.thread.actions.posts import Post
from aufil.thread.actions.reciting import (
    Words,
    local_day,
    locked_reminder,
    no_longer,
    recite,
    schedule,
)
from aufil.thread.models import Entry, Reminder, ReminderDone, ReminderSaid, Thread
from aufil.thread.queries import Opened
from aufil.thread.queries.reminders import made_by_side, plan_of
from aufil.thread.reminded import asked_text, changed_text, done_text
from aufil.web.problems import Problem

STANDING_MOST = 30  # for one young person


class Wanted(NamedTuple):
    """What a reminder is to be: what, by which local day, each month or once, said again how many days before."""

    text: str
    due_on: date
    monthly: bool
    days_before: tuple[int, ...]


@transaction.atomic
def ask_reminder(*, opened: Opened, uid: UUID, wanted: Wanted) -> Reminder:
    """Ask for something before a day: an entry of the thread says it now, and again on the days before. The same
    `uid` again is once. A 409 problem beyond `STANDING_MOST`, for nobody would read them all."""
    thread = _support(opened)
    known = Reminder.objects.filter(uid=uid).first()
    if known:
        if known.thread_id != thread.pk or known.made_by_id != opened.viewer.person_id:
            raise Problem("conflict")
        return known
    if Reminder.objects.standing().filter(thread=thread, say_at__isnull=False).count() >= STANDING_MOST:
        raise Problem("conflict", _("Il y a déjà 30 rappels en cours ici. Arrêtez-en un, puis recommencez."))
    now = clock.now()
    today = local_day(thread, now)
    row = Reminder(
        uid=uid,
        thread=thread,
        made_by_id=opened.viewer.person_id,
        text=wanted.text,
        first_on=wanted.due_on,
        monthly=wanted.monthly,
        days_before=list(wanted.days_before),
        due_on=wanted.due_on,
        made_at=now,
    )
    schedule(row, after=today)
    row.save(force_insert=True)
    text = asked_text(row.text, row.due_on, row.monthly, today)
    recite(row, Words(opened.viewer.person_id, text, uuid5(uid, "asked")))
    record_in(opened, "reminder-asked", uid, subject="reminder")
    return row


@transaction.atomic
def change_reminder(*, opened: Opened, uid: UUID, wanted: Wanted) -> None:
    """Make it another, from now on: the thread says what it has become, and what was still to be said of it is not.
    What is the same changes nothing."""
    thread, row = _own(opened, uid)
    if row.done.filter(due_on__in=(row.due_on, wanted.due_on)).exists():
        raise Problem("conflict", _("C’est déjà fait pour ce jour-là. Demandez un autre rappel."))
    before = Wanted(row.text, row.due_on, row.monthly, tuple(row.days_before))
    if wanted == before:
        return
    now = clock.now()
    today = local_day(thread, now)
    if wanted.due_on != row.due_on or not wanted.monthly:
        row.first_on = (
            wanted.due_on
        )  # else the day first chosen holds: the 31st, where this month ends on the 30th
    row.text, row.due_on, row.monthly = wanted.text, wanted.due_on, wanted.monthly
    row.days_before, row.changed_at = list(wanted.days_before), now
    schedule(row, after=today)
    row.save()
    standing = _standing(row)
    ReminderSaid.objects.filter(pk__in=[one.pk for one in standing]).update(replaced_at=now)
    no_longer(standing, now)
    text = changed_text(row.text, row.due_on, row.monthly, today)
    recite(row, Words(opened.viewer.person_id, text, new_id()))
    record_in(opened, "reminder-changed", uid, subject="reminder")


@transaction.atomic
def stop_reminder(*, opened: Opened, uid: UUID) -> None:
    """Say it no more; for who asked, or their side. Twice is once."""
    _thread, row = _own(opened, uid, stopped_too=True)
    if row.stopped_at:
        return
    now = clock.now()
    row.stopped_at, row.stopped_by_id, row.say_at = now, opened.viewer.person_id, None
    row.save(update_fields=["stopped_at", "stopped_by", "say_at"])
    no_longer(_standing(row), now)
    record_in(opened, "reminder-stopped", uid, subject="reminder")


@transaction.atomic
def finish_reminder(*, opened: Opened, uid: UUID, due_on: date) -> None:
    """« C’est fait », by either side: what was due on this day is said no more. One of each month goes on with the
    next. Twice is once."""
    _support(opened)
    row = _found(opened, uid)
    if row.stopped_at:
        raise Problem("conflict", _("Ce rappel a été arrêté : il n’y a plus rien à faire."))
    if due_on != row.due_on and not row.said.filter(due_on=due_on).exists():
        raise Problem("not-found")
    now = clock.now()
    done = {"person_id": opened.viewer.person_id, "made_at": now}
    _row, is_new = ReminderDone.objects.get_or_create(reminder=row, due_on=due_on, defaults=done)
    if not is_new:
        return
    if due_on >= row.due_on:
        _go_on(row, due_on, now)
    no_longer(_standing(row, due_on), now)
    post(
        Post(
            opened.uid,
            opened.viewer.person_id,
            uuid5(uid, f"done/{due_on}"),
            done_text(row.text),
            kind=Entry.Kind.EVENT.value,
            via=Entry.Via.SELF.value,
        )
    )
    record_in(opened, "reminder-done", uid, subject="reminder")


def _go_on(row: Reminder, done_on: date, now: datetime) -> None:
    """What is due next, where there is something."""
    following = plan_of(row, row.thread.structure).due_after(done_on)
    if following:
        row.due_on = following
        schedule(row, after=local_day(row.thread, now))
    else:
        row.say_at = None
    row.save(update_fields=["due_on", "say_at"])


def _support(opened: Opened) -> Thread:
    """The support thread, locked; 404 for any other."""
    if opened.young is None:
        raise Problem("not-found")
    return locked_thread(opened)


def _found(opened: Opened, uid: UUID) -> Reminder:
    pk = Reminder.objects.filter(thread=opened.pk, uid=uid).values_list("pk", flat=True).first()
    if pk is None:
        raise Problem("not-found")
    return locked_reminder(pk)


def _own(opened: Opened, uid: UUID, *, stopped_too: bool = False) -> tuple[Thread, Reminder]:
    """A reminder asked by the viewer's side, locked with its thread; a 403 problem for the other side."""
    thread = _support(opened)
    row = _found(opened, uid)
    if made_by_side(row, opened) != opened.viewer.side:
        raise Problem("forbidden", _("C’est à qui a demandé ce rappel de le changer ou de l’arrêter."))
    if row.stopped_at and not stopped_too:
        raise Problem("conflict", _("Ce rappel a été arrêté. Demandez-en un autre."))
    return thread, row


def _standing(row: Reminder, due_on: date | None = None) -> list[ReminderSaid]:
    """The entries that still ask for something: for one day it is due, or for all that are not done."""
    said = row.said.filter(replaced_at=None).select_related("entry")
    if due_on:
        return list(said.filter(due_on=due_on))
    return list(said.exclude(due_on__in=row.done.values("due_on")))
