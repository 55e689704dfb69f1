"""What stays of a room: for the outcome of its appointment, for figures, for the counsellor before the next one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from aufil.people.models import Person
from aufil.video.ladder import MODES
from aufil.video.models import Check, Guest, Opinion, Room, Stay


@dataclass(frozen=True)
class Presence:
    """One guest in a room, all their stays together; means are over what their page measured, None without any."""

    guest: Guest
    came_at: datetime
    left_at: datetime | None  # empty while they are there
    inside: timedelta
    cuts: int
    worst: str  # the lowest mode they came down to
    loss: float | None  # share
    round_trip: int | None  # ms
    rate: int | None  # kbit/s
    opinion: str


def rooms_about(kind: str, subject: UUID) -> QuerySet[Room]:
    """The rooms of a subject, the last first: one that is ended may be followed by another."""
    return Room.objects.filter(kind=kind, subject=subject)


def presences(room: Room, now: datetime) -> list[Presence]:
    """Who was inside, in the order they came. Two statements."""
    stays: dict[int, list[Stay]] = {}
    rows = Stay.objects.filter(room=room, inside_at__isnull=False).select_related("guest", "guest__person")
    for stay in rows.order_by("inside_at", "pk"):
        stays.setdefault(stay.guest_id, []).append(stay)
    said = dict(Opinion.objects.filter(room=room).values_list("guest", "answer"))
    return [_presence(those, said.get(guest, ""), now) for guest, those in stays.items()]


def _presence(stays: list[Stay], opinion: str, now: datetime) -> Presence:
    measures = sum(stay.measures for stay in stays)
    length = sum(((stay.left_at or now) - (stay.inside_at or now) for stay in stays), timedelta())
    ends = [stay.left_at for stay in stays]
    worst = max(stay.worst for stay in stays)
    return Presence(
        guest=stays[0].guest,
        came_at=stays[0].inside_at or stays[0].joined_at,
        left_at=None if None in ends else max(end for end in ends if end),
        inside=length,
        cuts=stays[0].guest.cuts,
        worst=MODES[worst] if measures else "",
        loss=sum(s.loss_total for s in stays) / measures / 1000 if measures else None,
        round_trip=round(sum(s.round_trip_total for s in stays) / measures) if measures else None,
        rate=round(sum(s.rate_total for s in stays) / measures) if measures else None,
        opinion=opinion,
    )


def last_check(person: Person) -> Check | None:
    """What the last test of somebody's microphone, camera and network said."""
    return Check.objects.filter(person=person).order_by("-made_at", "-pk").first()
