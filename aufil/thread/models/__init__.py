from aufil.thread.models.adds import PINS_MOST, Attachment, Hiding, Mention, Pin, Reaction
from aufil.thread.models.broadcast import Broadcast, Copy
from aufil.thread.models.camein import CameIn
from aufil.thread.models.consultation import Consultation
from aufil.thread.models.entry import Call, Entry, Revision
from aufil.thread.models.joining import Joining
from aufil.thread.models.reminder import REMINDER_LIMIT, Reminder, ReminderDone, ReminderSaid
from aufil.thread.models.search import Indexing, KnownWord, Searched
from aufil.thread.models.thread import Member, Side, Thread

__all__ = [
    "PINS_MOST",
    "REMINDER_LIMIT",
    "Attachment",
    "Broadcast",
    "Call",
    "CameIn",
    "Consultation",
    "Copy",
    "Entry",
    "Hiding",
    "Indexing",
    "Joining",
    "KnownWord",
    "Member",
    "Mention",
    "Pin",
    "Reaction",
    "Reminder",
    "ReminderDone",
    "ReminderSaid",
    "Revision",
    "Searched",
    "Side",
    "Thread",
]
