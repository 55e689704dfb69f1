"""That somebody was told again that a young person waits: as notices of a kind of their own."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from aufil.delivery.models import Notice
from aufil.delivery.queries import Words
from aufil.thread.models import Member, Thread

NUDGE = "nudge"


def spell(since: datetime) -> int:
    """The `position` of a nudge: since when the thread waits, so that each wait is told again once."""
    return int(since.timestamp())


def nudged(notices: Sequence[Notice]) -> dict[int, Words]:
    """« Léa vous a écrit », as the first time; none once it was answered, or is not for this reader any more."""
    waiting = Thread.objects.filter(pk__in={one.topic for one in notices}, unanswered_since__isnull=False)
    threads = {thread.pk: thread for thread in waiting.select_related("young")}
    inside = Member.objects.filter(
        thread__in=threads, person__in={one.person_id for one in notices}, left_at=None
    )
    members = set(inside.values_list("thread", "person"))
    said = {}
    for one in notices:
        thread = threads.get(one.topic)
        if thread is None or thread.young is None or thread.unanswered_since is None:
            continue
        if (thread.pk, one.person_id) in members and spell(thread.unanswered_since) == one.position:
            who = thread.young.first_name
            text = _("%(name)s attend toujours une réponse.") % {"name": who}
            said[one.pk] = Words(who, text, f"/fil/{thread.uid}/", who)
    return said


def nudges_of(waits: Mapping[UUID, tuple[datetime, int]]) -> dict[UUID, Notice]:
    """Of threads, by since when each waits and for whom: how that person was told again of it. Two statements."""
    keys = dict(Thread.objects.filter(uid__in=waits).values_list("pk", "uid"))
    people = {person for _since, person in waits.values()}
    rows = Notice.objects.filter(person__in=people, kind=NUDGE, topic__in=keys)
    found = {}
    for row in rows:
        since, person = waits[keys[row.topic]]
        if (row.person_id, row.position) == (person, spell(since)):
            found[keys[row.topic]] = row
    return found
