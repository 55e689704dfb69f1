"""All writes on threads."""

from aufil.thread.actions.adds import FILE_KINDS, rewrite, show_changed_files
from aufil.thread.actions.announce import announce_arriving
from aufil.thread.actions.answering import ask_when_answered, tell_stand_in, tell_when_answered
from aufil.thread.actions.answers import post_answer, post_answers
from aufil.thread.actions.broadcast import MOST, call_the_rest, tell_further, write_to_many
from aufil.thread.actions.cards import Card, Shown, show_cards
from aufil.thread.actions.change import delete, edit, purge_revisions
from aufil.thread.actions.consult import consult
from aufil.thread.actions.groups import bring_in, leave_group, mute, rename_group, take_out
from aufil.thread.actions.hiding import Hidden, hide, open_hidden
from aufil.thread.actions.indexing import forget_entries, forget_unused_words, index_again, index_next
from aufil.thread.actions.joining import join_threads, part_threads, purge_joinings
from aufil.thread.actions.joins import end_call, note_for_team, tell_call
from aufil.thread.actions.losing import tell_ways_lost
from aufil.thread.actions.membership import (
    add_colleague,
    join,
    leave,
    leave_all,
    open_group,
    open_supports,
    remove_colleague,
)
from aufil.thread.actions.notes import need_no_answer, note_call, record_event, write_note
from aufil.thread.actions.noticing import FURTHER
from aufil.thread.actions.nudging import nudge
from aufil.thread.actions.pins import pin
from aufil.thread.actions.post import post, post_many
from aufil.thread.actions.posts import Outcome, Post, Posted
from aufil.thread.actions.reactions import known_sign, react
from aufil.thread.actions.reading import mark_read, tell_writing
from aufil.thread.actions.reciting import say_reminders
from aufil.thread.actions.reminders import (
    Wanted,
    ask_reminder,
    change_reminder,
    finish_reminder,
    stop_reminder,
)
from aufil.thread.actions.sending import Brought, send_again, send_files
from aufil.thread.actions.telling import (
    Told,
    close_supports,
    end_supports,
    record_events,
    reopen_supports,
    tell_hand_overs,
    tell_returns,
)
from aufil.thread.actions.transcribing import write_transcript

__all__ = [
    "FILE_KINDS",
    "FURTHER",
    "MOST",
    "Brought",
    "Card",
    "Hidden",
    "Outcome",
    "Post",
    "Posted",
    "Shown",
    "Told",
    "Wanted",
    "add_colleague",
    "announce_arriving",
    "ask_reminder",
    "ask_when_answered",
    "bring_in",
    "call_the_rest",
    "change_reminder",
    "close_supports",
    "consult",
    "delete",
    "edit",
    "end_call",
    "end_supports",
    "finish_reminder",
    "forget_entries",
    "forget_unused_words",
    "hide",
    "index_again",
    "index_next",
    "join",
    "join_threads",
    "known_sign",
    "leave",
    "leave_all",
    "leave_group",
    "mark_read",
    "mute",
    "need_no_answer",
    "note_call",
    "note_for_team",
    "nudge",
    "open_group",
    "open_hidden",
    "open_supports",
    "part_threads",
    "pin",
    "post",
    "post_answer",
    "post_answers",
    "post_many",
    "purge_joinings",
    "purge_revisions",
    "react",
    "record_event",
    "record_events",
    "remove_colleague",
    "rename_group",
    "reopen_supports",
    "rewrite",
    "say_reminders",
    "send_again",
    "send_files",
    "show_cards",
    "show_changed_files",
    "stop_reminder",
    "take_out",
    "tell_call",
    "tell_further",
    "tell_hand_overs",
    "tell_returns",
    "tell_stand_in",
    "tell_ways_lost",
    "tell_when_answered",
    "tell_writing",
    "write_note",
    "write_to_many",
    "write_transcript",
]
