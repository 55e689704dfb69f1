"""The sorting box: what came back and is nobody's yet, and who it may be from."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet

from aufil.delivery.models import Address, Attempt, Channel, Inbound, InboundPart
from aufil.people.models import Person, Representative, Structure
from aufil.people.queries import search_young, young_of

MOST = 50  # on one page: a box that holds more is emptied from its oldest
LIKELY = 2
FOUND_MOST = 20


@dataclass
class Waiting:
    """One thing to sort, and the people it is most likely from."""

    inbound: Inbound
    parts: list[InboundPart] = field(default_factory=list)
    likely: list[Person] = field(default_factory=list)
    why: str = ""  # `several`, `known`, `nobody`: what is known of the sender


def to_sort_count(structure: int | None) -> int:
    """How much waits in the box of a structure, or in the administrator's (None)."""
    return _box(structure).count()


def to_sort(structure: Structure | None) -> list[Waiting]:
    """What waits, the oldest first; a fixed number of statements."""
    return _with_likely(list(_box(structure.pk if structure else None)[:MOST]), structure)


def waiting_one(structure: Structure, uid: UUID) -> Waiting | None:
    """One thing that waits in the box of a structure."""
    found = list(_box(structure.pk).filter(uid=uid))
    return _with_likely(found, structure)[0] if found else None


def found_in(structure: Structure, words: str) -> list[Person]:
    """Young people of the structure whose name holds these words; nobody where none are said."""
    return list(search_young(structure, words)[:FOUND_MOST]) if words else []


def answer_behind(uid: UUID) -> Inbound | None:
    """What came in, by its public identifier."""
    return Inbound.objects.filter(uid=uid).first()


def is_kept(inbound: Inbound) -> bool:
    """Is what was said, as it came, still there?"""
    return bool(inbound.original or inbound.text)


def _box(structure: int | None) -> QuerySet[Inbound]:
    rows = Inbound.objects.filter(state=Inbound.State.WAITING, structure=structure)
    return rows.order_by("received_at", "pk")


def _with_likely(rows: Sequence[Inbound], structure: Structure | None) -> list[Waiting]:
    parts = defaultdict(list)
    for part in InboundPart.objects.filter(inbound__in=rows).order_by("pk"):
        parts[part.inbound_id].append(part)
    own, others = _people_behind(rows, structure) if structure else ({}, {})
    waiting = []
    for row in rows:
        sender = _key(row.channel, row.sender)
        now = own.get(sender, [])
        likely = list(dict.fromkeys([*now, *others.get(sender, [])]))[:LIKELY]
        why = "several" if len(now) > 1 else "known" if likely else "nobody"
        waiting.append(Waiting(row, parts[row.pk], likely, why))
    return waiting


Found = dict[tuple[str, str], list[Person]]


def _people_behind(rows: Sequence[Inbound], structure: Structure) -> tuple[Found, Found]:
    """For each sender: who has this number or address today, then whose it otherwise is or was; in the structure."""
    young = young_of(structure)
    numbers = [row.sender for row in rows if row.channel == Channel.SMS]
    mails = [row.sender for row in rows if row.channel == Channel.EMAIL]
    own: Found = defaultdict(list)
    for person in young.filter(phone__in=numbers):
        own[(Channel.SMS.value, person.phone)].append(person)
    for person in young.filter(email__in=mails):
        own[_key(Channel.EMAIL, person.email)].append(person)
    others: Found = defaultdict(list)
    family = Representative.objects.filter(structure=structure, person__in=young).select_related("person")
    for row in family.filter(phone__in=numbers):
        others[(Channel.SMS.value, row.phone)].append(row.person)
    for row in family.filter(email__in=mails):
        others[_key(Channel.EMAIL, row.email)].append(row.person)
    senders = [*numbers, *mails]
    for way in Address.objects.filter(address__in=senders, person__in=young).select_related("person"):
        others[_key(way.channel, way.address)].append(way.person)
    told = Attempt.objects.filter(structure=structure, person__in=young, address__in=senders)
    latest = told.order_by("channel", "address", "person", "-made_at")
    for attempt in latest.select_related("person")[: MOST * 10]:
        others[_key(attempt.channel, attempt.address)].append(attempt.person)
    return own, others


def _key(channel: str, address: str) -> tuple[str, str]:
    return (str(channel), address.lower())
