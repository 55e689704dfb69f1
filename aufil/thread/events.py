"""What has happened on threads."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MessageUnanswered:
    """A young person wrote in their support thread, where nothing waited for an answer until then."""

    structure: int
    young: int
    thread: int
    at: datetime


@dataclass(frozen=True, slots=True)
class GroupChanged:
    """Somebody came into a group or left it, or it is called otherwise."""

    thread: int
