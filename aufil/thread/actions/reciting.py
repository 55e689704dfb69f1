"""Saying a reminder in its thread, and showing what became of it on what was said."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction

from aufil.delivery import actions as delivery
from aufil.delivery.models import Notice
from aufil.kernel import clock
from aufil.thread.actions.adds import rewrite
from aufil.thread.actions.post import post
from aufil.thread.actions.posts import Post
from aufil.thread.models import Entry, Reminder, ReminderSaid, Side, Thread
from aufil.thread.queries.reminders import plan_of, reminder_shape
from aufil.thread.reminded import again_text

MOST = 500  # in one go of the timetable; what is left follows in the next


class Words(NamedTuple):
    """An entry about a reminder: who says it, what, under which identifier; `day`: said by Aufil, on that local day."""

    author: int
    text: str
    uid: UUID
    day: date | None = None


def say_reminders() -> None:
    """Say again what is to be said by now, each in a transaction of its own. Twice, or two at once, is once."""
    due = Reminder.objects.filter(say_at__lte=clock.now()).order_by("say_at", "pk")
    for pk in list(due.values_list("pk", flat=True)[:MOST]):
        say_reminder(pk)


@transaction.atomic
def say_reminder(pk: int) -> None:
    """Say a reminder if its time has come; then look for the next time."""
    row = locked_reminder(pk)
    now = clock.now()
    if row.say_at is None or row.say_at > now:
        return  # changed, stopped, done or said meanwhile
    thread = row.thread
    plan = plan_of(row, thread.structure)
    today = local_day(thread, now)
    saying = plan.last_saying(today, row.due_on)
    if saying:
        row.due_on = saying.due_on
    schedule(row, after=today)
    row.save(update_fields=["due_on", "say_at"])
    speaker = None if thread.closed_at else _speaker(row)
    if saying and speaker:
        text = again_text(row.text, saying.due_on, today)
        uid = uuid5(row.uid, f"{saying.due_on}/{saying.day}")
        recite(row, Words(speaker, text, uid, saying.day))


def locked_reminder(pk: int) -> Reminder:
    """A reminder's row, locked after its thread's: in the order of whoever posts, so that nobody waits in a circle."""
    thread = Reminder.objects.values_list("thread", flat=True).get(pk=pk)
    Thread.objects.select_for_update(of=("self",)).get(pk=thread)
    rows = Reminder.objects.select_for_update(of=("self",)).select_related("thread__structure")
    return rows.get(pk=pk)


def schedule(row: Reminder, *, after: date) -> None:
    """When it is said next, on a later day than `after`: set on the row, not yet saved."""
    plan = plan_of(row, row.thread.structure)
    following = plan.next_saying(after, row.due_on)
    row.say_at = plan.morning_of(following.day) if following else None


def recite(row: Reminder, words: Words) -> None:
    """Write the entry, and by when what it tells the young person matters. The same `uid` again is once."""
    thread = row.thread
    via = Entry.Via.SELF if words.day else Entry.Via.APP
    shape = reminder_shape(row, row.due_on)
    posted = post(
        Post(
            thread.uid,
            words.author,
            words.uid,
            words.text,
            kind=Entry.Kind.REMINDER.value,
            via=via.value,
            reminder=shape,
        )
    )
    if not posted.is_new:
        return
    entry = Entry.objects.only("pk").get(uid=words.uid)
    ReminderSaid.objects.create(reminder=row, entry=entry, due_on=row.due_on, day=words.day)
    plan = plan_of(row, thread.structure)
    # What one asked for oneself is worth a text message; nobody calls for it.
    own = row.made_by_id == thread.young_id
    delivery.date_notice(
        person=thread.young_id or 0,
        topic=thread.pk,
        position=posted.entry.seq,
        matters_at=plan.morning_of(row.due_on),
        pointless_at=plan.end_of(row.due_on),
        reach=Notice.Reach.MESSAGE if own else Notice.Reach.CALL,
    )


def no_longer(said: Iterable[ReminderSaid], at: datetime) -> None:
    """What these entries asked for is done, changed or stopped: they say so, and nobody need be told any more."""
    for one in said:
        delivery.withdraw(topic=one.entry.thread_id, position=one.entry.seq, at=at)
        rewrite(one.entry.thread_id, one.entry_id)


def local_day(thread: Thread, at: datetime) -> date:
    """The day of an instant where the thread is."""
    return at.astimezone(ZoneInfo(thread.structure.timezone)).date()


def _speaker(row: Reminder) -> int | None:
    """Who says it: who asked, if they are of the thread's staff; else the first who is; None: nobody is there."""
    members = row.thread.members.filter(side=Side.STAFF, left_at=None).order_by("pk")
    staff = list(members.values_list("person", flat=True))
    return row.made_by_id if row.made_by_id in staff else next(iter(staff), None)
