from aufil.home.views.calls import call, called, calls, needless
from aufil.home.views.caseload import caseload
from aufil.home.views.first import home, missing, roles, structure
from aufil.home.views.person import left_people, openings, own_openings, person, story
from aufil.home.views.reachability import reachability, take_out
from aufil.home.views.search import search
from aufil.home.views.sendings import resume, send_again, sendings, settled
from aufil.home.views.unanswered import nudge, unanswered
from aufil.home.views.unreached import unreached

__all__ = [
    "call",
    "called",
    "calls",
    "caseload",
    "home",
    "left_people",
    "missing",
    "needless",
    "nudge",
    "openings",
    "own_openings",
    "person",
    "reachability",
    "resume",
    "roles",
    "search",
    "send_again",
    "sendings",
    "settled",
    "story",
    "structure",
    "take_out",
    "unanswered",
    "unreached",
]
