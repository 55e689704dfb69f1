"""What requests to threads may contain."""

from aufil.thread.forms.messages import (
    AgainForm,
    CallForm,
    FilesForm,
    GroupForm,
    HideForm,
    ManyForm,
    NoteForm,
    PostForm,
    ReasonForm,
    SilenceForm,
    TextForm,
    TitleForm,
    WordsForm,
    as_uuid_or_none,
    uuids,
)
from aufil.thread.forms.reminders import DueForm, ReminderForm

__all__ = [
    "AgainForm",
    "CallForm",
    "DueForm",
    "FilesForm",
    "GroupForm",
    "HideForm",
    "ManyForm",
    "NoteForm",
    "PostForm",
    "ReasonForm",
    "ReminderForm",
    "SilenceForm",
    "TextForm",
    "TitleForm",
    "WordsForm",
    "as_uuid_or_none",
    "uuids",
]
