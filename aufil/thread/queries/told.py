"""What a notice of an entry says, on the ways out."""

from collections import defaultdict
from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aufil.delivery.models import Notice
from aufil.delivery.queries import Words
from aufil.thread.models import Entry, Member, Thread


def told(notices: Sequence[Notice]) -> dict[int, Words]:
    """By notice, who writes and what; none for an entry that is gone, or a thread its reader is not in any more.

    Two statements, however many.
    """
    if not notices:
        return {}
    places: dict[int, set[int]] = defaultdict(set)
    for notice in notices:
        places[notice.topic].add(notice.position)
    wanted = reduce(or_, (Q(thread=topic, seq__in=seqs) for topic, seqs in places.items()))
    rows = Entry.objects.filter(wanted, deleted_at=None)
    rows = rows.select_related("thread", "thread__paired_with", "author")
    entries = {(row.thread_id, row.seq): row for row in rows}
    inside = Member.objects.filter(thread__in=places, person__in={n.person_id for n in notices}, left_at=None)
    members = set(inside.values_list("thread", "person"))
    said = {}
    for notice in notices:
        entry = entries.get((notice.topic, notice.position))
        if entry and (notice.topic, notice.person_id) in members:
            said[notice.pk] = _words(entry)
    return said


def _words(entry: Entry) -> Words:
    thread: Thread = entry.thread
    name = entry.author.first_name
    who = name if thread.kind == Thread.Kind.SUPPORT else thread.title or name
    shown = thread.paired_with or thread
    return Words(who, _text(entry), f"/fil/{shown.uid}/", who)


def _text(entry: Entry) -> str:
    """What was said, in plain text: what was sent, then the words."""
    carried = _carried(entry.kind, len((entry.adds or {}).get("files", ())))
    return "\n".join(part for part in (carried, entry.text.strip()) if part)


def _carried(kind: str, count: int) -> str:
    if kind == Entry.Kind.PHOTOS:
        return ngettext("[une photo]", "[%(count)d photos]", count) % {"count": count}
    return {
        Entry.Kind.FILE.value: _("[un fichier]"),
        Entry.Kind.VOICE.value: _("[un message vocal]"),
        Entry.Kind.VIDEO.value: _("[une vidéo]"),
    }.get(kind, "")
