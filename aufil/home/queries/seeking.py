"""The search page: people first, then what was said."""

from dataclasses import dataclass

from aufil.home.queries.cases import Case, structure_cases
from aufil.people.models import Membership, Person
from aufil.people.models.support import STAFF_ROLES
from aufil.thread.queries import Answers, Finding, Question, findings

PEOPLE_MOST = 5


@dataclass(frozen=True)
class Found:
    """What a page of answers shows: `people` of one's structure, then entries as they were asked for, then those
    whose spelling is only near. `following` is the cursor of the next page."""

    people: list[Case]
    more_people: bool
    exact: list[Finding]
    near: list[Finding]
    following: str | None

    @property
    def count(self) -> int:
        return len(self.people) + len(self.exact) + len(self.near)


def found(
    viewer: Person, membership: Membership | None, question: Question, answers: Answers, *, first: bool
) -> Found:
    """The answers as a page shows them. On the `first` page of a question to all conversations, staff find people."""
    people: list[Case] = []
    more = False
    everywhere = not (question.thread or question.person or question.kind or question.since or question.until)
    if first and everywhere and question.text.strip() and membership and membership.role in STAFF_ROLES:
        people, more = structure_cases(
            viewer, membership.structure, words=question.text, start=0, count=PEOPLE_MOST
        )
    shown = findings(answers, viewer.pk)
    return Found(
        people,
        more,
        [one for one in shown if not one.near],
        [one for one in shown if one.near],
        answers.following,
    )
