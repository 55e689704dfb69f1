"""Reads of threads and entries."""

from aufil.thread.queries.lists import (
    Line,
    Titled,
    changed_since,
    last_entries,
    lines,
    name_of,
    names_of,
    titled,
)
from aufil.thread.queries.panel import EntryView, Panel, build, entry_view, quoted_view, waiting_sentence
from aufil.thread.queries.reading import (
    MEMBERS,
    MOST,
    PAGE,
    Opened,
    Stretch,
    entry_in,
    members_statement,
    opened,
    read,
    support_thread_of,
    thread_statement,
)

__all__ = [
    "MEMBERS",
    "MOST",
    "PAGE",
    "EntryView",
    "Line",
    "Opened",
    "Panel",
    "Stretch",
    "Titled",
    "build",
    "changed_since",
    "entry_in",
    "entry_view",
    "last_entries",
    "lines",
    "members_statement",
    "name_of",
    "names_of",
    "opened",
    "quoted_view",
    "read",
    "support_thread_of",
    "thread_statement",
    "titled",
    "waiting_sentence",
]
