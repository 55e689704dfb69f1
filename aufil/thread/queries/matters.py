"""What a notice is about, in kind: who wrote, where; never what was said."""

from collections import defaultdict
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q

from aufil.delivery.models import Notice
from aufil.thread.models import Entry, Thread


class Matter(NamedTuple):
    """`kind`: `message`, `reminder`, `event` (told by Aufil), `group`, `appointment`, `call`, `cut` and
    `visio-test` (by video), or `other` where nothing is known any more."""

    kind: str
    who: str = ""  # the first name of who wrote, or the title of the group


def matters_of(notices: Sequence[Notice]) -> dict[int, Matter]:
    """By notice. One statement, however many."""
    places: dict[int, set[int]] = defaultdict(set)
    for notice in notices:
        if notice.kind == "thread":
            places[notice.topic].add(notice.position)
    if not places:
        return {notice.pk: _of_another(notice) for notice in notices}
    wanted = reduce(or_, (Q(thread=topic, seq__in=seqs) for topic, seqs in places.items()))
    rows = Entry.objects.filter(wanted).values_list(
        "thread", "seq", "kind", "via", "author__first_name", "thread__kind", "thread__title"
    )
    found = {(thread, seq): _matter(*rest) for thread, seq, *rest in rows}
    return {
        notice.pk: found.get((notice.topic, notice.position), Matter("other"))
        if notice.kind == "thread"
        else _of_another(notice)
        for notice in notices
    }


def _of_another(notice: Notice) -> Matter:
    """What another module tells: in kind, it is its own name."""
    return Matter(notice.kind if notice.kind in ("appointment", "call", "cut", "visio-test") else "other")


def _matter(kind: str, via: str, name: str, of: str, title: str) -> Matter:
    if of == Thread.Kind.GROUP:
        return Matter("group", title)
    if kind == Entry.Kind.REMINDER:
        return Matter("reminder")
    if via == Entry.Via.SELF:
        return Matter("event")
    return Matter("message", name)
