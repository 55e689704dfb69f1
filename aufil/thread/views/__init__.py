from aufil.thread.views.acts import hide, pin, react
from aufil.thread.views.beside import call, no_answer, note
from aufil.thread.views.consult import consult, consultation
from aufil.thread.views.files import open_file
from aufil.thread.views.groups import leave, members, rename, silence
from aufil.thread.views.many import call_the_rest, tell_further, to_many, to_many_done
from aufil.thread.views.original import original
from aufil.thread.views.pages import delete, edit, new_group, seen, thread
from aufil.thread.views.reminders import (
    finish_reminder,
    new_reminder,
    own_reminders,
    reminder,
    reminders,
    stop_reminder,
)
from aufil.thread.views.sending import send, send_again, words

__all__ = [
    "call",
    "call_the_rest",
    "consult",
    "consultation",
    "delete",
    "edit",
    "finish_reminder",
    "hide",
    "leave",
    "members",
    "new_group",
    "new_reminder",
    "no_answer",
    "note",
    "open_file",
    "original",
    "own_reminders",
    "pin",
    "react",
    "reminder",
    "reminders",
    "rename",
    "seen",
    "send",
    "send_again",
    "silence",
    "stop_reminder",
    "tell_further",
    "thread",
    "to_many",
    "to_many_done",
    "words",
]
