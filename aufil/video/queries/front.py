"""What the page of a room says before its script has asked anything, and all there is without one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from aufil.people.models import Structure
from aufil.thread.models import Side, Thread
from aufil.thread.queries import support_thread_of
from aufil.video.admission import AtTheDoor, Hours, Verdict, decide, sentence
from aufil.video.ladder import MODES, TABLE, Table, data_a_minute
from aufil.video.models import Guest, Room, Stay
from aufil.video.providers.direct import way_for
from aufil.video.queries.calls import STARTED
from aufil.video.queries.rehearsals import RehearsalView, rehearsal_by, rehearsal_view


@dataclass(frozen=True)
class Use:
    """What a mode takes of somebody's data, in kilobytes a minute."""

    mode: str
    kilobytes: int

    @property
    def megabytes(self) -> str:
        """`8,9`"""
        return f"{self.kilobytes / 1000:.1f}".replace(".", ",")


@dataclass(frozen=True)
class Front:
    """One guest at the page of a room. `why`: a `Verdict`, empty for who may come in."""

    guest: Guest
    others: list[str]
    why: str
    sentence: str
    thread: UUID | None  # where one writes to one another, for who has an account
    link: str  # the structure's own meeting, once one may go there
    way: dict[str, Any] | None  # looked for before one has come in: who is awaited, in a room of two
    uses: list[Use]
    table: Table
    rehearsal: RehearsalView | None = None

    @property
    def room(self) -> Room:
        return self.guest.room

    @property
    def calls(self) -> bool:
        """Is this somebody who started a call, and may have the other told again?"""
        return self.guest.is_host and self.room.kind in STARTED

    @property
    def is_lounge(self) -> bool:
        return self.room.kind == Room.Kind.LOUNGE

    @property
    def structure(self) -> Structure:
        return self.guest.room.structure


def front_of(guest: Guest, now: datetime, *, signed_in: bool) -> Front:
    """Some statements; `signed_in`: by their own device, so that they have a thread to go back to."""
    room = guest.room
    hours = Hours(room.opens_at, room.admits_until)
    who = AtTheDoor(
        now=now,
        hours=hours,
        is_over=room.ended_at is not None,
        is_removed=guest.removed_at is not None,
        was_in=Stay.objects.filter(guest=guest).exists(),
    )
    verdict = decide(who)
    others = list(
        Guest.objects.filter(room=room, removed_at=None).exclude(pk=guest.pk).select_related("person")
    )
    return Front(
        guest=guest,
        others=_named(guest, others),
        why="" if verdict == Verdict.COME_IN else verdict.value,
        sentence=sentence(verdict, hours, now, room.structure.timezone),
        thread=_thread(guest, others) if signed_in else None,
        link=room.link if verdict == Verdict.COME_IN and _goes_inside(guest) else "",
        way=way_for(guest, guest.uid) if verdict == Verdict.COME_IN and _is_called(guest) else None,
        uses=[Use(mode, data_a_minute(mode)) for mode in MODES],
        table=TABLE,
        rehearsal=_rehearsal(guest),
    )


def _rehearsal(guest: Guest) -> RehearsalView | None:
    """What is rehearsed in it, for the side this guest is on."""
    found = rehearsal_by(guest.room.subject) if guest.room.kind == Room.Kind.REHEARSAL else None
    return rehearsal_view(found, Side.STAFF if guest.is_host else Side.YOUNG) if found else None


def _named(guest: Guest, others: list[Guest]) -> list[str]:
    """Hosts read who comes, the others who receives them; in a lounge nobody receives."""
    if guest.room.kind == Room.Kind.LOUNGE:
        return []
    if guest.is_host:
        return [other.full_name for other in others if not other.is_host] or [o.name for o in others]
    return [other.name for other in others if other.is_host]


def _goes_inside(guest: Guest) -> bool:
    room = guest.room
    return guest.is_host or (guest.admitted_at is not None and bool(room.started_at or not room.needs_host))


def _is_called(guest: Guest) -> bool:
    return guest.room.provider == "direct" and guest.admitted_at is not None


def _thread(guest: Guest, others: list[Guest]) -> UUID | None:
    """The thread of the one young person of a room for two; each sees there what they may. Of a lounge, the group's."""
    if guest.room.kind == Room.Kind.LOUNGE:
        groups = Thread.objects.filter(uid=guest.room.subject, members__person=guest.person_id)
        if group := groups.filter(members__left_at=None).first():
            return group.uid
    young = [one.person_id for one in (guest, *others) if one.person_id and not one.is_host]
    if len(young) != 1:
        return None
    found = support_thread_of(young[0], guest.room.structure_id)
    return found.uid if found else None
