"""Doors of guests and proposed tests: made, and tried by whoever holds the address."""

from collections.abc import Collection

from django.db import transaction

from aufil.audit.actions import record
from aufil.kernel import clock
from aufil.kernel.ids import new_id
from aufil.people.models import Person
from aufil.signin.actions import try_person
from aufil.signin.queries import hash_of, personal_code_rests_until, spelled_code
from aufil.video.models import Door, Guest, Room, Trial


@transaction.atomic
def open_doors(*, room: Room, people: Collection[Person]) -> None:
    """A door for each of these guests who has none yet; hosts have none."""
    rows = Guest.objects.filter(room=room, person__in=people, is_host=False, door=None)
    now = clock.now()
    for guest in rows:
        uid = new_id()
        key = spelled_code(Door.PURPOSE, uid, Door.LENGTH, None)
        Door.objects.create(uid=uid, guest=guest, key_hash=hash_of(Door.PURPOSE, key), made_at=now)


@transaction.atomic
def try_door(*, door: Door | Trial, code: str = "", born: tuple[int, int] | None = None) -> bool:
    """Is whoever holds its address whom it was sent to? A try is counted before, given back when right; the last wrong
    one closes it."""
    row = _locked(door)
    person = row.person
    if row.closed_at or person is None or personal_code_rests_until(person):
        return False
    row.tries += 1
    right = try_person(person=person, code=code, born=born)
    if right:
        row.tries -= 1
    elif row.tries >= row.MOST_TRIES:
        row.closed_at = clock.now()
    row.save(update_fields=["tries", "closed_at"])
    verb = "door-opened" if right else "door-tried-out" if row.closed_at else ""
    if verb:
        (subject, uid), actor = row.about, person.pk if right else None
        record(verb=verb, subject=subject, subject_uid=uid, actor=actor, structure=row.structure.pk)
    return right


def _locked(door: Door | Trial) -> Door | Trial:
    if isinstance(door, Trial):
        rows = Trial.objects.select_related("person", "structure")
        return rows.select_for_update(of=("self",)).get(pk=door.pk)
    doors = Door.objects.select_related("guest__person", "guest__room__structure")
    return doors.select_for_update(of=("self",)).get(pk=door.pk)
