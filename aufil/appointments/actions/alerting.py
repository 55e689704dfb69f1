"""What people are told of an appointment: written with the act it tells of, withdrawn with the act that undoes it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from aufil.appointments.models import Alert, Appointment, Seat
from aufil.delivery import actions as delivery
from aufil.delivery.models import Notice
from aufil.kernel import clock
from aufil.people.models import Person
from aufil.thread.actions import Shown

What, Reach = Alert.What, Notice.Reach
# A reminder that would come so soon after it was booked: the confirmation says it.
SOON = timedelta(hours=1)
MOST = 200  # in one transaction
# Not to know it costs somebody a journey: where nothing reaches them, somebody calls.
DEAR = (What.MOVED, What.CANCELLED, What.FREED)


@dataclass(frozen=True)
class Told:
    """Who is told what, of a time; `pointless_at`: it begins, unless something ends before."""

    what: str
    person: int
    appointment: Appointment
    seat: Seat | None = None
    card: Shown | None = None
    pointless_at: datetime | None = None
    reach: int = Reach.MESSAGE


def tell(told: Sequence[Told]) -> list[Alert]:
    """Tell these at once, unless it begins already."""
    now = clock.now()
    due = [one for one in told if _until(one) > now]
    alerts = Alert.objects.bulk_create(_alert(one, now) for one in due)
    delivery.tell_of(
        kind=Alert.NOTICE,
        told=[
            _dated(alert, one.reach, now + delivery.FIRST_LOOK, _until(one))
            for alert, one in zip(alerts, due, strict=True)
        ],
    )
    return alerts


def confirm(appointment: Appointment, young: Person) -> None:
    """Who took it themselves by a link has no thread in their hands: a message is what they keep of it."""
    tell([Told(What.BOOKED, young.pk, appointment, appointment.taken.get(young=young))])


def plan_reminders(appointment: Appointment, seats: Collection[Seat]) -> None:
    """What will be said before it begins, as its kind says; what is past, or near, the confirmation replaces."""
    now = clock.now()
    planned = set(Alert.objects.filter(seat__in=seats, say_at__isnull=False).values_list("seat", "minutes"))
    Alert.objects.bulk_create(
        Alert(
            structure_id=appointment.structure_id,
            appointment=appointment,
            seat=seat,
            person_id=seat.young_id,
            what=What.REMINDER,
            minutes=minutes,
            starts_at=appointment.starts_at,
            made_at=now,
            say_at=at,
        )
        for seat in seats
        for minutes in sorted(set(appointment.kind.reminders), reverse=True)
        if seat.young_id and (seat.pk, minutes) not in planned
        if (at := appointment.starts_at - timedelta(minutes=minutes)) >= now + SOON
    )


def withdraw_alerts(
    appointment: Appointment, *, seat: Seat | None = None, reminders_only: bool = False
) -> None:
    """None of it holds any more: nothing more is said, what was said and has not come goes no further."""
    rows = Alert.objects.filter(appointment=appointment, withdrawn_at=None)
    rows = rows.filter(seat=seat) if seat else rows
    rows = rows.filter(what=What.REMINDER) if reminders_only else rows
    now = clock.now()
    standing = list(rows)
    Alert.objects.filter(pk__in=[one.pk for one in standing]).update(say_at=None, withdrawn_at=now)
    places = [(one.thread, one.position) for one in standing if one.said_at]
    delivery.withdraw_of(kind=Alert.NOTICE, places=places, at=now)


@transaction.atomic
def see_alerts(*, seat: Seat) -> None:
    """Who it is about has its page in front of them, or has answered: they need be told nothing of it again."""
    rows = Alert.objects.filter(seat=seat, person=seat.young_id, said_at__isnull=False, withdrawn_at=None)
    places = [(one.thread, one.position) for one in rows.exclude(what=What.CALL)]
    delivery.close_seen_of(kind=Alert.NOTICE, person=seat.young_id or 0, places=places, at=clock.now())


def say_reminders() -> None:
    """Say what is to be said by now, some hundreds at once. Twice, or two at once, is once."""
    while _say_some() == MOST:
        pass


@transaction.atomic
def _say_some() -> int:
    now = clock.now()
    due = Alert.objects.filter(say_at__lte=now)
    if not due.exists():
        return 0
    rows = list(
        due.select_for_update(of=("self",), skip_locked=True)
        .select_related("seat__entry")
        .order_by("say_at", "pk")[:MOST]
    )
    for row in rows:
        row.say_at, row.said_at = None, now
        row.thread = row.seat.entry.thread_id if row.seat and row.seat.entry else 0
    Alert.objects.bulk_update(rows, ["say_at", "said_at", "thread"])
    # It was planned long ago: nobody waits to see whether a screen is open.
    delivery.tell_of(
        kind=Alert.NOTICE,
        told=[_dated(row, Reach.MESSAGE, now, row.starts_at) for row in rows if row.starts_at > now],
    )
    return len(rows)


def purge_alerts() -> None:
    """What was told of appointments that are over is kept as long as they are told of: three months."""
    old = clock.now() - timedelta(days=92)
    Alert.objects.filter(Q(say_at=None) & Q(starts_at__lt=old)).delete()


def _alert(one: Told, now: datetime) -> Alert:
    is_new_card = one.card is not None and one.card.is_new and one.what == What.BOOKED
    return Alert(
        structure_id=one.appointment.structure_id,
        appointment=one.appointment,
        seat=one.seat,
        person_id=one.person,
        what=one.what,
        starts_at=one.appointment.starts_at,
        thread=one.card.thread if one.card else 0,
        seq=one.card.seq if one.card and is_new_card else None,
        made_at=now,
        said_at=now,
    )


def _until(one: Told) -> datetime:
    return one.pointless_at or one.appointment.starts_at


def _dated(alert: Alert, reach: int, due_at: datetime, until: datetime) -> delivery.Dated:
    return delivery.Dated(
        alert.structure_id,
        alert.person_id,
        alert.thread,
        alert.position,
        alert.made_at,
        due_at,
        reach,
        min(alert.starts_at, until),
        until,
    )
