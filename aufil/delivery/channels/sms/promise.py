"""What every gateway of text messages keeps; a folder each beside this file."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from aufil.kernel import clock


class Garbled(ValueError):
    """What called is not what this gateway says."""


class Called(NamedTuple):
    """A call of a gateway to one of our addresses: what is in the address, its headers (any case), its body."""

    values: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


class Told(NamedTuple):
    """What a gateway tells of a text it took."""

    said: str  # "delivered", "failed"; "" while it is under way
    reference: UUID  # ours
    at: datetime
    code: str = ""
    for_good: bool = False
    parts: int = 0


class Came(NamedTuple):
    """A text that came in."""

    provider_ref: str  # the gateway's own name for it: the same again is the same text
    sender: str
    receiver: str
    text: str
    received_at: datetime
    answers: UUID | None = None  # our reference of the text it answers, where the gateway says so


class SmsGateway(Protocol):
    """What takes text messages and carries them."""

    name: str  # in addresses, and for what comes in (`Inbound.provider`)
    reaches_phones: bool

    def __init__(self, address: str) -> None:
        """What an address of this gateway says. Raises ValueError, which holds nothing of it but its scheme."""

    def send(self, *, to: str, text: str, reference: UUID, tell: str = "", sender: str = "") -> str:
        """Hand over a text for a number (E.164); returns the name under which the gateway knows it.

        `reference` is ours; `tell` the address, without query, where the gateway may call (see `told` and `came`);
        `sender` the name or number people see, in place of the address's own. At most 10 seconds. Raises
        GatewayError.
        """

    def try_out(self) -> None:
        """Ask whether a text would be taken, without sending one. Raises GatewayError."""

    @staticmethod
    def told(called: Called) -> Told:
        """A receipt. Raises Garbled."""

    @staticmethod
    def came(called: Called) -> Came:
        """A text that came in. Raises Garbled."""


def reference_in(written: str) -> UUID:
    """Our own reference, as a gateway gives it back. Raises Garbled."""
    try:
        return UUID(written)
    except ValueError:
        raise Garbled("reference") from None


def not_later(at: datetime) -> datetime:
    """What a gateway says of the time, never after now: clocks differ."""
    return min(at, clock.now())


def number_in(written: str) -> str:
    """`33612345678`, as gateways write it, as `+33612345678`; a short number or a name stays. Raises Garbled."""
    bare = written.strip().removeprefix("+")
    if not bare or len(bare) > 20:
        raise Garbled("number")
    return f"+{bare}" if bare.isascii() and bare.isdigit() and len(bare) > 6 else bare
