"""What the team notes beside a support thread, made ready for a page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from aufil.thread.rows import EntryRow


@dataclass(frozen=True)
class NoteView:
    """A line of the team beside a support thread: a private note, or what came of a call."""

    uid: UUID
    kind: str
    author: str
    text: str
    at: datetime


def note_view(note: EntryRow) -> NoteView:
    """A note or a call, as staff read it."""
    return NoteView(
        note.uid, note.kind, f"{note.first_name} {note.last_name}".strip(), note.text, note.created_at
    )
