from typing import NamedTuple
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.kernel import clock
from aufil.thread.actions.announce import announce_entries
from aufil.thread.actions.change import bury
from aufil.thread.actions.locked import journal_entry, locked_thread, only_staff_of_group, said_entry
from aufil.thread.actions.notes import record_event
from aufil.thread.models import Entry, Hiding, Revision, Thread
from aufil.thread.queries import Opened, entry_in
from aufil.thread.rows import EntryRow
from aufil.ui import texts
from aufil.web.problems import Problem


@transaction.atomic
def hide(*, opened: Opened, uid: UUID, reason: str) -> EntryRow:
    """A member of the group's staff hides somebody's entry, and says why; twice is once.

    It becomes a tombstone that says who hid it, its text a revision with an end date. Its author is told in their
    own support thread: what, why, and what they can do.
    """
    only_staff_of_group(opened)
    author = Entry.objects.filter(thread=opened.pk, uid=uid).values_list("author", flat=True).first()
    if author is None:
        raise Problem("not-found")
    _lock_with_support_of(opened, author)
    thread = locked_thread(opened)
    if Hiding.objects.filter(entry__uid=uid).exists():
        return entry_in(opened.uid, uid)
    entry = said_entry(thread, uid)
    if author == opened.viewer.person_id:
        raise Problem("forbidden", _("C’est votre message : vous pouvez le supprimer."))
    now = clock.now()
    Hiding.objects.create(entry=entry, person_id=opened.viewer.person_id, reason=reason, made_at=now)
    bury(thread=thread, entry=entry, reason=Revision.Reason.HIDDEN, at=now, hidden_by=opened.viewer.uid)
    record_event(
        structure=opened.structure,
        young=author,
        author=opened.viewer.person_id,
        text=_told(opened, thread, entry, reason),
        uid=uuid5(uid, "hidden"),
    )
    journal_entry("hidden", opened, uid)
    changed = entry_in(opened.uid, uid)
    transaction.on_commit(lambda: announce_entries([(opened, changed)]))
    return changed


def _lock_with_support_of(opened: Opened, author: int) -> None:
    """Both threads that will be written, in the order of their keys: as `post_many` does, so that nobody waits in
    a circle."""
    support = Thread.objects.filter(structure=opened.structure, young=author, closed_at=None)
    pks = [opened.pk, *support.values_list("pk", flat=True)]
    list(Thread.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))


def _told(opened: Opened, thread: Thread, entry: Entry, reason: str) -> str:
    at = entry.created_at.astimezone(ZoneInfo(thread.structure.timezone))
    return _(
        "%(name)s a masqué votre message du %(day)s à %(time)s dans le groupe « %(group)s ». Pourquoi : %(reason)s\n"
        "Les autres ne le lisent plus. Si vous n’êtes pas d’accord, ou pour en parler, répondez ici. Dans le groupe, "
        "vous pouvez l’écrire autrement."
    ) % {
        "name": opened.viewer.first_name,
        "day": texts.calendar_day(at.date()),
        "time": texts.clock(at),
        "group": thread.title,
        "reason": reason if reason.endswith((".", "!", "?", "…")) else f"{reason}.",
    }


class Hidden(NamedTuple):
    """What is known of a hidden entry: who hid it and why, and what it said, until the day that goes."""

    hiding: Hiding
    former: Revision | None


@transaction.atomic
def open_hidden(*, opened: Opened, uid: UUID) -> Hidden | None:
    """A hidden entry, for its author and the staff of the group; each opening by somebody else than its author is
    journaled. None when it is not hidden."""
    hiding = (
        Hiding.objects.select_related("entry", "entry__author", "person")
        .filter(entry__thread=opened.pk, entry__uid=uid)
        .first()
    )
    if hiding is None:
        return None
    kept = hiding.entry.revisions.filter(reason=Revision.Reason.HIDDEN, keep_until__gte=clock.now().date())
    if hiding.entry.author_id != opened.viewer.person_id:
        journal_entry("hidden-opened", opened, uid)
    return Hidden(hiding, kept.first())
