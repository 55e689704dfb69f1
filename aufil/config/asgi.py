"""The whole product as one ASGI application.

request ─→ size limit ─→ thin doors (post, read, live)   on the event loop
                    └──→ Django (pages, rest of the API)  on a few threads that keep their connections
"""

import asyncio
import os
import re
import sys
from collections.abc import Mapping

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aufil.config.settings")

from aufil.config.api import doors
from aufil.config.wsgi import application as django_application
from aufil.files.api import UPLOADS
from aufil.files.models import SIZE_LIMIT
from aufil.jobs.following import Followers
from aufil.jobs.worker import Worker
from aufil.live.stream import running
from aufil.people.queries import caller_by_key, identity_by_key, remembered_identity
from aufil.web.asgi import Application, Call, Receive, Scope, Send, ThinDoors
from aufil.web.authentication import LONGEST_SECRET, Caller, key_hash, meant_for, secret_of
from aufil.web.problems import Problem
from aufil.web.streams import Pages
from aufil.web.threads import in_thread

PAGE_THREADS = 8
STREAM_THREADS = 4
SWITCH_SECONDS = 0.001  # the event loop does not wait 5 ms (Python's default) for a thread that computes
PAGE_BODY_LIMIT = 8 * 1024 * 1024
# Files come by themselves, put away as they come.
LARGER = {
    re.compile(f"{UPLOADS}/.*"): SIZE_LIMIT,
    # Forms that bring several; each file is bounded by itself (`web.uploads`).
    re.compile(r"/api/v1/gateways/email/.*"): 2 * SIZE_LIMIT,  # a mail of 28 MB as a provider writes it
    re.compile(r"/fil/[^/]+/(envoyer|fichiers/[^/]+/renvoyer)/"): 5 * SIZE_LIMIT + PAGE_BODY_LIMIT,
}


async def authenticate(call: Call) -> Caller:
    """Who calls. Posting and reading check in their own statement that the device is live; listening, here."""
    secret, by_token = secret_of(call.header(b"authorization"), call.cookies())
    listening = call.scope["path"] == "/api/v1/live"
    caller = None if listening else remembered_identity(key_hash(secret))
    if caller is None and 0 < len(secret) <= LONGEST_SECRET:
        caller = await in_thread(caller_by_key if listening else identity_by_key, key_hash(secret))
    if caller and caller.by_token != by_token:
        caller = None
    if caller is None or caller.state == "expired":
        raise Problem("sign-in")
    if caller.state == "revoked":
        raise Problem("device-revoked")
    if not meant_for(call.header(b"aufil-person"), caller.person_uid):
        raise Problem("sign-in")
    return caller


class Limited:
    """Refuses a body that says it is too big before a byte of it is read."""

    def __init__(self, inner: Application, limit: int, larger: Mapping[re.Pattern[str], int]) -> None:
        self.inner, self.limit, self.larger = inner, limit, larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD"):
            length = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
            if length.isdigit() and int(length) > self._limit(scope["path"]):
                await Call(scope, receive, send).refuse(Problem("too-large"))
                return
        await self.inner(scope, receive, send)

    def _limit(self, path: str) -> int:
        return next((limit for where, limit in self.larger.items() if where.fullmatch(path)), self.limit)


class Lifespan:
    """Starts and stops what lives as long as the server."""

    def __init__(self, inner: Application) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self.inner(scope, receive, send)
            return
        await receive()
        sys.setswitchinterval(SWITCH_SECONDS)
        worker, followers = Worker(), Followers()
        async with running():
            worker.start()
            followers.start()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await asyncio.to_thread(followers.stop)
            await asyncio.to_thread(worker.stop)
        await send({"type": "lifespan.shutdown.complete"})


_pages = Pages(django_application, threads=PAGE_THREADS, readers=STREAM_THREADS)
application = Lifespan(Limited(ThinDoors(doors, authenticate, _pages), PAGE_BODY_LIMIT, LARGER))
