"""The ways out: a folder each, copied to make the next, deleted to remove it.

`push`, `email` and `sms` have a class `Carrier` that keeps the promise below; `sms` has gateways of its own, a folder
each (`sms.promise`).
"""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, Protocol

from aufil.delivery.models import Attempt
from aufil.delivery.sources import Words


class GatewayError(Exception):
    """The gateway did not take a text; says why in a few words, without any secret nor what was to be said.

    `later`: away, slow or busy, or it does not let us in: nothing left. `refused`: it will never take this
    (`for_good`: nor anything else for this number). `unknown`: cut off after the text left us, nobody can tell.
    """

    def __init__(
        self, why: str, *, said: Literal["later", "refused", "unknown"] = "later", for_good: bool = False
    ) -> None:
        super().__init__(why)
        self.said, self.for_good = said, for_good


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
