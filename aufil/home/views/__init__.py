from aufil.home.views.caseload import caseload
from aufil.home.views.first import home, missing, roles, structure
from aufil.home.views.person import left_people, openings, own_openings, person, story
from aufil.home.views.reachability import reachability, take_out
from aufil.home.views.search import search
from aufil.home.views.unanswered import nudge, unanswered

__all__ = [
    "caseload",
    "home",
    "left_people",
    "missing",
    "nudge",
    "openings",
    "own_openings",
    "person",
    "reachability",
    "roles",
    "search",
    "story",
    "structure",
    "take_out",
    "unanswered",
]
