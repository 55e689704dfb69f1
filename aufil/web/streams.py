"""Pages through Django on a few threads, and what Django streams on the event loop: a phone that takes a film for
ten minutes holds no thread that others wait for."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

from a2wsgi import WSGIMiddleware

from aufil.web.asgi import Receive, Scope, Send

HANDED = "aufil.streamed"
log = logging.getLogger("aufil.web")


class Pages:
    """A WSGI application on `threads` threads; bodies it streams are read on `readers` others, a chunk at a time."""

    def __init__(self, application: Callable[..., Any], *, threads: int, readers: int) -> None:
        self._inner = WSGIMiddleware(cast("Any", handing_over(application)), workers=threads)
        self._readers = ThreadPoolExecutor(readers, "streamed")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._inner(cast("Any", scope), cast("Any", receive), cast("Any", send))
            return
        handed: list[Any] = []

        async def sending(message: dict[str, Any]) -> None:
            if not handed or message["type"] == "http.response.start":
                await send(message)

        inner = cast("Any", self._inner)
        await inner({**scope, HANDED: handed}, receive, sending)
        for response in handed:
            await self._stream(response, receive, send)

    async def _stream(self, response: Any, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        gone = asyncio.ensure_future(_gone(receive))
        chunks = iter(response)
        try:
            while chunk := await loop.run_in_executor(self._readers, next, chunks, b""):
                if gone.done():
                    return
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        except (
            Exception
        ):  # what was promised cannot be given: the connection is cut short, which the browser sees
            log.exception("a streamed answer could not be finished")
        finally:
            gone.cancel()
            await loop.run_in_executor(self._readers, response.close)


def handing_over(application: Callable[..., Any]) -> Callable[..., Iterable[bytes]]:
    """The same WSGI application; a body it streams is left to who put a list into the scope for it."""

    def answered(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        response = application(environ, start_response)
        if not getattr(response, "streaming", False):
            return cast("Iterable[bytes]", response)
        environ["asgi.scope"][HANDED].append(response)
        return []

    return answered


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
