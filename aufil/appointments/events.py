"""What has happened to appointments: bare ids. Handlers run in the transaction of the act."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AppointmentBooked:
    """A time was taken, or noted after it was held (`is_past`: nothing is to be announced)."""

    structure: int
    appointment: int
    is_past: bool = False


@dataclass(frozen=True, slots=True)
class AppointmentMoved:
    """The same appointment, at another time; what was said of the old one no longer holds."""

    structure: int
    appointment: int


@dataclass(frozen=True, slots=True)
class AppointmentChanged:
    """Other words, place or seats, at the same time."""

    structure: int
    appointment: int


@dataclass(frozen=True, slots=True)
class AppointmentCancelled:
    structure: int
    appointment: int


@dataclass(frozen=True, slots=True)
class AppointmentHandedOver:
    """Somebody else meets them, at the same time."""

    structure: int
    appointment: int


@dataclass(frozen=True, slots=True)
class SeatTaken:
    """Somebody came into a collective appointment, or into its line (`is_waiting`)."""

    structure: int
    appointment: int
    seat: int
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class SeatFreed:
    """Somebody gave theirs back, or left the line."""

    structure: int
    appointment: int
    seat: int


@dataclass(frozen=True, slots=True)
class SeatOffered:
    """A freed seat is held for the first in line, until `Seat.held_until`."""

    structure: int
    appointment: int
    seat: int


@dataclass(frozen=True, slots=True)
class SeatLapsed:
    """A seat that was held is no longer: its person did not answer in time."""

    structure: int
    appointment: int
    seat: int


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """Somebody said whether they come (`Seat.answer`)."""

    structure: int
    appointment: int
    seat: int


@dataclass(frozen=True, slots=True)
class OutcomeSet:
    structure: int
    appointment: int
    seat: int


@dataclass(frozen=True, slots=True)
class EarlierFreed:
    """A time freed that somebody watches for; told at most three times, one a day."""

    structure: int
    watch: int
    counsellor: int
    starts_at: datetime
