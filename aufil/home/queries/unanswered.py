"""Who waits for a counsellor who is away, or has been silent too long: shown to who stands in, then to the pilot."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from aufil.delivery.models import Notice
from aufil.kernel import clock
from aufil.kernel.hours import Hours
from aufil.people.models import Absence, Person, Structure, Support
from aufil.people.queries import today_in, working_hours_of
from aufil.thread.models import Member, Thread
from aufil.thread.queries import nudges_of

# In the working hours of whoever has to answer: « silent for 4 working hours ».
PATIENCE = timedelta(hours=4)
UNOPENED = timedelta(days=1)  # where somebody has no hours at all


class Why(StrEnum):
    """Why it is shown to somebody else than the referent."""

    AWAY = "away"
    SILENT = "silent"
    NOBODY = "nobody"  # has no referent today


class Overdue(NamedTuple):
    """A young person whose answer has become the pilot's matter; people by their keys."""

    young: int
    thread: UUID
    since: datetime
    why: Why
    referent: int | None
    stand_in: int | None
    until: date | None  # the last day of the referent's absence

    @property
    def answering(self) -> int | None:
        """Who should answer today."""
        return self.stand_in if self.why == Why.AWAY else self.referent


class Cover(NamedTuple):
    """In whose place somebody answers, and until when, that day included."""

    name: str
    until: date


def covered_by(viewer: Person, structure: Structure, young: Collection[int]) -> dict[int, Cover]:
    """Those of these young people whose referent is away today with the viewer as stand-in. Two statements, one when
    the viewer stands in for nobody."""
    absences = Absence.objects.on(today_in(structure)).filter(structure=structure, stand_in=viewer)
    away = {one.person_id: one for one in absences.select_related("person")}
    if not away:
        return {}
    rows = Support.objects.on(today_in(structure)).filter(
        structure=structure, part=Support.Part.REFERENT, counsellor__in=away, young__in=young
    )
    return {
        one: Cover(away[referent].person.first_name, away[referent].ends_on)
        for one, referent in rows.values_list("young", "counsellor")
    }


def overdue(structure: Structure) -> list[Overdue]:
    """Who waits past the patience of a structure's counsellors and their stand-ins, the longest first.

    Seven statements. A counsellor who is there has four of their working hours; one who is away leaves them to the
    stand-in they declared; where nobody stands in, or who does is away too, it is the pilot's at once.
    """
    now, today = clock.now(), today_in(structure)
    threads = Thread.objects.filter(structure=structure, kind=Thread.Kind.SUPPORT, closed_at=None)
    waiting = threads.filter(unanswered_since__isnull=False)
    rows = list(waiting.order_by("unanswered_since", "pk").values_list("young", "uid", "unanswered_since"))
    supports = Support.objects.on(today).filter(
        structure=structure, part=Support.Part.REFERENT, young__in=waiting.values("young")
    )
    referents = dict(supports.order_by("-starts_on").values_list("young", "counsellor"))
    away = {one.person_id: one for one in Absence.objects.on(today).filter(structure=structure)}
    stand_ins = {one.stand_in_id for one in away.values() if one.stand_in_id}
    hours = working_hours_of({*referents.values(), *stand_ins}, structure)
    usual = structure.hours()
    found = [_case(young or 0, uid, since or now, referents, away) for young, uid, since in rows]
    return [one for one in found if _is_due(one, away, hours, usual, now)]


def _case(
    young: int, thread: UUID, since: datetime, referents: Mapping[int, int], away: Mapping[int, Absence]
) -> Overdue:
    referent = referents.get(young)
    absence = away.get(referent) if referent else None
    why = Why.AWAY if absence else Why.SILENT if referent else Why.NOBODY
    stand_in = absence.stand_in_id if absence and absence.stand_in_id not in away else None
    return Overdue(young, thread, since, why, referent, stand_in, absence.ends_on if absence else None)


def _is_due(
    one: Overdue, away: Mapping[int, Absence], hours: Mapping[int, Hours], usual: Hours, now: datetime
) -> bool:
    """Is it the pilot's matter by now?"""
    if one.referent is None:
        return _over(usual, one.since) <= now
    if one.why == Why.AWAY and one.stand_in is None:
        return True
    if _over(hours[one.referent], one.since) <= now:  # before they went away
        return True
    if one.stand_in is None:
        return False
    own = hours[one.stand_in]
    begins = datetime.combine(away[one.referent].starts_on, time(), tzinfo=own.zone)
    return _over(own, max(one.since, begins, key=datetime.timestamp)) <= now


def _over(hours: Hours, since: datetime) -> datetime:
    return hours.after(since, PATIENCE) or since + UNOPENED


class Unanswered(NamedTuple):
    """An overdue answer as a page shows it: names, times and states, never a text."""

    it: Overdue
    young: Person
    referent: Person | None
    stand_in: Person | None
    waited: timedelta  # in the working hours of the structure
    may_read: bool  # the viewer is in the thread
    nudge: Notice | None  # that whoever should answer was told again

    @property
    def answering(self) -> Person | None:
        return self.stand_in if self.it.why == Why.AWAY else self.referent


def unanswered(viewer: Person, structure: Structure, some: Sequence[Overdue]) -> list[Unanswered]:
    """These, with names, in the same order. Four statements."""
    keys = {key for one in some for key in (one.young, one.referent, one.stand_in) if key}
    people = Person.objects.in_bulk(keys)
    inside = Member.objects.filter(person=viewer, left_at=None, thread__uid__in=[one.thread for one in some])
    own = set(inside.values_list("thread__uid", flat=True))
    nudges = nudges_of({one.thread: (one.since, one.answering) for one in some if one.answering})
    hours, now = structure.hours(), clock.now()
    return [
        Unanswered(
            one,
            people[one.young],
            people.get(one.referent or 0),
            people.get(one.stand_in or 0),
            hours.open_between(one.since, now) if hours.by_weekday else now - one.since,
            one.thread in own,
            nudges.get(one.thread),
        )
        for one in some
    ]
