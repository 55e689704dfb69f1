"""The lounge beside a workshop: open some minutes before it begins, until some minutes after its end."""

from datetime import timedelta
from typing import NamedTuple

from aufil.appointments.cards import name_of
from aufil.appointments.models import Appointment, Mode, Seat
from aufil.appointments.queries.rules import rules_of
from aufil.kernel import clock
from aufil.people.models import Person
from aufil.people.queries import staff_of, young_of
from aufil.video.actions import hours_of_lounge
from aufil.video.queries import (
    Lounge,
    inside_lounge,
    is_open,
    lounge_is_carried,
    there_said,
    when_said,
)


def lounge_minutes(appointment: Appointment) -> tuple[int, int]:
    """Before and after: its own, else the structure’s usual for a workshop by video, else none."""
    own = (appointment.lounge_before, appointment.lounge_after)
    usual = (0, 0)
    if None in own and appointment.mode == Mode.VIDEO:
        rules = rules_of(appointment.structure)
        usual = (rules.lounge_before, rules.lounge_after)
    before, after = (usual[n] if said is None else said for n, said in enumerate(own))
    return before, after


def lounge_of(appointment: Appointment) -> Lounge | None:
    """None for any but a workshop that stands and has minutes, over, or where nothing carries several."""
    it, now = appointment, clock.now()
    if not it.kind.is_collective or it.cancelled_at or it.is_past_note:
        return None
    before, after = lounge_minutes(it)
    if not (before or after) or not lounge_is_carried(it.structure):
        return None
    hours = hours_of_lounge(
        it.starts_at, it.ends_at, before=timedelta(minutes=before), after=timedelta(minutes=after)
    )
    if hours.admits_until <= now:
        return None
    enrolled = it.taken.filter(state=Seat.State.TAKEN, young__isnull=False).values("young")
    return Lounge(
        structure=it.structure,
        subject=it.uid,
        title=name_of(it),
        hosts=list(staff_of(it.structure).filter(pk=it.counsellor_id)),
        members=list(young_of(it.structure).filter(pk__in=enrolled)),
        hours=hours,
    )


class LoungeLine(NamedTuple):
    """A lounge in one line, for a page of what it stands beside."""

    says: str
    path: str


def lounge_line(appointment: Appointment, person: Person) -> LoungeLine | None:
    """For those who may come in; no statement but for a workshop."""
    found = lounge_of(appointment)
    if found is None or all(one.pk != person.pk for one in (*found.hosts, *found.members)):
        return None
    now = clock.now()
    says = when_said(found.hours, now, found.structure.timezone)
    if is_open(found.hours, now):
        says = f"{there_said(len(inside_lounge(found.subject)))} {says}"
    return LoungeLine(says, f"/rendez-vous/{appointment.uid}/salon/")
