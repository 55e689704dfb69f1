"""Files sent by a plain form: announced, then taken in, by the same actions as from a phone that resumes."""

from collections.abc import Mapping, Sequence
from typing import BinaryIO, NamedTuple
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from aufil.files import actions as files
from aufil.files.models import File
from aufil.files.queries import NewFile
from aufil.thread.actions.adds import FILE_KINDS
from aufil.thread.actions.post import post
from aufil.thread.actions.posts import Post
from aufil.thread.models import Entry
from aufil.thread.queries import Opened
from aufil.web.problems import Problem

# What one form brings, in the order the entries take.
KINDS = (Entry.Kind.PHOTOS, Entry.Kind.FILE, Entry.Kind.VOICE, Entry.Kind.VIDEO)


class Brought(NamedTuple):
    """A file that came with a form: `source` is read from its beginning."""

    name: str
    size: int
    source: BinaryIO


def send_files(
    *,
    opened: Opened,
    uid: UUID,
    text: str,
    brought: Mapping[str, Sequence[Brought]],
    device: int,
    urgent: bool = False,
    private: bool = False,
) -> None:
    """An entry for each kind brought, the words on the first; then their bytes. The same form twice is once.

    Raises the problem an entry is refused with; `unavailable` when bytes could not be kept: the entries stand then,
    and their author may send the rest again.
    """
    expected: list[tuple[UUID, Brought]] = []
    for kind in KINDS:
        some = brought.get(kind, ())
        if not some:
            continue
        entry = uuid5(uid, kind)
        new = [NewFile(uuid5(entry, str(n)), FILE_KINDS[kind], b.name, b.size) for n, b in enumerate(some)]
        post(
            Post(
                thread=opened.uid,
                author=opened.viewer.person_id,
                uid=entry,
                text=text,
                device=device,
                kind=kind.value,
                files=tuple(new),
                urgent=urgent,
                private=private,
            )
        )
        text = ""
        expected += [(one.uid, b) for one, b in zip(new, some, strict=True)]
    _take_in(expected)


def send_again(*, file: UUID, brought: Brought) -> None:
    """Another try at a file that did not come: the one chosen now takes its place under the same identifier."""
    row = File.objects.get(uid=file)
    files.expect_again(file=row, name=brought.name, size=brought.size)
    try:
        _take_in([(file, brought)])
    except Problem:
        files.expect_again(
            file=row, name=brought.name, size=brought.size
        )  # a phone may resume: nothing is mixed
        raise


def _take_in(expected: Sequence[tuple[UUID, Brought]]) -> None:
    rows = {row.uid: row for row in File.objects.filter(uid__in=[uid for uid, _b in expected])}
    awaited = [(rows[uid], one) for uid, one in expected if rows[uid].state in files.AWAITED]
    try:
        for row, one in awaited:
            files.take_all(file=row, source=one.source)
    except Problem as problem:
        raise Problem(
            "unavailable",
            _("Votre message est dans le fil, mais tout n’est pas arrivé. %(why)s") % {"why": problem.detail},
        ) from problem
