"""What has happened to the ways to people."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class WayLost:
    """A young person is no longer reached by this way (ids of a structure and a person; `uid` names the fact once).

    `why`: `dead` (a number or address that takes nothing), `stopped` (they asked for it), `gone` (the last browser
    that was told by push).
    """

    structure: int
    person: int
    channel: str
    why: str
    uid: UUID
