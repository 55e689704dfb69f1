"""What happened to what goes out and comes back: identifiers only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AnswerReceived:
    """A text message or an e-mail came back and is known to be this young person's. It waits in the sorting box until
    whoever hears this has it in a thread (`delivery.actions.mark_placed`)."""

    inbound: int
    structure: int
    young: int


@dataclass(frozen=True)
class WayStopped:
    """A young person asked that a channel leave them in peace."""

    structure: int
    young: int
    channel: str
    inbound: int
