"""« Aujourd’hui »: who needs this counsellor, the most urgent first."""

from dataclasses import dataclass, replace

from aufil.home.queries.cases import Case, my_cases
from aufil.home.queries.conversations import Row, conversations
from aufil.kernel import clock
from aufil.kernel.hours import Hours
from aufil.people.models import Person, Structure
from aufil.people.queries import today_in, working_hours
from aufil.thread.queries import lines

RECENT = 10


@dataclass(frozen=True)
class Day:
    """A morning: who waits for an answer, what is planned, whom nobody spoke with, what was said lately."""

    waiting: list[Row]
    planned: list[Case]
    silent: list[Case]
    recent: list[Row]
    cases: list[Case]
    hours: Hours


def day_of(viewer: Person, structure: Structure) -> Day:
    """Fourteen statements at most, and no entry read but the last of each thread."""
    known = lines(viewer.pk)
    cases = my_cases(viewer, structure, known)
    hours = working_hours(viewer, structure)
    now, today = clock.now(), today_in(structure)
    rows = conversations(viewer, known)
    waiting = [
        replace(row, waited=hours.open_between(row.unanswered_since or row.at, now))
        for row in rows
        if row.needs_answer
    ]
    silent = [c for c in cases if c.answered_for and c.is_silent and not c.unanswered_since]
    shown = {row.uid for row in waiting} | {case.thread for case in silent}
    others = [row for row in rows if row.uid not in shown]
    return Day(
        waiting=waiting,
        planned=sorted(
            (c for c in cases if c.next_step_on and c.next_step_on <= today),
            key=lambda c: (c.next_step_on, c.sort_name),
        ),
        silent=sorted(silent, key=lambda c: (c.rhythm_days - c.silent_days, c.sort_name)),
        recent=sorted(others, key=lambda row: not row.unread)[:RECENT],
        cases=cases,
        hours=hours,
    )
