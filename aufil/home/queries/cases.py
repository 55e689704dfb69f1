"""The caseload: each young person as staff scan them in a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from aufil.kernel import clock
from aufil.kernel.phones import spoken
from aufil.kernel.words import initials
from aufil.people.models import Device, Person, Profile, Structure, Support
from aufil.people.models.person import ADULT_AGE, age
from aufil.people.queries import Listed, listed, members_among, search_caseload, today_in
from aufil.thread.models import Thread
from aufil.thread.queries import Line, lines

USED_LATELY = timedelta(days=30)
ANSWERS_FOR = (Support.Part.REFERENT, Support.Part.STAND_IN)


@dataclass(frozen=True, slots=True)
class Case:
    """A young person in a list: who, how to reach them, where things stand. `thread`: only if one may open it."""

    pk: int
    uid: UUID
    name: str
    sort_name: str
    initials: str
    age: int | None
    minor: bool
    commune: str
    programme: str
    file_number: str
    phone: str
    phone_wrong: bool
    thread: UUID | None
    unread: int
    unanswered_since: datetime | None
    last_exchange_at: datetime | None
    rhythm_days: int
    channel: str
    reached: bool
    next_step: str
    next_step_on: date | None
    part: str
    silent_days: int

    @property
    def phone_spoken(self) -> str:
        return spoken(self.phone) if self.phone else ""

    @property
    def answered_for(self) -> bool:
        """Is it for the viewer to keep in touch: as referent, or standing in for them?"""
        return self.part in ANSWERS_FOR

    @property
    def is_silent(self) -> bool:
        """No real exchange for longer than their rhythm."""
        return self.silent_days > self.rhythm_days


def my_cases(viewer: Person, structure: Structure, lines: Sequence[Line]) -> list[Case]:
    """The young people a member of staff supports today, by name. `lines` are the viewer's threads."""
    today = today_in(structure)
    supports = Support.objects.on(today).filter(counsellor=viewer, structure=structure)
    parts = dict(supports.order_by("part").values_list("young", "part"))
    return cases_of(listed(members_among(structure, parts, today)), structure, lines, parts)


def structure_cases(
    viewer: Person, structure: Structure, *, words: str, start: int, count: int
) -> tuple[list[Case], bool]:
    """A stretch of the young people of a whole structure, by name; and whether more follow.

    States, never a text; a thread is named only to who is in it.
    """
    today = today_in(structure)
    found = listed(search_caseload(structure, words, today)[start : start + count + 1])
    supports = Support.objects.on(today).filter(counsellor=viewer, structure=structure)
    supports = supports.filter(young__in=[person.pk for person in found])
    parts = dict(supports.values_list("young", "part"))
    own = lines(viewer.pk, about=list(parts)) if parts else []
    return cases_of(found[:count], structure, own, parts), len(found) > count


def count_of_structure(structure: Structure) -> int:
    """How many young people a structure supports today."""
    return search_caseload(structure, "", today_in(structure)).count()


def cases_of(
    people: Sequence[Listed], structure: Structure, own: Sequence[Line], parts: dict[int, str]
) -> list[Case]:
    """These people as cases, in the same order. `own`: the viewer's threads. Three statements."""
    among = [person.pk for person in people]
    threads = Thread.objects.filter(
        structure=structure, kind=Thread.Kind.SUPPORT, closed_at=None, young__in=among
    )
    states = {
        young or 0: (waiting, exchanged, exchanged or made)
        for young, waiting, exchanged, made in threads.values_list(
            "young", "unanswered_since", "last_exchange_at", "created_at"
        )
    }
    profiles = {
        row[0]: Plan(*row[1:])
        for row in Profile.objects.filter(structure=structure, person__in=among).values_list(
            "person", "preferred_channel", "rhythm_days", "next_step", "next_step_on"
        )
    }
    now = clock.now()
    used = Device.objects.live(now).filter(person__in=among, last_seen_at__gt=now - USED_LATELY)
    context = Context(
        states,
        profiles,
        {line.young: line for line in own if line.young and not line.closed_at},
        parts,
        frozenset(used.values_list("person", flat=True)),
        structure.rhythm_days,
        now,
        today_in(structure),
    )
    return [_case(person, context) for person in people]


class Plan(NamedTuple):
    """What a profile says that a list shows."""

    preferred_channel: str = ""
    rhythm_days: int | None = None
    next_step: str = ""
    next_step_on: date | None = None


class Context(NamedTuple):
    """All that is known about the people of a list, by their keys."""

    states: dict[int, tuple[datetime | None, datetime | None, datetime]]
    plans: dict[int, Plan]
    own: dict[int | None, Line]
    parts: dict[int, str]
    on_app: frozenset[int]
    rhythm_days: int
    now: datetime
    today: date


NOTHING_SAID = Plan()


def _case(person: Listed, context: Context) -> Case:
    waiting, exchanged, since = context.states.get(person.pk, (None, None, None))
    plan = context.plans.get(person.pk, NOTHING_SAID)
    line = context.own.get(person.pk)
    years = age(person.birth_date, context.today)
    channel, reached = _channel(person, plan, on_app=person.pk in context.on_app)
    return Case(
        pk=person.pk,
        uid=person.uid,
        name=person.full_name,
        sort_name=f"{person.last_name} {person.first_name}".casefold(),
        initials=initials(person.first_name, person.last_name),
        age=years,
        minor=years is None or years < ADULT_AGE,
        commune=person.commune,
        programme=person.programme,
        file_number=person.file_number,
        phone=person.phone,
        phone_wrong=person.phone_wrong_at is not None,
        thread=line.uid if line else None,
        unread=line.unread if line else 0,
        unanswered_since=waiting,
        last_exchange_at=exchanged,
        rhythm_days=plan.rhythm_days or context.rhythm_days,
        channel=channel,
        reached=reached,
        next_step=plan.next_step,
        next_step_on=plan.next_step_on,
        part=context.parts.get(person.pk, ""),
        silent_days=(context.now - since).days if since else 0,
    )


def _channel(person: Listed, plan: Plan, *, on_app: bool) -> tuple[str, bool]:
    """The channel that works, and whether there is one: what they prefer, else what was used, else what is left."""
    callable_now = bool(person.phone) and person.phone_wrong_at is None
    if plan.preferred_channel:
        needs_phone = plan.preferred_channel in (Profile.Channel.SMS, Profile.Channel.CALL)
        if callable_now or not needs_phone:
            return str(Profile.Channel(plan.preferred_channel).label), True
    if on_app:
        return str(Profile.Channel.APP.label), True
    if callable_now:
        return str(Profile.Channel.CALL.label), True
    if person.email:
        return str(Profile.Channel.EMAIL.label), True
    return _("aucun connu"), False
