"""What acts on an entry of somebody's share: the thread's lock, and the entry as it then is."""

from uuid import UUID

from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.thread.models import Entry, Member, Side, Thread
from aufil.thread.queries import Opened
from aufil.web.problems import Problem


def locked_thread(opened: Opened) -> Thread:
    """The thread's row, locked; 404 when the viewer is no member any more, 403 when it is closed."""
    thread = Thread.objects.select_for_update(of=("self",)).select_related("structure").get(pk=opened.pk)
    if not thread.members.filter(person=opened.viewer.person_id, left_at=None).exists():
        raise Problem("not-found")
    if thread.closed_at:
        raise Problem("forbidden", _("Cette conversation est fermée. On peut la lire, plus y écrire."))
    return thread


def said_entry(thread: Thread, uid: UUID) -> Entry:
    """An entry of a locked thread that somebody said and that stands: 404, 403 for what Aufil tells, 410."""
    entry = Entry.objects.filter(thread=thread, uid=uid).first()
    if entry is None:
        raise Problem("not-found")
    if entry.kind not in Entry.SAID:
        raise Problem("forbidden", _("Cette ligne dit ce qui s’est passé : elle reste telle quelle."))
    if entry.deleted_at:
        raise Problem("gone", _("Ce message n’est plus là."))
    return entry


def only_staff_of_group(opened: Opened) -> None:
    """403 for who may see a thread but does not run it: a group is run by the staff in it."""
    if opened.kind != Thread.Kind.GROUP or opened.viewer.side != Side.STAFF:
        raise Problem("forbidden", _("Seule l’équipe du groupe peut faire cela."))


def staff_left_in(thread: Thread, but: int) -> bool:
    """Would staff remain in a thread without this person?"""
    rows = Member.objects.filter(thread=thread, side=Side.STAFF, left_at=None)
    return rows.exclude(person=but).exists()


def journal_entry(verb: str, opened: Opened, uid: UUID) -> None:
    """A line of the journal about an entry, by its viewer."""
    journal.record(
        verb=verb,
        subject="entry",
        subject_uid=uid,
        actor=opened.viewer.person_id,
        structure=opened.structure,
    )
