"""Blocking work beside the event loop: a few threads that keep their database connections.

`Gatherer` is how posts that arrive together share one transaction: while one list is being worked on, what
comes in waits for the next.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Generic, TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections

from aufil.kernel.statements import prefer_indexes

T = TypeVar("T")
R = TypeVar("R")


class Beside:
    """Runs blocking work on threads of its own."""

    def __init__(self, threads: int, name: str) -> None:
        self.threads, self.name = threads, name
        self._executor: ThreadPoolExecutor | None = None

    def __call__(self, work: Callable[..., R], *arguments: Any) -> Awaitable[R]:
        if self._executor is None:
            self._executor = ThreadPoolExecutor(self.threads, self.name)
        return asyncio.get_running_loop().run_in_executor(self._executor, reconnecting, work, *arguments)


def reconnecting(work: Callable[..., R], *arguments: Any) -> R:
    """Do `work`; when the database went away, drop the dead connection so that the next call has a new one."""
    try:
        prefer_indexes()
        return work(*arguments)
    except (OperationalError, InterfaceError):
        close_old_connections()
        raise


readers = Beside(4, "reader")


def in_thread(work: Callable[..., R], *arguments: Any) -> Awaitable[R]:
    """Run blocking `work` on a reader thread."""
    return readers(work, *arguments)


class Gatherer(Generic[T, R]):
    """Gives `work` lists of what arrived since it last began; one list at a time, in order of arrival."""

    def __init__(self, work: Callable[[Sequence[T]], Sequence[R]], *, most: int = 100) -> None:
        self.work, self.most = work, most
        self.beside: Callable[..., Awaitable[Sequence[R]]] = Beside(1, "writer")
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._busy: asyncio.Task[None] | None = None

    async def __call__(self, item: T) -> R:
        """The result of `work` for this item, once its list is done."""
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._busy is None:
            self._busy = asyncio.ensure_future(self._work_off())
        return await future

    async def _work_off(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[: self.most], self._waiting[self.most :]
            try:
                results = await self.beside(self.work, [item for item, _ in batch])
            except Exception as error:  # noqa: BLE001 - handed to each who waits
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)
                continue
            for (_, future), result in zip(batch, results, strict=True):
                if not future.done():  # else the client went away; the work is done all the same
                    future.set_result(result)
        self._busy = None
