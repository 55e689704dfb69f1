"""Seats of collective appointments: taken, waited for, offered when they free, given back."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from aufil.appointments.actions.booking import twice_at_once
from aufil.appointments.actions.checking import check_still_time, refuse
from aufil.appointments.actions.locked import (
    clashing,
    free_time,
    standing_appointment,
    take_time,
)
from aufil.appointments.actions.recording import keep
from aufil.appointments.events import SeatFreed, SeatLapsed, SeatOffered, SeatTaken
from aufil.appointments.models import Appointment, Change, Seat
from aufil.appointments.queries import Asker, asker, rules_of
from aufil.kernel import bus, clock
from aufil.kernel.turns import hold_hours
from aufil.people.models import Person
from aufil.people.queries import young_of
from aufil.web.problems import Problem

State = Seat.State


def taken_seats(appointment: Appointment, *, offered_too: bool = False) -> QuerySet[Seat]:
    states = [State.TAKEN, State.OFFERED] if offered_too else [State.TAKEN]
    return Seat.objects.filter(appointment=appointment, state__in=states)


@transaction.atomic
def enrol(*, appointment: Appointment, young: Person, by: Person) -> Seat:
    """A seat of a collective appointment for a young person; full, the end of its line. Held for them, it is theirs.

    Enrolled or in line already: nothing changes. Given back, they enrol anew, at the end. 403, 409, 410, 422 problems.
    """
    row = standing_appointment(appointment.pk)
    who = _may(row, young, by)
    seat = Seat.objects.filter(appointment=row, young=young).first()
    now = clock.now()
    is_held = seat is not None and seat.held_until is not None and seat.held_until > now
    if seat and (seat.state in (State.TAKEN, State.WAITING)):
        return seat
    if not is_held:
        _check_enrolling(row, who)
    if seat and seat.state == State.OFFERED and not is_held:
        _lapse(row, seat)
    hold_hours({young.pk})
    if is_held or _is_seat_free(row):
        return _taken(row, young, by, seat, who)
    seat = _put(row, young, by, seat, State.WAITING)
    keep(row, Change.What.ENROLLED, by, young=young.pk, state=State.WAITING)
    bus.publish([SeatTaken(row.structure_id, row.pk, seat.pk, True)])
    return seat


def _may(row: Appointment, young: Person, by: Person) -> Asker:
    """Staff for anybody supported there, a young person for themselves; 404 else."""
    who = asker(by, row.structure)
    if (who == Asker.YOUNG and by.pk != young.pk) or not young_of(row.structure).filter(pk=young.pk).exists():
        raise Problem("not-found")
    return who


def _check_enrolling(row: Appointment, who: Asker) -> None:
    if not row.kind.is_collective:
        raise refuse("appointment", _("Ce rendez-vous est individuel : on ne s’y inscrit pas."))
    now = clock.now()
    if row.starts_at <= now:
        raise Problem("conflict", _("C’est déjà commencé. Choisissez une autre séance."))
    if who != Asker.STAFF and not row.kind.for_young:
        raise Problem("forbidden", _("On s’y inscrit avec son conseiller. Écrivez-lui."))
    if who != Asker.STAFF and row.enrol_until and row.enrol_until <= now:
        raise Problem("conflict", _("Les inscriptions sont fermées. Écrivez à votre conseiller."))


def _is_seat_free(row: Appointment) -> bool:
    """A seat nobody has, is offered or waits for."""
    lines = Seat.objects.filter(appointment=row, state__in=[State.TAKEN, State.OFFERED, State.WAITING])
    return lines.count() < (row.seats or 0)


def _put(row: Appointment, young: Person, by: Person | None, seat: Seat | None, state: State) -> Seat:
    seat = seat or Seat(appointment=row, young=young)
    if seat.state != State.OFFERED or seat.pk is None:
        seat.since, seat.made_by = _end_of_line(row), by
    seat.state, seat.held_until = state, None
    seat.answer, seat.answered_at = "", None
    seat.save()
    return seat


def _end_of_line(row: Appointment) -> datetime:
    """Now, but after everybody who came before, even in the same instant."""
    last = Seat.objects.filter(appointment=row).aggregate(last=Max("since"))["last"]
    return max(clock.now(), last + timedelta(microseconds=1)) if last else clock.now()


def _taken(row: Appointment, young: Person, by: Person, seat: Seat | None, who: Asker) -> Seat:
    if clashing({young.pk}, row.starts_at, row.ends_at, but=row.pk):
        raise twice_at_once(who)
    seat = _put(row, young, by, seat, State.TAKEN)
    try:
        with transaction.atomic():
            take_time(row, {young.pk})
    except IntegrityError:
        raise twice_at_once(who) from None
    keep(row, Change.What.ENROLLED, by, young=young.pk, state=State.TAKEN)
    bus.publish([SeatTaken(row.structure_id, row.pk, seat.pk, False)])
    return seat


@transaction.atomic
def give_back(*, appointment: Appointment, young: Person, by: Person) -> Seat:
    """Leave a collective appointment or its line; the seat goes to the first who waits. Left already: no change."""
    row = standing_appointment(appointment.pk)
    who = _may(row, young, by)
    if not row.kind.is_collective:
        raise refuse("appointment", _("Ce rendez-vous est individuel : on l’annule."))
    seat = Seat.objects.filter(appointment=row, young=young).first()
    if seat is None:
        raise Problem("not-found")
    if seat.state == State.GIVEN_BACK:
        return seat
    if seat.state == State.TAKEN:
        check_still_time(row.starts_at, rules_of(row.structure), who)
    free_time(row, {young.pk})
    before = seat.state
    seat.state, seat.held_until = State.GIVEN_BACK, None
    seat.save(update_fields=["state", "held_until"])
    keep(row, Change.What.GIVEN_BACK, by, young=young.pk, state=before)
    bus.publish([SeatFreed(row.structure_id, row.pk, seat.pk)])
    fill_line(row)
    return seat


def fill_line(row: Appointment) -> None:
    """Hold each free seat of a locked appointment for the first who waits, before it begins."""
    now = clock.now()
    if row.seats is None or row.starts_at <= now:
        return
    free = row.seats - taken_seats(row, offered_too=True).count()
    waiting = Seat.objects.filter(appointment=row, state=State.WAITING).order_by("since", "pk")
    until = min(now + timedelta(minutes=rules_of(row.structure).hold_minutes), row.starts_at)
    for seat in waiting[: max(free, 0)]:
        seat.state, seat.held_until = State.OFFERED, until
        seat.save(update_fields=["state", "held_until"])
        bus.publish([SeatOffered(row.structure_id, row.pk, seat.pk)])


def _lapse(row: Appointment, seat: Seat) -> None:
    seat.state, seat.held_until = State.GIVEN_BACK, None
    seat.save(update_fields=["state", "held_until"])
    keep(row, Change.What.GIVEN_BACK, None, young=seat.young_id, state=State.OFFERED)
    bus.publish([SeatLapsed(row.structure_id, row.pk, seat.pk)])
    fill_line(row)


def pass_on_seats() -> None:
    """Seats held for who did not answer in time go to the next in line."""
    lapsed = Seat.objects.filter(held_until__lte=clock.now(), appointment__cancelled_at=None)
    for number in sorted(set(lapsed.values_list("appointment_id", flat=True))):
        _pass_on(number)


@transaction.atomic
def _pass_on(number: int) -> None:
    row = standing_appointment(number)
    for seat in Seat.objects.filter(appointment=row, held_until__lte=clock.now()):
        _lapse(row, seat)
