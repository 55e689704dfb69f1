"""What was sent to a young person, what will be, and how they can be reached; never what was said."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from aufil.delivery.models import Attempt, Channel, Notice, Receipt
from aufil.delivery.queries import (
    KnownWay,
    Told,
    attempts_to,
    coming_to,
    known_ways,
    not_arrived,
    stairs_of,
    told_of,
)
from aufil.home.queries.about import in_words
from aufil.home.queries.spoken import became, by_what, stair_in_words, then_in_words, to_where
from aufil.people.access import Case
from aufil.thread.queries import Matter, matters_of

PAGE = 20
UNSAID = Matter("other")


@dataclass(frozen=True)
class Sent:
    """One try as the page shows it."""

    uid: UUID
    at: datetime
    by: str
    to: str
    about: str
    became: str
    why: str
    tone: str  # "done", "waiting", or nothing
    since: str  # what became of what it was about, where that is something else
    learnt: Sequence[Receipt]
    parts: int
    again: bool


@dataclass(frozen=True)
class Planned:
    """What happens next for some of what is still to reach them."""

    about: str
    stands: str
    next: str
    to_call: bool


@dataclass
class Sendings:
    """The page of one person."""

    page: Page[Attempt]
    sent: list[Sent]
    planned: list[Planned]
    given_up: list[Planned]
    ways: list[KnownWay]
    stairs: list[str] = field(default_factory=list)
    unarrived: int = 0


def sendings_of(found: Case, number: str | None, *, reads: bool, acts: bool) -> Sendings:
    """All of it, a page of tries at a time; `reads`: not states alone. A fixed number
    of statements."""
    attempts = attempts_to(found.young, found.structure)
    page = Paginator(attempts, PAGE).get_page(number)
    told = told_of(attempts[max(page.start_index() - 1, 0) : page.end_index()])
    coming = coming_to(found.young, found.structure)
    lost = not_arrived(found.structure).filter(person=found.young)
    given_up = list(lost.filter(ended_at__isnull=False, attempts=None).order_by("-ended_at")[:PAGE])
    everything = {n.pk: n for one in told for n in one.notices}
    everything |= {one.notice.pk: one.notice for one in coming} | {n.pk: n for n in given_up}
    matters = {} if not reads else matters_of(list(everything.values()))
    planned: dict[tuple[str, str, bool], list[Matter]] = defaultdict(list)
    for one in coming:
        matter = matters.get(one.notice.pk, UNSAID)
        planned[(*then_in_words(one), one.notice.state == Notice.State.TO_CALL)].append(matter)
    gone: dict[str, list[Matter]] = defaultdict(list)
    for notice in given_up:
        gone[_standing(notice)].append(matters.get(notice.pk, UNSAID))
    stairs = stairs_of(found.young, found.structure)
    acts = acts and any(stair.channels != [Channel.CALL] for stair in stairs)
    return Sendings(
        page,
        [_sent(one, matters, may_act=acts) for one in told],
        [Planned(in_words(some), stands, then, call) for (stands, then, call), some in planned.items()],
        [Planned(in_words(some), stands, "", False) for stands, some in gone.items()],
        known_ways(found.young),
        [stair_in_words(stair, number == 0) for number, stair in enumerate(stairs)],
        lost.count(),
    )


def _sent(told: Told, matters: dict[int, Matter], *, may_act: bool) -> Sent:
    about = [matters.get(notice.pk, UNSAID) for notice in told.notices] or [UNSAID]
    result = became(told)
    return Sent(
        told.attempt.uid,
        told.attempt.made_at,
        by_what(told.attempt.channel),
        to_where(told.attempt.channel, told.attempt.address),
        in_words(about),
        result.label,
        result.why,
        result.tone,
        "" if result.is_seen else _since(told.notices),
        told.receipts,
        told.parts if told.attempt.channel == Channel.SMS else 0,
        told.again and may_act,
    )


def _since(notices: Sequence[Notice]) -> str:
    """What has become since of all that a try was about; nothing where that differs, or is still open."""
    states = {notice.state for notice in notices}
    if len(states) != 1 or any(notice.ended_at is None for notice in notices):
        return ""
    said = {
        Notice.State.SEEN.value: _("Vu depuis."),
        Notice.State.DONE.value: _("Fait depuis, par téléphone ou autrement."),
        Notice.State.WITHDRAWN.value: _("Retiré depuis."),
    }
    return said.get(states.pop(), "")


def _standing(notice: Notice) -> str:
    return str(notice.get_state_display())
