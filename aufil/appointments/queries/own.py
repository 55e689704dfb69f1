"""Appointments as who is in them sees theirs, and as a counsellor's day begins."""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from aufil.appointments.cards import card_of, changeable_until, is_joinable
from aufil.appointments.models import Appointment, Change, Rules, Seat
from aufil.appointments.queries.days import bounds
from aufil.appointments.queries.rules import rules_of
from aufil.kernel import clock
from aufil.people.models import Person, Structure
from aufil.people.queries import today_in
from aufil.thread.queries import answers, said_appointment

State = Seat.State
PAST_SHOWN = 30
Shown = dict[str, Any]


def own_to_come(young: Person) -> list[Shown]:
    """What somebody is in, waits for or is offered, the first first. One statement."""
    rows = _seats_of(young).filter(state__in=Seat.IN_IT, appointment__ends_at__gt=clock.now())
    rows = rows.filter(appointment__cancelled_at=None).order_by("appointment__starts_at", "pk")
    return [_shown(seat, young) for seat in rows]


def own_past(young: Person) -> list[Shown]:
    """What is over, was cancelled or given back; the last first. One statement."""
    over = (
        Q(appointment__ends_at__lte=clock.now())
        | ~Q(appointment__cancelled_at=None)
        | Q(state=State.GIVEN_BACK)
    )
    rows = _seats_of(young).filter(over).order_by("-appointment__starts_at", "-pk")
    return [_shown(seat, young) for seat in rows[:PAST_SHOWN]]


def next_of(young: Person, structure: Structure) -> Shown | None:
    """The next one somebody has a seat in. One statement."""
    rows = _seats_of(young).filter(state=State.TAKEN, appointment__structure=structure)
    rows = rows.filter(appointment__cancelled_at=None, appointment__ends_at__gt=clock.now())
    seat = rows.order_by("appointment__starts_at", "pk").first()
    return _shown(seat, young) if seat else None


def whole(seat: Seat) -> Shown:
    """One of theirs, with all a page says of it: how it stands, and what may still be done by oneself."""
    it, young = seat.appointment, seat.young
    rules, now = rules_of(it.structure), clock.now()
    moved = it.changes.filter(what=Change.What.MOVED).order_by("-pk").first()
    was_at = moved.before.get("starts_at") if moved else None
    shown = said_appointment(card_of(seat, rules, was_at=was_at), to_young=True)
    is_theirs = seat.state == State.TAKEN and it.cancelled_at is None
    until = changeable_until(it, rules)
    may_change = is_theirs and now < until
    return {
        **shown,
        "seat": seat,
        "at": it,
        "may_change": may_change,
        "may_leave": it.kind.is_collective
        and (may_change or (it.cancelled_at is None and seat.state == State.WAITING and now < it.starts_at)),
        "is_to_come": seat.state in Seat.IN_IT and it.cancelled_at is None and now < it.starts_at,
        "is_late": is_theirs and until <= now < it.ends_at,
        "answers": answers(is_collective=it.kind.is_collective) if may_change else [],
        "calls": it.phone or (young.phone if young and it.mode == "phone" else ""),
    }


def today_of(counsellor: Person, structure: Structure) -> list[Appointment]:
    """Whom a counsellor still meets today, the first first, each with `people` in it, their `count`, and whether
    one `joins` it by video now. Two statements."""
    today = today_in(structure)
    first, last = bounds(structure, today, today)
    taken = Seat.objects.filter(state=State.TAKEN).select_related("young")
    rows = Appointment.objects.standing().filter(
        structure=structure, counsellor=counsellor, is_past_note=False
    )
    rows = rows.filter(ends_at__gt=max(first, clock.now()), starts_at__lt=last).select_related(
        "kind", "place", "structure"
    )
    rows = rows.annotate(count=Count("taken", filter=Q(taken__state=State.TAKEN)))
    found: list[Appointment] = list(
        rows.prefetch_related(Prefetch("taken", taken, to_attr="people")).order_by("starts_at", "pk")
    )
    for row in found:
        row.joins = is_joinable(row)  # type: ignore[attr-defined]
    return found


def _seats_of(young: Person) -> QuerySet[Seat]:
    facts = ("kind", "place", "counsellor", "structure", "cancelled_by")
    return Seat.objects.filter(young=young).select_related(
        "appointment", *(f"appointment__{fact}" for fact in facts)
    )


def _shown(seat: Seat, young: Person) -> Shown:
    """For a list: what may be answered stands on its own page."""
    seat.young = young
    return said_appointment(card_of(seat, Rules()), to_young=True)
