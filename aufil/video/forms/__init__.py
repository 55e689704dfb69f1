from aufil.video.forms.lounges import LoungeForm
from aufil.video.forms.rehearsals import LetterForm, PlayForm, QuestionListForm, RehearsalForm, list_as_typed
from aufil.video.forms.settings import VideoForm

__all__ = [
    "LetterForm",
    "LoungeForm",
    "PlayForm",
    "QuestionListForm",
    "RehearsalForm",
    "VideoForm",
    "list_as_typed",
]
