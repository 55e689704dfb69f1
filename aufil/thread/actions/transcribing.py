"""What a recording says, written by its author or by a counsellor of the thread."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.files.models import File
from aufil.thread.actions.adds import rewrite
from aufil.thread.models import Attachment, Side, Thread
from aufil.thread.queries import Opened, entry_in
from aufil.thread.rows import EntryRow
from aufil.web.problems import Problem

RECORDED = (File.Kind.VOICE, File.Kind.VIDEO)


@transaction.atomic
def write_transcript(*, opened: Opened, entry: UUID, file: UUID, text: str) -> EntryRow:
    """Put words beside a voice note or a video; no text takes them away. The same text changes nothing.

    Raises 404 for a file that is not on this entry, 403 for anybody but its author and the thread's staff, or in a
    closed thread, 410 when the entry was deleted.
    """
    thread = Thread.objects.select_for_update().get(pk=opened.pk)
    found = Attachment.objects.filter(entry__thread=thread, entry__uid=entry, file__uid=file)
    attachment = found.select_related("entry", "file").first()
    if attachment is None or attachment.file.kind not in RECORDED:
        raise Problem("not-found")
    if attachment.entry.deleted_at:
        raise Problem("gone", _("Ce message a été supprimé."))
    if attachment.entry.author_id != opened.viewer.person_id and opened.viewer.side != Side.STAFF:
        raise Problem("forbidden", _("Seuls l’auteur et l’équipe peuvent écrire ce qui est dit."))
    if thread.closed_at:
        raise Problem("forbidden", _("Cette conversation est fermée. On peut la lire, plus y écrire."))
    if attachment.transcript != text:
        attachment.transcript, attachment.transcript_by_id = text, opened.viewer.person_id
        attachment.save(update_fields=["transcript", "transcript_by"])
        journal.record(
            verb="transcribed",
            subject="file",
            subject_uid=file,
            actor=opened.viewer.person_id,
            structure=opened.structure,
        )
        rewrite(thread.pk, attachment.entry_id)
    return entry_in(opened.uid, entry)
