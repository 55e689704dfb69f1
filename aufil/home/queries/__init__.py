"""Page-level reads of the homes: each a fixed number of statements, whatever the number of people."""

from aufil.home.queries.arranging import arranged
from aufil.home.queries.calls import ToCall, one_to_call, to_call
from aufil.home.queries.cases import Case, count_of_structure, my_cases, structure_cases
from aufil.home.queries.conversations import Row, conversations
from aufil.home.queries.day import Day, day_of
from aufil.home.queries.overview import CounsellorRow, installation, overview
from aufil.home.queries.person import (
    Happening,
    Opening,
    last_stay,
    left_stays,
    openings_of,
    story_of,
    threads_about,
)
from aufil.home.queries.reachability import Listed, Reachability, reachability, to_take_out
from aufil.home.queries.seeking import Found, found
from aufil.home.queries.sendings import Sendings, sendings_of
from aufil.home.queries.unanswered import Overdue, Unanswered, overdue, unanswered
from aufil.home.queries.unreached import Unreached, unreached

__all__ = [
    "Case",
    "CounsellorRow",
    "Day",
    "Found",
    "Happening",
    "Listed",
    "Opening",
    "Overdue",
    "Reachability",
    "Row",
    "Sendings",
    "ToCall",
    "Unanswered",
    "Unreached",
    "arranged",
    "conversations",
    "count_of_structure",
    "day_of",
    "found",
    "installation",
    "last_stay",
    "left_stays",
    "my_cases",
    "one_to_call",
    "openings_of",
    "overdue",
    "overview",
    "reachability",
    "sendings_of",
    "story_of",
    "structure_cases",
    "threads_about",
    "to_call",
    "to_take_out",
    "unanswered",
    "unreached",
]
