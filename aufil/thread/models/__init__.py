from aufil.thread.models.entry import Entry, Revision
from aufil.thread.models.thread import Member, Side, Thread

__all__ = ["Entry", "Member", "Revision", "Side", "Thread"]
