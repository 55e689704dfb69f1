"""What has happened in rooms: bare ids. Handlers run in the transaction of the act."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoomOpened:
    """There is a room for its subject; nobody may be in it yet."""

    structure: int
    room: int


@dataclass(frozen=True, slots=True)
class SomebodyCameIn:
    """A guest is inside; who waits in the lobby is not yet."""

    structure: int
    room: int
    guest: int
    stay: int


@dataclass(frozen=True, slots=True)
class SomebodyLeft:
    """A guest who was inside is no more, for whatever reason (`Stay.left_why`)."""

    structure: int
    room: int
    guest: int
    stay: int


@dataclass(frozen=True, slots=True)
class CutTwice:
    """A guest's connection broke a second time: the phone is what is left."""

    structure: int
    room: int
    guest: int


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """A guest said « j’ai besoin d’aide », whoever is there to see it."""

    structure: int
    room: int
    guest: int
    stay: int


@dataclass(frozen=True, slots=True)
class RoomEnded:
    structure: int
    room: int


@dataclass(frozen=True, slots=True)
class VideoSettled:
    """A structure changed by what its meetings are carried."""

    structure: int
