"""What stands on an entry beside its text: written with the post that brings it, and anew when it changes.

The rows (`thread.models.adds`, `files.models.File`) are the truth. `Entry.adds` is what readers are shown of them, so
that reading a thread joins nothing; only this file writes it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from aufil.files import actions as files
from aufil.files.events import FileChanged
from aufil.files.models import File
from aufil.files.queries import announced_shape, shapes_of
from aufil.kernel import clock
from aufil.thread.actions.announce import announce_entries
from aufil.thread.actions.calling import called_by
from aufil.thread.actions.indexing import index_again
from aufil.thread.actions.posts import Post
from aufil.thread.models import Attachment, Entry, Member, Mention, Side, Thread
from aufil.thread.queries import Opened, entry_in, opened_for_all
from aufil.thread.queries.reminders import shape_said
from aufil.thread.rows import NOTHING_ADDED, Adds, EntryRow, Participant
from aufil.thread.saying import label_of

FILE_KINDS = {
    Entry.Kind.PHOTOS.value: File.Kind.PHOTO.value,
    Entry.Kind.FILE.value: File.Kind.DOCUMENT.value,
    Entry.Kind.VOICE.value: File.Kind.VOICE.value,
    Entry.Kind.VIDEO.value: File.Kind.VIDEO.value,
}


def posted_adds(post: Post, members: Iterable[Participant]) -> Adds | None:
    """What a new entry is shown with; None for a plain text. Only members are called by name."""
    if post.reminder:
        return {**NOTHING_ADDED, "reminder": post.reminder}
    if post.appointment:
        return {**NOTHING_ADDED, "appointment": post.appointment}
    if post.join:
        return {**NOTHING_ADDED, "join": post.join}
    marks = _marks_of(post, members)
    if not post.files and not post.mentions and "@" not in post.text and not marks:
        return None
    shapes = [{**announced_shape(new), "transcript": ""} for new in post.files]
    called = [str(member.uid) for member in called_by(post, members)]
    if not shapes and not called and not marks:
        return None
    return {**NOTHING_ADDED, "label": label_of(shapes), "files": shapes, "mentions": called, **marks}


def _marks_of(post: Post, members: Iterable[Participant]) -> Adds:
    """How its author wants it sent; only staff are asked."""
    marks = [mark for mark, is_set in (("urgent", post.urgent), ("private", post.private)) if is_set]
    by_staff = marks and any(m.person_id == post.author and m.side == Side.STAFF for m in members)
    return {"marks": marks} if by_staff else {}


def write_added(fresh: Iterable[tuple[Opened, EntryRow, Post]], at: datetime) -> None:
    """The rows behind what new entries are shown with, in the transaction that writes them."""
    for opened, entry, post in fresh:
        pk = Entry.objects.values_list("pk", flat=True).get(uid=entry.uid)
        rows = files.expect(structure=opened.structure, owner=entry.author_id, files=post.files, at=at)
        Attachment.objects.bulk_create(
            Attachment(entry_id=pk, file=row, position=position) for position, row in enumerate(rows)
        )
        called = called_by(post, opened.members)
        Mention.objects.bulk_create(Mention(entry_id=pk, person_id=member.person_id) for member in called)
        for member in called:
            Member.objects.filter(thread=opened.pk, person=member.person_id).update(mentioned_seq=entry.seq)


def show_changed_files(facts: Sequence[FileChanged]) -> None:
    """Files are not what they were: the entries that carry them say so, in every open screen."""
    changed = {fact.file for fact in facts}
    for entry in Entry.objects.filter(attachments__file__in=changed, deleted_at=None).distinct():
        rewrite(entry.thread_id, entry.pk)


@transaction.atomic
def rewrite(thread: int, entry: int) -> None:
    """Show an entry with what stands on it now; its `rev` rises. Screens are told after the commit."""
    locked = Thread.objects.select_for_update().get(pk=thread)
    row = Entry.objects.get(pk=entry)
    if row.deleted_at:
        return
    now = clock.now()
    locked.rev += 1
    locked.updated_at = now
    locked.save(update_fields=["rev", "updated_at"])
    adds = _adds_of(row)
    Entry.objects.filter(pk=entry).update(adds=adds, rev=locked.rev)
    if _searched_words(adds) != _searched_words(row.adds):
        index_again(entry)
    opened = opened_for_all(locked.uid)
    changed = entry_in(locked.uid, row.uid)
    transaction.on_commit(lambda: announce_entries([(opened, changed)]))


def _searched_words(adds: Adds | None) -> list[tuple[str, str, bool]]:
    files = (adds or {}).get("files", [])
    return [(one["name"], one.get("transcript", ""), one["state"] == File.State.PURGED) for one in files]


def _adds_of(entry: Entry) -> Adds | None:
    attachments = entry.attachments.select_related("file", "transcript_by")
    shapes = shapes_of([one.file for one in attachments])
    signs: dict[str, list[str]] = {}
    for sign, person in entry.reactions.values_list("sign", "person__uid"):
        signs.setdefault(sign, []).append(str(person))
    pin, said = getattr(entry, "pin", None), getattr(entry, "reminded", None)
    adds: Adds = {
        "label": label_of(shapes),
        "files": [
            {**shape, "transcript": one.transcript} for one, shape in zip(attachments, shapes, strict=True)
        ],
        "reactions": [{"sign": sign, "by": by} for sign, by in signs.items()],
        "mentions": [str(uid) for uid in entry.mentions.values_list("person__uid", flat=True)],
        "pinned_at": pin.made_at.isoformat() if pin else None,
        "reminder": shape_said(said) if said else None,
    }
    for said_from_outside in ("marks", "appointment", "join"):  # no row of ours keeps these
        if there := (entry.adds or {}).get(said_from_outside):
            adds[said_from_outside] = there
    return adds if any(adds.values()) else None
