"""The least: what one process can reach with the same calls and the same durability.

    POST /api/v1/threads/{id}/entries   201 once committed, 200 for an id already known
    GET  /api/v1/live                   server-sent events

One table, an idempotency key, no session, no journal, no notice, no counting of who has seen what. Who may
write where is a dictionary made at the start from `BARE_PAIRS` (a file: what `aufil bench prepare` prints);
`seq` is counted in the process. Posts that arrive together are one statement and one commit.
"""

import asyncio
import json
import os
from collections import defaultdict
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import orjson
import psycopg

Send = Callable[[dict[str, Any]], Awaitable[None]]
Item = tuple[str, str, str, str, asyncio.Future]

TABLE = """
CREATE TABLE IF NOT EXISTS bare_entry (
    id uuid PRIMARY KEY, thread uuid NOT NULL, seq bigint NOT NULL, author text NOT NULL, text text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(), UNIQUE (thread, seq)
)
"""
INSERT = """
INSERT INTO bare_entry (id, thread, seq, author, text)
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::bigint[], %s::text[], %s::text[])
ON CONFLICT (id) DO NOTHING RETURNING id::text
"""
MOST = 200
HEADERS = [(b"content-type", b"application/json")]


class Bare:
    """Everything the baseline knows."""

    def __init__(self) -> None:
        self.sides: dict[str, tuple[str, str]] = {}  # token: thread, other side's token
        self.streams: defaultdict[str, set[Send]] = defaultdict(set)
        self.seq: defaultdict[str, int] = defaultdict(int)
        self.waiting: list[Item] = []
        self.writing: asyncio.Task | None = None
        self.connection: psycopg.AsyncConnection

    async def start(self) -> None:
        for pair in json.loads(Path(os.environ["BARE_PAIRS"]).read_text()):
            thread, a, b = pair["thread"], pair["a_token"], pair["b_token"]
            self.sides |= {a: (thread, b), b: (thread, a)}
        url = os.environ["AUFIL_DATABASE_URL"]
        self.connection = await psycopg.AsyncConnection.connect(url, autocommit=True, prepare_threshold=0)
        await self.connection.execute(TABLE)

    async def post(self, token: str, thread: str, body: bytes, send: Send) -> None:
        if self.sides.get(token, ("",))[0] != thread:
            await answer(send, 404, b"{}")
            return
        said = orjson.loads(body)
        future = asyncio.get_running_loop().create_future()
        self.waiting.append((said["id"], thread, token, said["text"], future))
        if self.writing is None:
            self.writing = asyncio.ensure_future(self.write())
        entry = await future
        await answer(send, 201 if entry else 200, entry or body)

    async def write(self) -> None:
        """Commit what waits, list after list, and tell the other sides."""
        while self.waiting:
            items, self.waiting = self.waiting[:MOST], self.waiting[MOST:]
            numbers = []
            for _, thread, *_ in items:
                self.seq[thread] += 1
                numbers.append(self.seq[thread])
            ids, threads, tokens, texts, futures = (list(column) for column in zip(*items, strict=True))
            cursor = await self.connection.execute(INSERT, (ids, threads, numbers, tokens, texts))
            fresh = {row[0] for row in await cursor.fetchall()}
            for uid, thread, token, said, seq, future in zip(
                ids, threads, tokens, texts, numbers, futures, strict=True
            ):
                if uid not in fresh:
                    future.set_result(b"")
                    continue
                entry = orjson.dumps({"id": uid, "thread": thread, "seq": seq, "text": said})
                future.set_result(entry)
                for stream in self.streams.get(self.sides[token][1], ()):
                    event = b"event: entry\ndata: %b\n\n" % entry
                    await stream({"type": "http.response.body", "body": event, "more_body": True})
        self.writing = None

    async def listen(self, token: str, receive: Any, send: Send) -> None:
        headers = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"event: state\ndata: {}\n\n", "more_body": True})
        self.streams[token].add(send)
        try:
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            self.streams[token].discard(send)


async def answer(send: Send, status: int, body: bytes) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*HEADERS, length]})
    await send({"type": "http.response.body", "body": body})


bare = Bare()


async def application(scope: dict[str, Any], receive: Any, send: Send) -> None:
    """The ASGI application."""
    if scope["type"] == "lifespan":
        await receive()
        await bare.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await bare.connection.close()
        await send({"type": "lifespan.shutdown.complete"})
        return
    token = dict(scope["headers"]).get(b"authorization", b"").decode().removeprefix("Bearer ")
    if scope["path"] == "/api/v1/live" and token in bare.sides:
        await bare.listen(token, receive, send)
    elif scope["method"] == "POST":
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        await bare.post(token, scope["path"].split("/")[4], body, send)
    else:
        await answer(send, 401, b"{}")
