"""A clock that is held, and carriers that do as they are told."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from aufil.delivery.actions import carry_email, carry_push, carry_sms, climb
from aufil.delivery.channels import Fate, Parcel

Answer = Callable[[Parcel], Fate]


def taken(parcel: Parcel) -> Fate:
    return Fate("taken", ref=f"ref-{parcel.attempt.uid}", parts=1)


class Recorded:
    """A carrier that records what it was handed over, and answers as it is told."""

    def __init__(self, *, knows_repeats: bool = False) -> None:
        self.knows_repeats = knows_repeats
        self.answer: Answer = taken
        self.handed: list[Parcel] = []

    def carry(self, parcels: Sequence[Parcel]) -> Iterator[tuple[Parcel, Fate]]:
        for parcel in parcels:
            self.handed.append(parcel)
            yield parcel, self.answer(parcel)

    @property
    def texts(self) -> list[list[str]]:
        """What each said, oldest first."""
        return [[words.text for words in parcel.words] for parcel in self.handed]

    @property
    def uids(self) -> list[UUID]:
        return [parcel.attempt.uid for parcel in self.handed]


class Held:
    """A clock that stands still until it is moved; followers follow when it moves."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def pass_by(self, **time: float) -> None:
        self.at += timedelta(**time)
        self.follow()

    def follow(self) -> None:
        """What follows, until nothing waits."""
        for _ in range(20):
            if not any([climb(), carry_push(), carry_sms(), carry_email()]):
                return
        raise AssertionError("it goes on and on")
