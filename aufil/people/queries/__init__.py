"""Reads about people that several screens and doors share."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from aufil.kernel import clock
from aufil.kernel.statements import Statements
from aufil.kernel.words import folded
from aufil.people.models import Device, Membership, Person, Role, Structure, Support
from aufil.people.models.support import STAFF_ROLES
from aufil.people.queries.answers import Answering, answering
from aufil.people.queries.caseload import search_caseload
from aufil.people.queries.days import day_in, today_in
from aufil.people.queries.duplicates import (
    LABELS,
    Choice,
    File,
    Pair,
    choices_between,
    duplicates_of,
    half_of,
    mergeable,
    merges_of,
)
from aufil.people.queries.files import (
    PersonFile,
    current_situation,
    ever_young_of,
    file_of,
    last_membership,
    left_people,
    possible_doubles,
)
from aufil.people.queries.hours import (
    opening_hours,
    own_week,
    usual_week,
    week_as_said,
    week_of,
    working_hours,
    working_hours_of,
)
from aufil.people.queries.lists import LIST_FIELDS, column_letter, list_fields
from aufil.people.queries.roles import with_role
from aufil.people.queries.supports import (
    given_by,
    hand_overs_of,
    open_support_of,
    schedule_of,
    still_supporting,
)
from aufil.people.queries.team import (
    Colleague,
    MonthRow,
    absences_between,
    absences_of,
    absent_throughout,
    colleague_by,
    first_steps,
    former_staff,
    hand_overs_under_way,
    heads_of,
    month_of,
    roles_of,
    site_counts,
    sites_of,
    team_of,
    young_count_of,
    young_counts,
)
from aufil.web.authentication import Caller

__all__ = [
    "LABELS",
    "LIST_FIELDS",
    "Answering",
    "Choice",
    "Colleague",
    "File",
    "MonthRow",
    "Pair",
    "PersonFile",
    "absences_between",
    "absences_of",
    "absent_throughout",
    "answering",
    "choices_between",
    "colleague_by",
    "column_letter",
    "current_situation",
    "day_in",
    "duplicates_of",
    "ever_young_of",
    "file_of",
    "first_steps",
    "former_staff",
    "given_by",
    "half_of",
    "hand_overs_of",
    "hand_overs_under_way",
    "heads_of",
    "last_membership",
    "left_people",
    "list_fields",
    "mergeable",
    "merges_of",
    "month_of",
    "open_support_of",
    "opening_hours",
    "own_week",
    "possible_doubles",
    "roles_of",
    "schedule_of",
    "search_caseload",
    "site_counts",
    "sites_of",
    "still_supporting",
    "structures",
    "team_of",
    "today_in",
    "usual_week",
    "week_as_said",
    "week_of",
    "with_role",
    "working_hours",
    "working_hours_of",
    "young_count_of",
    "young_counts",
]

# What a secret stands for never changes, so it may be remembered; whether the device is still live does, so
# it may not (`device_liveness`).
_identities: dict[bytes, Caller] = {}
REMEMBERED = 20_000
REVOKED_SHOWN = timedelta(days=30)


def caller_by_key(key_hash: bytes) -> Caller | None:
    """The person and device behind the hash of a secret, with the device's state now."""
    device = (
        Device.objects.filter(key_hash=key_hash)
        .values_list("person_id", "person__uid", "pk", "revoked_at", "expires_at", "kind", "assurance")
        .first()
    )
    if device is None:
        return None
    person_id, person_uid, pk, revoked_at, expires_at, kind, assurance = device
    open_now = expires_at > clock.now() and assurance != Device.Assurance.HELD
    state = "revoked" if revoked_at else "live" if open_now else "expired"
    return Caller(person_id, person_uid, pk, state, kind == Device.Kind.TOKEN)  # type: ignore[arg-type]


def remembered_identity(key_hash: bytes) -> Caller | None:
    """Who the hash of a secret stands for, if that was asked before: no query."""
    return _identities.get(key_hash)


def identity_by_key(key_hash: bytes) -> Caller | None:
    """As `caller_by_key`, remembered: good for *who*; the action itself asks whether the device is live."""
    known = _identities.get(key_hash)
    if known is None and (known := caller_by_key(key_hash)) and known.state == "live":
        if len(_identities) >= REMEMBERED:
            _identities.clear()
        _identities[key_hash] = known
    return known


def device_liveness(
    statements: Statements, devices: Sequence[int], at: datetime
) -> tuple[str, tuple[Any, ...]]:
    """The statement that tells which of `devices` are live, and whose they are, to travel with others."""
    sql = (
        f"SELECT id, person_id FROM people_device WHERE {statements.among('id')}"
        " AND revoked_at IS NULL AND expires_at > %s AND assurance <> 'held'"
    )
    return sql, (statements.many(devices), at)


def device_trouble(live: Mapping[int, int], device: int, person: int) -> str:
    """The kind of problem of a call by `device` in the name of `person`; nothing when it is theirs, and live.

    A device moves to another person when two files are merged: what was remembered of it is then forgotten.
    """
    if live.get(device) == person:
        return ""
    for key, caller in list(_identities.items()):
        if caller.device_id == device:
            _identities.pop(key, None)
    return "sign-in" if device in live else "device-revoked"


def device_by_key(key_hash: bytes) -> Device | None:
    """The device behind the hash of a secret, with its person, live or not."""
    return Device.objects.select_related("person").filter(key_hash=key_hash).first()


def devices_of(person: Person) -> QuerySet[Device]:
    """The live devices of a person, the last used first."""
    return person.devices.live(clock.now())


def revoked_lately(person: Person) -> list[Device]:
    """A person's browsers that were disconnected in the last month, with who did it, the last first."""
    since = clock.now() - REVOKED_SHOWN
    found = person.devices.filter(kind=Device.Kind.BROWSER, revoked_at__gt=since)
    return list(found.select_related("revoked_by").order_by("-revoked_at")[:10])


def memberships_of(person: Person) -> list[Membership]:
    """The roles a person has today, with their structures."""
    rows = Membership.objects.at(clock.now()).filter(person=person)
    return list(rows.select_related("structure").order_by("pk"))


def structures() -> QuerySet[Structure]:
    """The structures of this installation, by name."""
    return Structure.objects.all()


def staff_of(structure: Structure) -> QuerySet[Person]:
    """The staff of a structure today, by name."""
    return with_role(structure, *STAFF_ROLES)


def young_of(structure: Structure) -> QuerySet[Person]:
    """The young people a structure supports today."""
    return with_role(structure, Role.YOUNG)


def referent_of(young: Person, structure: Structure) -> Person | None:
    """The counsellor who answers for a young person today."""
    support = (
        Support.objects.on(today_in(structure))
        .filter(young=young, structure=structure, part=Support.Part.REFERENT)
        .select_related("counsellor")
        .first()
    )
    return support.counsellor if support else None


def find_staff(words: str, structure: Structure) -> Person | None:
    """A member of staff by username, e-mail or full name, as a list of people names them; None if not one."""
    asked = folded(words)
    matches = [
        person
        for person in staff_of(structure)
        if asked
        in (
            folded(person.username),
            folded(person.email) if person.email else None,
            folded(f"{person.first_name} {person.last_name}"),
            folded(f"{person.last_name} {person.first_name}"),
        )
    ]
    return matches[0] if len(matches) == 1 else None


def search_young(structure: Structure, words: str) -> QuerySet[Person]:
    """Young people of a structure whose names hold every word, accents and case forgiven."""
    found = young_of(structure)
    for word in folded(words.replace("\x00", "")).split():
        found = found.filter(findable_name__contains=word)
    return found


def waiting_device(persons: Sequence[int]) -> Device | None:
    """The live device of these persons that last said it keeps entries which have not come."""
    return (
        Device.objects.live(clock.now())
        .filter(person__in=persons, waiting__gt=0)
        .order_by("-waiting_said_at")
        .first()
    )
