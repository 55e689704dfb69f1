from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.delivery import actions as delivery
from aufil.files import actions as files
from aufil.kernel import clock
from aufil.thread.actions.announce import announce_entries
from aufil.thread.actions.indexing import forget_entries, index_again
from aufil.thread.models import Entry, Member, Mention, Pin, Reaction, Revision, Thread
from aufil.thread.queries import Opened, entry_in
from aufil.thread.rows import EntryRow
from aufil.web.problems import Problem


def edit(*, opened: Opened, uid: UUID, text: str) -> EntryRow:
    """Replace the text of one's own entry; the former text becomes a revision. The same text changes nothing."""
    return _change(opened, uid, text, Revision.Reason.EDITED)


def delete(*, opened: Opened, uid: UUID) -> EntryRow:
    """Take back one's own entry: a tombstone stays, its notices are withdrawn. Twice is once."""
    return _change(opened, uid, "", Revision.Reason.DELETED)


@transaction.atomic
def _change(opened: Opened, uid: UUID, text: str, reason: Revision.Reason) -> EntryRow:
    # The thread's row is the lock of `rev`, and taken before the entry's, as in `post_many`.
    thread = Thread.objects.select_for_update().select_related("structure").get(pk=opened.pk)
    entry = Entry.objects.filter(thread=thread, uid=uid).first()
    if entry is None:
        raise Problem("not-found")
    if entry.author_id != opened.viewer.person_id:
        raise Problem("forbidden", _("Seule la personne qui a écrit ce message peut le changer."))
    if entry.kind not in Entry.CHANGEABLE:
        raise Problem("forbidden", _("Cette ligne dit ce qui s’est passé : elle reste telle quelle."))
    deleting = reason == Revision.Reason.DELETED
    if entry.deleted_at:
        if deleting:
            return entry_in(opened.uid, uid)
        raise Problem("gone", _("Ce message a été supprimé. On ne peut plus le modifier."))
    if thread.closed_at:
        raise Problem("forbidden", _("Cette conversation est fermée. On peut la lire, plus y écrire."))
    if not deleting and text == entry.text:
        return entry_in(opened.uid, uid)
    if not deleting and not text and not entry.attachments.exists():
        raise Problem("invalid", errors={"text": [_("Écrivez quelque chose, ou supprimez le message.")]})
    now = clock.now()
    if deleting:
        bury(thread=thread, entry=entry, reason=reason, at=now)
    else:
        _keep_former(thread, entry, reason, now)
        Entry.objects.filter(pk=entry.pk).update(text=text, rev=thread.rev + 1, edited_at=now)
        index_again(entry.pk)
    journal.record(
        verb=reason.value,
        subject="entry",
        subject_uid=uid,
        actor=opened.viewer.person_id,
        structure=opened.structure,
    )
    changed = entry_in(opened.uid, uid)
    transaction.on_commit(lambda: announce_entries([(opened, changed)]))
    return changed


def bury(
    *, thread: Thread, entry: Entry, reason: Revision.Reason, at: datetime, hidden_by: UUID | None = None
) -> None:
    """A tombstone instead of an entry of this locked thread: nothing stays on it, nobody need be told of it, and
    it calls nobody. Its text is a revision until the day the structure sets, and its files go that day too."""
    keep_until = _keep_former(thread, entry, reason, at)
    files.forget(files=list(entry.attachments.values_list("file", flat=True)), on=keep_until)
    Entry.objects.filter(pk=entry.pk).update(
        text="", adds=None, rev=thread.rev + 1, deleted_at=at, hidden_by=hidden_by
    )
    Pin.objects.filter(entry=entry).delete()
    Reaction.objects.filter(entry=entry).delete()
    _call_no_longer(thread, entry)
    forget_entries([entry.pk])
    delivery.withdraw(topic=thread.pk, position=entry.seq, at=at)
    _wait_no_longer(thread, entry)


def _keep_former(thread: Thread, entry: Entry, reason: Revision.Reason, at: datetime) -> date:
    """What the entry said until now is a revision, to the day that is given; the thread has changed once more."""
    keep_until = at.date() + timedelta(days=thread.structure.keep_former_texts_days)
    Revision.objects.create(entry=entry, text=entry.text, reason=reason, made_at=at, keep_until=keep_until)
    Thread.objects.filter(pk=thread.pk).update(rev=F("rev") + 1, updated_at=at)
    return keep_until


def _call_no_longer(thread: Thread, gone: Entry) -> None:
    """Who was called by name in an entry that is gone was last called in the one before it, or never."""
    called = list(Mention.objects.filter(entry=gone).values_list("person", flat=True))
    if not called:
        return
    Mention.objects.filter(entry=gone).delete()
    for member in Member.objects.filter(thread=thread, person__in=called, mentioned_seq=gone.seq):
        others = Mention.objects.filter(entry__thread=thread, person=member.person_id)
        member.mentioned_seq = others.aggregate(last=Max("entry__seq"))["last"] or 0
        member.save(update_fields=["mentioned_seq"])


def _wait_no_longer(thread: Thread, taken_back: Entry) -> None:
    """The message somebody waited on was taken back: they wait since the next one, or not at all."""
    if thread.unanswered_since != taken_back.created_at:
        return
    said = thread.entries.filter(kind__in=Entry.SAID, deleted_at=None).exclude(via=Entry.Via.SELF)
    answers = said.filter(seq__gt=taken_back.seq).exclude(author=thread.young).exclude(via=Entry.Via.MANY)
    waiting = None if answers.exists() else said.filter(seq__gt=taken_back.seq, author=thread.young)
    first = waiting.order_by("seq").first() if waiting is not None else None
    Thread.objects.filter(pk=thread.pk).update(unanswered_since=first.created_at if first else None)


def purge_revisions() -> None:
    """Forget former texts whose last day has passed."""
    Revision.objects.filter(keep_until__lt=clock.now().date()).delete()
