"""Page-level reads of the homes: each a fixed number of statements, whatever the number of people."""

from aufil.home.queries.arranging import arranged
from aufil.home.queries.cases import Case, cases_of, count_of_structure, my_cases, structure_cases
from aufil.home.queries.conversations import Row, conversations
from aufil.home.queries.day import Day, day_of
from aufil.home.queries.overview import CounsellorRow, installation, overview, week_of

__all__ = [
    "Case",
    "CounsellorRow",
    "Day",
    "Row",
    "arranged",
    "cases_of",
    "conversations",
    "count_of_structure",
    "day_of",
    "installation",
    "my_cases",
    "overview",
    "structure_cases",
    "week_of",
]
