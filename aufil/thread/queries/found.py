"""What was found, made ready to show: where, by whom, and the words looked for marked in what was written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from aufil.kernel.search_words import find_words
from aufil.kernel.statements import Statements, as_uuid
from aufil.thread.models import Side
from aufil.thread.queries.lists import name_of, names_of
from aufil.thread.queries.searching import Answers, Hit
from aufil.thread.queries.wanted import Wanted
from aufil.thread.rows import Participant, entry_shape, seen_by

EXCERPT = 220  # code points shown of a text
BEFORE = 60  # of them before the first word that was looked for


class Piece(NamedTuple):
    """A run of a text, `marked` when it is what was looked for."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Finding:
    """An answer as a page shows it. `title` names the conversation; `opens` and `seq` are where it is read."""

    uid: UUID
    kind: str
    title: str
    author: str
    mine: bool
    at: datetime
    text: list[Piece]
    files: list[list[Piece]]
    opens: UUID
    seq: int
    near: bool


class Whom(NamedTuple):
    """Somebody one shares a conversation with."""

    uid: UUID
    name: str


def findings(answers: Answers, person: int) -> list[Finding]:
    """The answers as `person` reads them. One statement."""
    members = _members(answers.hits)
    return [_finding(hit, members[hit.where.pk], person, answers.wanted) for hit in answers.hits]


def shapes_found(answers: Answers, person: int) -> list[dict[str, Any]]:
    """The answers as the API shows entries to `person`. One statement."""
    members = _members(answers.hits)
    return [
        entry_shape(
            hit.entry,
            _viewer(members[hit.where.pk], person),
            seen_by(hit.entry, hit.where.kind, members[hit.where.pk]),
        )
        for hit in answers.hits
    ]


def _members(hits: Sequence[Hit]) -> dict[int, list[Participant]]:
    return names_of(sorted({hit.where.pk for hit in hits}))


def _viewer(members: Sequence[Participant], person: int) -> Participant:
    return next(member for member in members if member.person_id == person)


def _finding(hit: Hit, members: Sequence[Participant], person: int, wanted: Sequence[Wanted]) -> Finding:
    entry, where = hit.entry, hit.where
    viewer = _viewer(members, person)
    files = (entry.adds or {}).get("files", ())
    spoken = [file.get("transcript", "") for file in files]
    text = entry.text if _holds(entry.text, wanted) or not any(spoken) else " ".join(filter(None, spoken))
    return Finding(
        uid=entry.uid,
        kind=entry.kind,
        title=_title(hit, members, viewer),
        author=entry.name_for(viewer),
        mine=entry.author_id == person,
        at=entry.created_at,
        text=marked(text, wanted),
        files=[marked(file["name"], wanted) for file in files if file["name"] and file["state"] != "purged"],
        opens=where.opens,
        seq=where.seq,
        near=hit.near,
    )


def _title(hit: Hit, members: Sequence[Participant], viewer: Participant) -> str:
    """What the conversation is called; what the team noted is called by whom it is about."""
    where = hit.where
    if where.whom and viewer.side == Side.STAFF:
        return where.whom
    return name_of(where.kind, where.title, where.young, members, viewer)


def _holds(text: str, wanted: Sequence[Wanted]) -> bool:
    return any(one.holds(found.word) for found in find_words(text) for one in wanted)


def marked(text: str, wanted: Sequence[Wanted]) -> list[Piece]:
    """`text` in pieces, what is looked for marked; a long one cut around the first mark, at words."""
    line = " ".join(text.split())
    spans: list[tuple[int, int]] = []
    for found in find_words(line):
        if any(one.holds(found.word) for one in wanted) and (not spans or found.start >= spans[-1][1]):
            spans.append((found.start, found.end))
    start, end = _window(line, spans[0][0] if spans else 0)
    pieces, at = [Piece("… ", False)] if start else [], start
    for first, last in spans:
        if start <= first and last <= end:
            pieces += [Piece(line[at:first], False), Piece(line[first:last], True)]
            at = last
    pieces += [Piece(line[at:end], False), *([Piece(" …", False)] if end < len(line) else [])]
    return [piece for piece in pieces if piece.text]


def _window(line: str, first: int) -> tuple[int, int]:
    """The stretch of a line that is shown so that what stands at `first` is in it."""
    if len(line) <= EXCERPT:
        return 0, len(line)
    start = line.find(" ", first - BEFORE) + 1 if first > BEFORE else 0
    start = min(start, first)
    if len(line) - start <= EXCERPT:
        return start, len(line)
    end = line.rfind(" ", start, start + EXCERPT)
    return start, end if end > first else start + EXCERPT


def whom_to_search(person: int) -> list[Whom]:
    """Those with whom `person` shares a conversation, by name; peers by their first. One statement."""
    sql = (
        "SELECT p.uid, p.first_name, p.last_name, max(m.side) FROM thread_member m"
        " JOIN thread_member o ON o.thread_id = m.thread_id AND o.person_id <> m.person_id AND o.left_at IS NULL"
        " JOIN people_person p ON p.id = o.person_id"
        " WHERE m.person_id = %s AND m.left_at IS NULL"
        " GROUP BY p.uid, p.first_name, p.last_name ORDER BY p.last_name, p.first_name"
    )
    (rows,) = Statements().select((sql, (person,)))
    return [
        Whom(as_uuid(uid), first if side == Side.YOUNG else f"{first} {last}".strip())
        for uid, first, last, side in rows
    ]
