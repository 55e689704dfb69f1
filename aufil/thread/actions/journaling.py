"""What the journal says of what is done in a thread: a verb, never a text."""

from uuid import UUID

from aufil.audit import actions as journal
from aufil.thread.queries import Opened


def record_in(opened: Opened, verb: str, uid: UUID, *, subject: str = "person") -> None:
    """Whoever opened the thread did something about `subject` (`uid`), for the thread's structure."""
    journal.record(
        verb=verb,
        subject=subject,
        subject_uid=uid,
        actor=opened.viewer.person_id,
        structure=opened.structure,
    )
