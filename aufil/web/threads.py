"""Blocking work beside the event loop: a few threads that keep their database connections.

`Gatherer` is how posts that arrive together share one transaction: while one list is being worked on, what
comes in waits for the next.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_readers: list[Executor] = []


async def in_thread(work: Callable[..., R], *arguments: Any) -> R:
    """Run blocking `work` on a reader thread."""
    if not _readers:
        _readers.append(ThreadPoolExecutor(4, "reader"))
    return await asyncio.get_running_loop().run_in_executor(_readers[0], work, *arguments)


class Gatherer(Generic[T, R]):
    """Gives `work` lists of what arrived since it last began; one list at a time, in order of arrival."""

    def __init__(self, work: Callable[[Sequence[T]], Sequence[R]], *, most: int = 100) -> None:
        self.work, self.most = work, most
        self.executor: Executor | None = None
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._running = False

    async def __call__(self, item: T) -> R:
        """The result of `work` for this item, once its list is done."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[R] = loop.create_future()
        self._waiting.append((item, future))
        if not self._running:
            self._running = True
            self._next(loop)
        return await future

    def _next(self, loop: asyncio.AbstractEventLoop) -> None:
        batch, self._waiting = self._waiting[: self.most], self._waiting[self.most :]
        if not batch:
            self._running = False
            return
        if self.executor is None:
            self.executor = ThreadPoolExecutor(1, "writer")
        items = [item for item, _ in batch]
        job = self.executor.submit(self.work, items)
        job.add_done_callback(lambda done: loop.call_soon_threadsafe(self._settle, loop, batch, done))

    def _settle(self, loop: asyncio.AbstractEventLoop, batch: list[Any], done: Any) -> None:
        error = done.exception()
        results = [None] * len(batch) if error else done.result()
        for (_, future), result in zip(batch, results, strict=True):
            if future.done():
                continue  # the client went away; the work is done all the same
            if error:
                future.set_exception(error)
            else:
                future.set_result(result)
        self._next(loop)
