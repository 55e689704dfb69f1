"""The calls every phone makes all day: post, post several, read a stretch."""

import base64
from datetime import UTC
from typing import Any

import orjson

from aufil.files.queries import NewFile
from aufil.people.actions import announce_waiting
from aufil.thread.actions import FILE_KINDS, FURTHER, Outcome, Post, post_many
from aufil.thread.queries import MOST, PAGE, Stretch, read
from aufil.thread.rows import entry_shape, seen_by
from aufil.thread.schemas import (
    AnnouncedFile,
    BatchOut,
    EntryOut,
    EntryPage,
    NewEntry,
    NewFilesEntry,
    new_entry,
)
from aufil.web.asgi import Call, Door, door
from aufil.web.limits import Bucket
from aufil.web.problems import Problem
from aufil.web.threads import Gatherer, in_thread

BODY_LIMIT = 64 * 1024
BATCH_LIMIT = 2 * 1024 * 1024
BATCH_MOST = 50
WAITING = b"aufil-waiting"


def _post_lists(lists: Any) -> list[list[Outcome]]:
    """Several senders' lists in one transaction; each gets its own outcomes back."""
    outcomes = iter(post_many([post for posts in lists for post in posts]))
    return [[next(outcomes) for _ in posts] for posts in lists]


gather: Gatherer[list[Post], list[Outcome]] = Gatherer(_post_lists)
pace = Bucket(burst=400, per_second=40)


async def create_entry(call: Call) -> None:
    """201 with the entry once durable; 200 for a repeat."""
    thread = call.uuid(0)
    _slow(call, 1)
    new = new_entry(await call.json(limit=BODY_LIMIT))
    (outcome,) = await gather([_post(call, thread, new)])
    await _note_waiting(call)
    if isinstance(outcome, Problem):
        raise outcome
    await call.answer(201 if outcome.is_new else 200, orjson.dumps(_shape(outcome)))


async def create_entries(call: Call) -> None:
    """Up to 50 posts in order; one status and entry or problem for each."""
    thread = call.uuid(0)
    bodies = await call.json(limit=BATCH_LIMIT)
    if isinstance(bodies, dict):
        bodies = bodies.get("entries")
    if not isinstance(bodies, list) or not 1 <= len(bodies) <= BATCH_MOST:
        raise Problem("malformed")
    _slow(call, len(bodies))
    items: list[Post | Problem] = []
    chain = object()
    for body in bodies:
        if items and isinstance(items[-1], Problem):
            items.append(Problem("not-tried"))
            continue
        try:
            items.append(_post(call, thread, new_entry(body), chain))
        except Problem as problem:
            items.append(problem)
    posts = [item for item in items if isinstance(item, Post)]
    outcomes = iter(await gather(posts) if posts else [])
    results = [_item(item if isinstance(item, Problem) else next(outcomes)) for item in items]
    await _note_waiting(call)
    if results[0]["status"] in (401, 404):  # of the whole request, as it would be of a single post
        raise _problem_of(results[0])
    await call.answer(200, orjson.dumps({"results": results}))


async def list_entries(call: Call) -> None:
    """A stretch of a thread, ascending."""
    caller = call.caller
    if caller is None:
        raise Problem("sign-in")
    stretch = _stretch(call.query())
    opened, entries = await in_thread(_read, caller.person_id, call.uuid(0), stretch, caller.device_id)
    results = [entry_shape(e, opened.viewer, seen_by(e, opened.kind, opened.members)) for e in entries]
    page = {"results": results, "next": _next(stretch, entries)}
    await call.answer(200, orjson.dumps(page))


def _read(person: int, thread: Any, stretch: Stretch, device: int) -> Any:
    return read(person=person, thread=thread, stretch=stretch, device=device)


def _stretch(query: dict[str, str]) -> Stretch:
    try:
        numbers = {key: int(value) for key, value in query.items() if key in Stretch.__slots__}
    except ValueError:
        raise Problem("malformed") from None
    limit = numbers.pop("limit", PAGE)
    if len(numbers) > 1 or not 1 <= limit <= MOST or any(not 0 <= n < 2**62 for n in numbers.values()):
        raise Problem("malformed")
    return Stretch(limit=limit, **numbers)


def _next(stretch: Stretch, entries: list[Any]) -> str | None:
    """The bound that continues this stretch, as `bound=value`; null when it was the end."""
    if len(entries) < stretch.limit:
        return None
    if stretch.since is not None:
        return f"since={entries[-1].rev}"
    if stretch.after is not None:
        return f"after={entries[-1].seq}"
    return f"before={entries[0].seq}" if entries[0].seq > 1 else None


def _post(call: Call, thread: Any, new: NewEntry, chain: object = None) -> Post:
    caller = call.caller
    if caller is None:
        raise Problem("sign-in")
    written = new.written_at
    if written is not None:
        try:
            written = written.replace(tzinfo=UTC) if written.tzinfo is None else written.astimezone(UTC)
        except OverflowError:  # a clock at the end of the calendar says nothing
            written = None
    post = Post(thread, caller.person_id, new.id, new.text, new.reply_to, written, caller.device_id, chain)
    post = post._replace(mentions=tuple(new.mentions)) if new.mentions else post
    if new.urgent or new.private or new.further:
        post = post._replace(urgent=new.urgent, private=new.private, reach=FURTHER if new.further else 0)
    if not isinstance(new, NewFilesEntry):
        return post
    return post._replace(kind=new.kind, files=tuple(_announced(new.kind, file) for file in new.files))


def _announced(kind: str, file: AnnouncedFile) -> NewFile:
    return NewFile(
        file.id,
        FILE_KINDS[kind],
        file.name,
        file.size,
        base64.b64decode(file.preview),
        file.width,
        file.height,
        file.milliseconds,
    )


def _slow(call: Call, count: int) -> None:
    wait = pace.take(call.caller.device_id, count) if call.caller else None
    if wait is not None:
        raise Problem("slow-down", retry_after=wait)


async def _note_waiting(call: Call) -> None:
    """The phone said, with this post, how many more it keeps."""
    said = call.header(WAITING)
    if said.isdecimal() and len(said) < 8 and call.caller:
        await in_thread(_announce, call.caller.device_id, min(int(said), 1_000_000))


def _announce(device: int, count: int) -> None:
    announce_waiting(device=device, count=count)


def _shape(outcome: Any) -> dict[str, Any]:
    opened = outcome.opened
    return entry_shape(outcome.entry, opened.viewer, seen_by(outcome.entry, opened.kind, opened.members))


def _item(outcome: Outcome) -> dict[str, Any]:
    if isinstance(outcome, Problem):
        return {"status": outcome.status, "problem": outcome.document()}
    return {"status": 201 if outcome.is_new else 200, "entry": _shape(outcome)}


def _problem_of(item: dict[str, Any]) -> Problem:
    return Problem(item["problem"]["type"].rpartition("#")[2], item["problem"]["detail"])


def _operation(
    summary: str, schema: Any, status: int, body: Any = None, query: bool = False
) -> dict[str, Any]:
    """An OpenAPI operation; schemas are given as classes and resolved by `config.api`."""
    return {"summary": summary, "answer": schema, "status": status, "body": body, "query": query}


NEW = (NewEntry, NewFilesEntry)
ENTRIES = "/api/v1/threads/{thread}/entries"
doors: list[Door] = [
    door("POST", ENTRIES, create_entry, _operation("Ajouter un message", EntryOut, 201, NEW)),
    door(
        "POST",
        ENTRIES + "/batch",
        create_entries,
        _operation("Ajouter plusieurs messages", BatchOut, 200, [NEW]),
    ),
    door("GET", ENTRIES, list_entries, _operation("Lire un bout du fil", EntryPage, 200, query=True)),
]
