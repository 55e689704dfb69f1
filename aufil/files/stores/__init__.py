"""Where sealed bytes rest: one file for each sort of store.

A store is a Django storage (`STORAGES["files"]`) that also gives bytes from any place on, without holding a whole
object in memory. All it ever sees is ciphertext under names that say nothing.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, Protocol, cast

from django.core.files.storage import storages


class StoreFull(Exception):
    """There is no room for this; what was there before still is."""


class StoreAway(Exception):
    """The store does not answer, or refuses; nothing was kept of what was being written."""


class Gone(Exception):
    """Nothing is at that place."""


class Store(Protocol):
    def put(self, place: str, source: BinaryIO) -> None:
        """Keep all of `source` at a new place, durable when this returns."""

    def read(self, place: str, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from `start` to `stop` (left out), in chunks of any size."""

    def remove(self, place: str) -> None:
        """Forget what is there; nothing there is fine."""

    def places(self, folder: str) -> Iterator[tuple[str, datetime]]:
        """What is kept in a folder, with when it was written."""

    def trouble(self) -> str:
        """Why nothing can be kept here now, in a few French words; empty when all is well."""


def store() -> Store:
    """The store of this installation."""
    return cast(Store, storages["files"])
