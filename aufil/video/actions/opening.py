"""Opening a room for its subject, and saying who may come."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from aufil.audit.actions import record
from aufil.kernel import bus, clock
from aufil.people.models import Person, Structure
from aufil.people.queries import staff_of, young_of
from aufil.video.actions.locked import locked_room
from aufil.video.actions.telling import tell_room
from aufil.video.admission import Hours
from aufil.video.events import RoomOpened
from aufil.video.models import Guest, Room, Stay
from aufil.video.providers import provider_for
from aufil.web.problems import Problem


@dataclass(frozen=True)
class Wanted:
    """A room to be: for what, when, for whom. `link`: the structure's own meeting, in place of ours."""

    structure: Structure
    kind: str
    subject: UUID
    hours: Hours
    hosts: Sequence[Person]
    expected: Sequence[Person] = ()  # come in without being let in, once a host is there
    title: str = ""
    most: int = 2
    link: str = ""


def open_room(*, wanted: Wanted, by: Person | None = None) -> Room:
    """The open room of a subject: made, or made to fit when it is there already.

    Whoever is no longer named is forgotten if they never came; else they ask to be let in from now on. Hosts work for
    the structure, who is expected works for it or is supported by it: 404 otherwise. 503 when more than two are wanted
    and nothing carries them.
    """
    check_belong(wanted)
    try:
        with transaction.atomic():
            return _opened(wanted, by)
    except IntegrityError:  # somebody else opened it just now
        with transaction.atomic():
            return _opened(wanted, by)


def check_belong(wanted: Wanted) -> None:
    """Nobody of another structure is named."""
    staff = {person.pk for person in wanted.hosts}
    others = {person.pk for person in wanted.expected}
    working = set(staff_of(wanted.structure).filter(pk__in=staff | others).values_list("pk", flat=True))
    supported = set(young_of(wanted.structure).filter(pk__in=others).values_list("pk", flat=True))
    if staff - working or others - working - supported:
        raise Problem("not-found")


def _opened(wanted: Wanted, by: Person | None) -> Room:
    there = Room.objects.open().filter(kind=wanted.kind, subject=wanted.subject).first()
    if there is None:
        return _made(wanted, by)
    room = locked_room(there.pk)
    if room.ended_at:
        return _made(wanted, by)
    if room.structure_id != wanted.structure.pk:
        raise Problem("not-found")
    fitted = _fit(room, wanted)
    if _name_guests(room, wanted) or fitted:
        tell_room(room)
    return room


def _made(wanted: Wanted, by: Person | None) -> Room:
    now = clock.now()
    room = Room.objects.create(
        structure=wanted.structure,
        kind=wanted.kind,
        subject=wanted.subject,
        title=wanted.title,
        provider=provider_for(most=wanted.most, link=wanted.link),
        link=wanted.link,
        opens_at=wanted.hours.opens_at,
        admits_until=wanted.hours.admits_until,
        most=wanted.most,
        made_by=by,
        made_at=now,
        left_at=now,
    )
    _name_guests(room, wanted)
    actor = by.pk if by else None
    record(verb="opened", subject="room", subject_uid=room.uid, actor=actor, structure=room.structure_id)
    bus.publish([RoomOpened(room.structure_id, room.pk)])
    return room


def _fit(room: Room, wanted: Wanted) -> bool:
    """Another hour, another title; another way only while nobody is inside."""
    said = {
        "title": wanted.title,
        "opens_at": wanted.hours.opens_at,
        "admits_until": wanted.hours.admits_until,
    }
    if not Stay.objects.inside().filter(room=room).exists():
        way = provider_for(most=wanted.most, link=wanted.link)
        said |= {"provider": way, "most": wanted.most, "link": wanted.link}
    changed = [name for name, value in said.items() if getattr(room, name) != value]
    for name in changed:
        setattr(room, name, said[name])
    if changed:
        room.save(update_fields=changed)
    return bool(changed)


def _name_guests(room: Room, wanted: Wanted) -> bool:
    """The guests as they are named; was anything changed?"""
    hosts, expected = {p.pk for p in wanted.hosts}, {p.pk for p in wanted.expected}
    changed = _forget(room, hosts | expected)
    known = {guest.person_id: guest for guest in Guest.objects.filter(room=room, person__in=hosts | expected)}
    now = clock.now()
    fresh = [
        Guest(room=room, person_id=person, is_host=person in hosts, admitted_at=now)
        for person in sorted((hosts | expected) - set(known))
    ]
    Guest.objects.bulk_create(fresh)
    for guest in known.values():
        is_host = guest.person_id in hosts
        if guest.is_host != is_host or guest.admitted_at is None:
            guest.is_host, guest.admitted_at = is_host, guest.admitted_at or now
            guest.save(update_fields=["is_host", "admitted_at"])
            changed = True
    return changed or bool(fresh)


def _forget(room: Room, named: Collection[int]) -> bool:
    """Persons no longer named. Who was let in by a host, or is inside now, stays let in."""
    others = Guest.objects.filter(room=room, person__isnull=False, removed_at=None).exclude(person__in=named)
    stays = Stay.objects.filter(guest=OuterRef("pk"))
    gone, _rows = others.filter(~Exists(stays)).delete()
    came = others.filter(Exists(stays), ~Exists(stays.filter(left_at=None)))
    return bool(came.exclude(is_host=False, admitted_at=None).update(is_host=False, admitted_at=None) or gone)


@transaction.atomic
def invite(*, room: Room, person: Person | None = None, name: str = "", is_expected: bool = False) -> Guest:
    """One more who may come: a person (the same again is the same guest), or a visitor by the name they gave.

    Without `is_expected` a host lets them in. 410 when the room has ended.
    """
    row = locked_room(room.pk)
    if row.ended_at:
        raise Problem("gone", _("Cette visio est terminée."))
    if person is not None and (known := Guest.objects.filter(room=row, person=person).first()):
        return known
    admitted = clock.now() if is_expected else None
    return Guest.objects.create(
        room=row, person=person, visitor_name="" if person else name[:60], admitted_at=admitted
    )
