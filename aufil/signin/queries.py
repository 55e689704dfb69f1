"""Who may sign in with an address, and how the ways in of a young person stand."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from aufil.kernel import clock
from aufil.kernel.phones import to_e164
from aufil.people.models import Device, Membership, Person, Role, Structure
from aufil.people.models.support import STAFF_ROLES
from aufil.people.queries import devices_of, revoked_lately
from aufil.signin.keys import BROWSER, LINK, PAIRING, all_keyed, keyed, spelled, spelled_again
from aufil.signin.models import Arrival, Link, Pairing, PersonalCode


def persons_at(address: str) -> list[Person]:
    """Who may sign in by an e-mail address or a number (E.164).

    By e-mail members of a structure today and platform administrators; by SMS young people alone, and never at
    a number marked wrong: somebody else answers there.
    """
    by_sms = address.startswith("+")
    found = Person.objects.filter(
        **{"phone": address, "phone_wrong_at": None} if by_sms else {"email__iexact": address}
    )
    members = set(
        Membership.objects.at(clock.now()).filter(person__in=found).values_list("person", flat=True)
    )
    if by_sms:
        return [person for person in found if is_only_young(person)]
    return [person for person in found if person.pk in members or person.is_platform_admin]


def numbers_meant(written: str) -> list[str]:
    """The numbers (E.164) that `written` may mean in the regions of this installation's structures."""
    numbers = set()
    for region in Structure.objects.order_by().values_list("region", flat=True).distinct():
        try:
            numbers.add(to_e164(written, region))
        except ValueError:
            continue
    return sorted(numbers)


def is_only_young(person: Person) -> bool:
    """A young person of some structure today and nothing else: their ways in must open no desk."""
    roles = set(Membership.objects.at(clock.now()).filter(person=person).values_list("role", flat=True))
    return Role.YOUNG in roles and not roles & set(STAFF_ROLES) and not person.is_platform_admin


def has_personal_code(person: Person) -> bool:
    """Did this person choose their four digits?"""
    return PersonalCode.objects.filter(person=person).exists()


def personal_code_rests_until(person: Person) -> datetime | None:
    """Until when this person's four digits are not looked at, after too many wrong tries."""
    own = PersonalCode.objects.filter(person=person).first()
    return own.rests_until if own and own.rests_at(clock.now()) else None


def can_be_asked(person: Person) -> bool:
    """Is there anything by which this person is told from a stranger?"""
    return person.birth_date is not None or has_personal_code(person)


def shown_pairing(person: Person, maker: Person) -> Pairing | None:
    """The last code this counsellor showed this young person, while it still says something."""
    since = clock.now() - 2 * Pairing.LIFE
    rows = Pairing.objects.filter(person=person, maker=maker, made_at__gt=since)
    return rows.exclude(outcome=Pairing.Outcome.REPLACED).order_by("-made_at").first()


def live_paper(person: Person) -> Link | None:
    """The paper that still opens the door."""
    rows = Link.objects.live(clock.now()).filter(person=person, act=Link.Act.ENTER)
    return rows.select_related("maker").first()


def pairing_of(code: str) -> Pairing | None:
    """The pairing a typed or scanned code stands for, live or not."""
    rows = Pairing.objects.select_related("maker", "person", "structure")
    return rows.filter(key_hash__in=all_keyed(PAIRING, code)).first()


def link_of(code: str, act: str = Link.Act.ENTER) -> Link | None:
    """The link a typed or scanned code stands for, live or not; one that does something else is none."""
    rows = Link.objects.select_related("maker", "person", "structure")
    return rows.filter(key_hash__in=all_keyed(LINK, code), act=act).first()


def code_of(link: Link) -> str:
    """The letters of a link, for who may know them. ValueError when none of the installation's keys spells it."""
    return spelled_again(LINK, link.uid, Link.LENGTH, link.key_hash)


def arrival_of(pairing: Pairing, browser: str) -> Arrival | None:
    """This browser, if it opened this code."""
    return pairing.arrivals.filter(browser_hash__in=all_keyed(BROWSER, browser)).first()


def spelled_code(purpose: str, uid: UUID, length: int, kept: bytes | None) -> str:
    """The code of a row of a module above: a new one, or that of which `kept` was kept."""
    return spelled(purpose, uid, length) if kept is None else spelled_again(purpose, uid, length, kept)


def hash_of(purpose: str, code: str) -> bytes:
    """What is kept of a code."""
    return keyed(purpose, code)


def hashes_of(purpose: str, code: str) -> list[bytes]:
    """What may have been kept of a code, by any of the installation's keys."""
    return all_keyed(purpose, code)


@dataclass(frozen=True)
class Phones:
    """A young person's browsers: those signed in, and those disconnected lately."""

    live: list[Device]
    revoked: list[Device]


def phones_of(person: Person) -> Phones:
    """Two statements."""
    live = devices_of(person).filter(kind=Device.Kind.BROWSER)
    return Phones(list(live), revoked_lately(person))
