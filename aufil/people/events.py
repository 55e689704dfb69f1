"""What has happened to people."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SupportStarted:
    """A counsellor supports a young person from now on, as referent or colleague (ids of persons)."""

    structure: int
    young: int
    counsellor: int


@dataclass(frozen=True, slots=True)
class SupportEnded:
    """A counsellor no longer supports a young person."""

    structure: int
    young: int
    counsellor: int


@dataclass(frozen=True, slots=True)
class DeviceRevoked:
    """A device may no longer open anything."""

    person: int
    device: int


@dataclass(frozen=True, slots=True)
class StandInStarted:
    """While a referent is away (`absence`, an id), a colleague sees and answers a young person's thread."""

    structure: int
    young: int
    stand_in: int
    absence: int


@dataclass(frozen=True, slots=True)
class StaffJoined:
    """Somebody new is on the staff of a structure: they have yet to come in for the first time."""

    structure: int
    person: int


@dataclass(frozen=True, slots=True)
class StaffLeft:
    """Somebody has no role in the staff of a structure any more."""

    structure: int
    person: int


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A young person was given to another counsellor, for good or until a day, when `then` is the referent (ids)."""

    structure: int
    young: int
    taker: int
    giver: int | None
    starts_on: date
    returns_on: date | None
    then: int | None


@dataclass(frozen=True, slots=True)
class ReferentReturned:
    """A young person has somebody back who is their referent: a hand-over is over, or their support goes on."""

    structure: int
    young: int
    counsellor: int


@dataclass(frozen=True, slots=True)
class YoungLeft:
    """A structure no longer supports a young person."""

    structure: int
    young: int
    actor: int


@dataclass(frozen=True, slots=True)
class YoungReturned:
    """A structure supports again a young person who had left."""

    structure: int
    young: int


@dataclass(frozen=True, slots=True)
class DeviceMoved:
    """A device is another person's from now on: what it has open must be opened again."""

    device: int


@dataclass(frozen=True, slots=True)
class SiteChanged:
    """A place where a structure receives people has another name or address, closed or opened again."""

    structure: int
    site: int


@dataclass(frozen=True, slots=True)
class PersonsMerged:
    """Two files of one young person became one: `absorbed` is `kept` from now on (ids of persons)."""

    structure: int
    kept: int
    absorbed: int
    merge: UUID


@dataclass(frozen=True, slots=True)
class PersonsParted:
    """A merge was undone: they are two again."""

    structure: int
    kept: int
    absorbed: int
    merge: UUID
