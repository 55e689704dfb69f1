"""What calendar programs read of ours, and what we read of others'."""

from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from aufil.appointments.models import (
    Appointment,
    Feed,
    InvitationWish,
    OutsideCalendar,
    Seat,
)
from aufil.kernel import clock
from aufil.people.models import Person, Role, Structure
from aufil.people.models.support import STAFF_ROLES
from aufil.people.queries import staff_of, today_in, with_role, young_of
from aufil.web.authentication import LONGEST_SECRET, key_hash

BACK = timedelta(days=90)
AHEAD = timedelta(days=366)
SEATED = (Seat.State.TAKEN,)


def feed_by(secret: str) -> Feed | None:
    """The feed a secret opens; None for one that was revoked, or never was."""
    if not 0 < len(secret) <= LONGEST_SECRET:
        return None
    rows = Feed.objects.select_related("structure", "person")
    return rows.filter(key_hash=key_hash(secret), revoked_at=None).first()


def fed(feed: Feed) -> list[Appointment] | None:
    """The appointments of a feed's person, past 90 days and a year ahead; None when they belong to the structure no
    longer. Four statements at most."""
    first, last = window_of(feed.structure)
    if staff_of(feed.structure).filter(pk=feed.person_id).exists():
        rows = Appointment.objects.filter(counsellor=feed.person)
    elif young_of(feed.structure).filter(pk=feed.person_id).exists():
        seats = Seat.objects.filter(young=feed.person, state__in=SEATED)
        rows = Appointment.objects.filter(pk__in=seats.values("appointment"))
    else:
        return None
    rows = rows.standing().filter(structure=feed.structure, ends_at__gt=first, starts_at__lt=last)
    return list(told(rows, with_names=feed.with_names))


def told(rows: QuerySet[Appointment], *, with_names: bool) -> QuerySet[Appointment]:
    """Appointments with all that a calendar says of them."""
    rows = rows.select_related("kind", "place", "structure")
    if not with_names:
        return rows
    seats = Seat.objects.filter(state__in=SEATED).select_related("young")
    return rows.prefetch_related(Prefetch("taken", seats, to_attr="in_it"))


def window_of(structure: Structure) -> tuple[datetime, datetime]:
    """Whole local days, so that a feed read twice the same day says the same."""
    today = datetime.combine(today_in(structure), time(), tzinfo=ZoneInfo(structure.timezone))
    return today - BACK, today + AHEAD


def feeds_of(person: Person, structure: Structure) -> QuerySet[Feed]:
    """The addresses somebody has made and not revoked; the last first."""
    return Feed.objects.filter(person=person, structure=structure, revoked_at=None).order_by(
        "-made_at", "-pk"
    )


class Elsewhere(NamedTuple):
    """A calendar kept elsewhere, as its person is shown it."""

    it: OutsideCalendar
    is_stale: bool
    is_waiting: bool  # given, and not read yet


STALE = timedelta(hours=3)


def calendars_of(person: Person, structure: Structure) -> list[Elsewhere]:
    """The calendars somebody keeps elsewhere, in the order they were given."""
    now = clock.now()
    rows = OutsideCalendar.objects.filter(person=person, structure=structure).order_by("made_at", "pk")
    return [
        Elsewhere(
            row,
            is_stale=(row.read_at or row.made_at) < now - STALE,
            is_waiting=row.tried_at is None,
        )
        for row in rows
    ]


def wishes_invitations(person: Person, structure: Structure) -> bool:
    """Do their appointments leave by e-mail, as invitations? Of somebody who has left, none does."""
    if not InvitationWish.objects.filter(person=person, structure=structure).exists():
        return False
    return with_role(structure, Role.YOUNG, *STAFF_ROLES).filter(pk=person.pk).exists()
