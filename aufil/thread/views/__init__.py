from aufil.thread.views.beside import call, no_answer, note
from aufil.thread.views.consult import consult, consultation
from aufil.thread.views.files import open_file
from aufil.thread.views.many import to_many, to_many_done
from aufil.thread.views.pages import delete, edit, members, new_group, seen, thread
from aufil.thread.views.sending import send, send_again, words

__all__ = [
    "call",
    "consult",
    "consultation",
    "delete",
    "edit",
    "members",
    "new_group",
    "no_answer",
    "note",
    "open_file",
    "seen",
    "send",
    "send_again",
    "thread",
    "to_many",
    "to_many_done",
    "words",
]
