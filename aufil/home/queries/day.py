"""« Aujourd’hui »: who needs this counsellor, the most urgent first."""

from dataclasses import dataclass, replace

from aufil.home.queries.cases import Case, my_cases
from aufil.home.queries.conversations import Row, conversations, needs_answer, since
from aufil.home.queries.unanswered import Cover, covered_by
from aufil.kernel import clock
from aufil.kernel.hours import Hours
from aufil.people.models import Person, Structure
from aufil.people.queries import today_in, working_hours
from aufil.thread.queries import lines

# How many of each the first page draws; the rest is a click away, in the caseload.
WAITING, PLANNED, SILENT, RECENT = 8, 5, 4, 4


@dataclass(frozen=True)
class Day:
    """A morning: who waits for an answer, of one's own and of colleagues who are away, what is planned, whom nobody
    spoke with, what was said lately.

    Each list is cut; the counts are whole.
    """

    waiting: list[Row]
    waiting_count: int
    covered: list[tuple[Row, Cover]]
    covered_count: int
    planned: list[Case]
    silent: list[Case]
    silent_count: int
    recent: list[Row]
    cases: list[Case]
    hours: Hours


def day_of(viewer: Person, structure: Structure) -> Day:
    """Eight statements, nine for who stands in for somebody; no entry read but the last of each thread shown."""
    known = [line for line in lines(viewer.pk) if not line.paired_with]
    cases = my_cases(viewer, structure)
    hours = working_hours(viewer, structure)
    now, today = clock.now(), today_in(structure)
    wait = sorted((line for line in known if needs_answer(line)), key=since)
    covers = covered_by(viewer, structure, [line.young for line in wait if line.young])
    waiting = [line for line in wait if line.young not in covers]
    # Of a colleague's young people, those who wait: that the absence was said in their thread is nothing to answer.
    covered = [line for line in wait if line.young in covers and line.unanswered_since]
    covered.sort(key=lambda line: covers[line.young or 0].name)
    silent = sorted(
        (case for case in cases if case.answered_for and case.is_silent and not case.unanswered_since),
        key=lambda case: (case.rhythm_days - case.silent_days, case.sort_name),
    )
    drawn = {line.uid for line in (*waiting, *covered)} | {case.thread for case in silent}
    others = sorted((line for line in known if line.uid not in drawn), key=lambda line: not line.loud)
    rows = conversations(viewer, [*waiting[:WAITING], *covered[:WAITING], *others[:RECENT]])
    first = min(WAITING, len(waiting))
    second = first + min(WAITING, len(covered))
    waited = [replace(row, waited=hours.open_between(row.since, now)) for row in rows[:second]]
    planned = [case for case in cases if case.next_step_on and case.next_step_on <= today]
    return Day(
        waiting=waited[:first],
        waiting_count=len(waiting),
        covered=[(row, covers[row.young or 0]) for row in waited[first:]],
        covered_count=len(covered),
        planned=sorted(planned, key=lambda case: (case.next_step_on, case.sort_name))[:PLANNED],
        silent=silent[:SILENT],
        silent_count=len(silent),
        recent=rows[second:],
        cases=cases,
        hours=hours,
    )
