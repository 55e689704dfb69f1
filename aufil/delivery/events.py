"""What happened to the ways to people, and what comes back: identifiers only."""

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


@dataclass(frozen=True, slots=True)
class AnswerReceived:
    """A text message or an e-mail came back and is known to be this young person's. It waits in the sorting box until
    whoever hears this has it in a thread (`delivery.actions.mark_placed`)."""

    inbound: int
    structure: int
    young: int
