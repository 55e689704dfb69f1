"""Appointments as others are shown them: lists by time, a page at a time, with who is in them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from aufil.appointments.models import Appointment, Place, Seat
from aufil.appointments.queries.asked import Asker
from aufil.people.models import Person, Structure


def shown_to(viewer: Person, who: Asker, structure: Structure) -> QuerySet[Appointment]:
    """What somebody may see in a structure: staff all of it, a young person what they have or had a seat in.

    `shown_seats`: those they may see, given back ones left out; `seats_taken`: how many have one.
    """
    rows = Appointment.objects.filter(structure=structure)
    seats = Seat.objects.filter(state__in=Seat.IN_IT).select_related("young")
    if who != Asker.STAFF:
        seats = Seat.objects.filter(young=viewer).select_related("young")
        rows = rows.filter(pk__in=seats.exclude(state=Seat.State.GIVEN_BACK).values("appointment"))
    return _with_facts(rows, seats)


def between(
    rows: QuerySet[Appointment],
    after: datetime,
    before: datetime | None,
    counsellor: Person | None,
    young: Person | None,
) -> QuerySet[Appointment]:
    """Those not over at `after`, that begin before `before`, with that counsellor, with that young person in it."""
    rows = rows.filter(ends_at__gt=after)
    if before:
        rows = rows.filter(starts_at__lt=before)
    if counsellor:
        rows = rows.filter(counsellor=counsellor)
    if young:
        seats = Seat.objects.filter(young=young, state__in=Seat.IN_IT)
        rows = rows.filter(pk__in=seats.values("appointment"))
    return rows


def sessions_for(viewer: Person, structure: Structure, now: datetime) -> QuerySet[Appointment]:
    """Collective appointments young people may enrol in by themselves, that have not begun."""
    rows = Appointment.objects.standing().filter(
        structure=structure, kind__is_collective=True, kind__for_young=True, starts_at__gt=now
    )
    return _with_facts(rows, Seat.objects.filter(young=viewer).select_related("young"))


def _with_facts(rows: QuerySet[Appointment], seats: QuerySet[Seat]) -> QuerySet[Appointment]:
    taken = Count("taken", filter=Q(taken__state__in=[Seat.State.TAKEN, Seat.State.OFFERED]))
    rows = rows.select_related("kind", "place", "counsellor", "structure").annotate(seats_taken=taken)
    return rows.prefetch_related(Prefetch("taken", queryset=seats, to_attr="shown_seats"))


def page_after(
    rows: QuerySet[Appointment], after: tuple[datetime, int] | None, count: int
) -> list[Appointment]:
    """The next `count` by time, beyond a position (its start and number)."""
    if after:
        at, number = after
        rows = rows.filter(Q(starts_at__gt=at) | Q(starts_at=at, pk__gt=number))
    return list(rows.order_by("starts_at", "pk")[:count])


def names_of(
    counsellors: Iterable[int], places: Iterable[int | None]
) -> tuple[dict[int, Person], dict[int, Place]]:
    """Counsellors and places by their numbers. Two statements."""
    found = Place.objects.in_bulk({place for place in places if place})
    return Person.objects.in_bulk(set(counsellors)), found
