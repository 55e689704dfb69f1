"""The ways out: a folder each, copied to make the next, deleted to remove it.

`push`, `email` and `sms` have a class `Carrier` that keeps the promise below; `sms` has gateways of its own, a folder
each (`SmsGateway`).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol
from uuid import UUID

from aufil.delivery.models import Attempt
from aufil.delivery.sources import Words


class GatewayError(Exception):
    """The gateway did not take a text, or does not answer; says why in a few words, without any secret."""


class Parcel(NamedTuple):
    """An attempt about to leave, with what it says: several small things are one."""

    attempt: Attempt
    words: tuple[Words, ...]  # oldest first; at least one


class Fate(NamedTuple):
    """What became of a parcel that was handed over.

    `taken`: the provider has it, under its own name `ref`. `refused`: it never will (`for_good`: nor anything else
    for this address). `later`: away, slow or busy: the same again, later. `unknown`: nobody can tell.
    """

    said: str  # "taken", "refused", "later", "unknown"
    ref: str = ""
    code: str = ""  # why, in a few words of the provider's, without any secret
    for_good: bool = False
    parts: int = 0


class Carrier(Protocol):
    """Carries parcels of one channel."""

    # The provider drops a repeat of the same attempt (or shows it once): after a cut, it may be handed over again.
    knows_repeats: bool

    def carry(self, parcels: Sequence[Parcel]) -> Iterator[tuple[Parcel, Fate]]:
        """Hand over each; yields its fate as soon as it is known. Raises nothing. At most 30 seconds a parcel."""


class SmsGateway(Protocol):
    """What takes text messages and carries them."""

    reaches_phones: bool

    def send(self, *, to: str, text: str, reference: UUID) -> str:
        """Hand over a text for a number (E.164); returns the name under which the gateway will speak of it.

        `reference` is ours, for gateways that give no name of their own. Raises GatewayError.
        """

    def try_out(self) -> None:
        """Ask whether a text would be taken, without sending one. Raises GatewayError."""
