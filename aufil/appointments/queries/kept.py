"""One appointment as staff keep it, and a person's appointments."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from aufil.appointments.history import Told, persons_in, told
from aufil.appointments.models import Appointment, Busy, Seat
from aufil.appointments.patterns import Moment, Past, Way, patterns
from aufil.appointments.queries.agenda import Held, held_in
from aufil.kernel import clock
from aufil.people.models import Absence, Person, Structure
from aufil.people.queries import day_in, staff_of

A_YEAR = timedelta(days=366)


def held(appointment: Appointment) -> Held:
    """With everybody who is in it. Two statements."""
    return held_in(Appointment.objects.filter(pk=appointment.pk))[0]


def history_of(appointment: Appointment) -> list[Told]:
    """What became of it, the last first. Three statements."""
    changes = list(appointment.changes.select_related("by"))
    people = Person.objects.in_bulk(persons_in(changes) | {appointment.counsellor_id})
    answers = dict(appointment.taken.values_list("pk", "answer"))
    return told(appointment, changes, {pk: one.full_name for pk, one in people.items()}, answers)


def free_colleagues(appointment: Appointment) -> list[Person]:
    """Who of the staff could meet them at that time: there, and not taken. Three statements."""
    staff = staff_of(appointment.structure).exclude(pk=appointment.counsellor_id)
    first, last = (day_in(appointment.structure, at) for at in (appointment.starts_at, appointment.ends_at))
    away = Absence.objects.filter(structure=appointment.structure, cancelled_at=None)
    away = away.filter(starts_on__lte=last, ends_on__gte=first)
    taken = Busy.objects.filter(starts_at__lt=appointment.ends_at, ends_at__gt=appointment.starts_at)
    return list(staff.exclude(pk__in=away.values("person")).exclude(pk__in=taken.values("person")))


@dataclass(frozen=True)
class Meetings:
    """A young person's seats in one structure, the nearest first: to come, and of the past year."""

    coming: list[Seat]
    past: list[Seat]


def meetings_of(young: Person, structure: Structure) -> Meetings:
    """All that is to come, and what was held in the past year. One statement."""
    now = clock.now()
    rows = Seat.objects.filter(young=young, appointment__structure=structure)
    rows = rows.filter(appointment__ends_at__gt=now - A_YEAR).exclude(state=Seat.State.GIVEN_BACK)
    rows = rows.select_related("appointment__kind", "appointment__counsellor", "appointment__place")
    seats = list(rows.order_by("appointment__starts_at", "pk"))
    standing = [seat for seat in seats if seat.appointment.cancelled_at is None]
    coming = [seat for seat in standing if seat.appointment.ends_at > now]
    past = [s for s in standing if s.appointment.ends_at <= now and s.state == Seat.State.TAKEN]
    return Meetings(coming, past[::-1])


CAME = (Seat.Outcome.PRESENT, Seat.Outcome.LATE, Seat.Outcome.SHORTENED, Seat.Outcome.CUT)


def patterns_in(meetings: Meetings, structure: Structure) -> list[Moment | Way]:
    """What comes back in the absences of the past year (see `patterns`). No statement."""
    zone = ZoneInfo(structure.timezone)
    past = []
    for seat in meetings.past:
        missed = seat.outcome == Seat.Outcome.ABSENT and not seat.is_legitimate
        if missed or seat.outcome in CAME:
            at = seat.appointment.starts_at.astimezone(zone)
            past.append(Past(at, seat.appointment.mode, not missed))
    return patterns(past)
