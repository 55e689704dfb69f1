from aufil.video.models.check import Check, Opinion
from aufil.video.models.door import Door, Trial
from aufil.video.models.guest import Guest
from aufil.video.models.lounge import LoungeHours
from aufil.video.models.questions import Question, QuestionList
from aufil.video.models.rehearsal import Asked, Rehearsal
from aufil.video.models.room import Room
from aufil.video.models.rules import VideoRules
from aufil.video.models.said import Line, Signal
from aufil.video.models.stay import Stay

__all__ = [
    "Asked",
    "Check",
    "Door",
    "Guest",
    "Line",
    "LoungeHours",
    "Opinion",
    "Question",
    "QuestionList",
    "Rehearsal",
    "Room",
    "Signal",
    "Stay",
    "Trial",
    "VideoRules",
]
