"""What has happened to people."""

from dataclasses import dataclass


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
