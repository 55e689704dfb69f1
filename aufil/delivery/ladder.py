"""What to do next for a notice: a pure function of what is known, so that it can be read, and tried a million times.

    seen on an open screen  →  push  →  SMS or e-mail  →  somebody calls

Each step has the time its structure gives it, counted in working hours, or half of what is left where that is less:
two hours before an appointment nobody waits until tomorrow. A step that failed gives way at once. A step without a
way (no browser to tell, no number) is passed over. Quiet hours, by the day of the person, let nothing leave but what
is urgent. How far a notice may go is its `reach`; where the way ends, it ends: as *delivered* or *sent* if it left,
*dropped* with a reason if not. Staff have one step: push, or else e-mail, as they wish to be told; nobody calls them.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from aufil.delivery.models import Channel, Notice
from aufil.delivery.states import Reason, Standing, State, Try, ending, standing
from aufil.kernel.hours import Hours

MOMENT = timedelta(minutes=1)  # for what is leaving just now to have left
GATHERED = timedelta(minutes=30)  # between two alerts of who wants them grouped, in working hours
LOOKS = 8  # as many waits as may follow each other before something is done
UNOPENED = timedelta(days=1)  # until it is looked at again, where no day is ever open


class Matter(NamedTuple):
    """A notice, as far as its next step depends on it."""

    created_at: datetime
    reach: int = Notice.Reach.CALL
    urgent: bool = False
    pointless_at: datetime | None = None
    is_on_call_list: bool = False
    # Somebody asked for it to be sent again: tries up to this one take no part in what comes next.
    again_after: int | None = None

    def is_pointless(self, at: datetime) -> bool:
        return self.pointless_at is not None and self.pointless_at <= at

    def that_count(self, tries: Sequence[Try]) -> list[Try]:
        return [one for one in tries if self.again_after is None or one.attempt > self.again_after]


def matter_of(notice: Notice) -> Matter:
    return Matter(
        notice.created_at,
        notice.reach,
        notice.urgent,
        notice.pointless_at,
        notice.state == State.TO_CALL,
        notice.again_after,
    )


class Way(NamedTuple):
    channel: str
    address: str


class Rung(NamedTuple):
    """One step: what it may go by, the preferred first; of the channel that is taken, every address is told."""

    channels: frozenset[str]
    ways: tuple[Way, ...]


class Ways(NamedTuple):
    """How somebody can be reached, and wishes to be, in a structure."""

    rungs: tuple[Rung, ...] = ()
    can_be_called: bool = False
    # The most a channel can know is enough: a text message that has come needs no more.
    lives_by_sms: bool = False
    lives_by_email: bool = False
    silence: str = ""  # they asked for no alert: the reason
    wants_groups: bool = False
    last: Mapping[str, datetime] = {}  # when each channel was last used


class House(NamedTuple):
    """The hours and the waits of a structure."""

    hours: Hours  # in which waits are counted
    day: Hours  # outside of which is quiet
    screen: timedelta
    push: timedelta
    message: timedelta
    together: timedelta

    def after(self, start: datetime, wait: timedelta, *, urgent: bool) -> datetime:
        """When `wait` of working time will have passed since `start`; of any time, for what is urgent."""
        if urgent:
            return start + wait
        counted = self.hours if self.hours.by_weekday else self.day
        return counted.after(start, wait) or start + wait


class Wait(NamedTuple):
    """Nothing now; look again at `until`."""

    until: datetime
    shown: Standing


class Send(NamedTuple):
    """Leave by these ways, all of one channel; not any more from `before` on."""

    ways: tuple[Way, ...]
    before: datetime | None


class Call(NamedTuple):
    """Somebody has to call."""

    reason: str


class End(NamedTuple):
    shown: Standing


Step = Wait | Send | Call | End


def next_step(
    it: Matter,
    tries: Sequence[Try],
    ways: Ways,
    house: House,
    now: datetime,
    *,
    early: timedelta = timedelta(),
) -> Step:
    """What to do now for `it`. `early`: how much sooner than its time it may leave, along with others."""
    if any(one.was_read for one in tries):
        return End(Standing(State.SEEN))
    fresh = it.that_count(tries)
    if ways.lives_by_sms and any(one.has_come and one.channel == Channel.SMS for one in fresh):
        return End(ending(tries, ""))
    if it.is_pointless(now):
        come = any(one.has_come for one in tries)
        return End(ending(tries, "") if come else Standing(State.DROPPED, Reason.TOO_LATE))
    if it.is_on_call_list:
        return Call(_why_call(tries))
    if ways.silence:
        return End(Standing(State.DROPPED, ways.silence))
    step = _climb(it, tries, ways, house, now, early)
    if isinstance(step, Wait) and it.pointless_at:
        return step._replace(until=min(step.until, it.pointless_at))
    return step


def foresee(
    it: Matter, tries: Sequence[Try], ways: Ways, house: House, now: datetime
) -> tuple[datetime, Step]:
    """What will be done next for it, and when, if nothing is learnt before; what waits to leave is taken as gone.

    A `Wait` only where nothing but waiting is in sight.
    """
    gone = [one._replace(waits=False, has_started=False) for one in tries]
    at, step = now, next_step(it, gone, ways, house, now)
    for _look in range(LOOKS):
        if not isinstance(step, Wait):
            break
        at = max(step.until, at + MOMENT)
        step = next_step(it, gone, ways, house, at)
    return at, step


def _climb(
    it: Matter, tries: Sequence[Try], ways: Ways, house: House, now: datetime, early: timedelta
) -> Step:
    ready = _gives_way(it, house, it.created_at, GATHERED if ways.wants_groups else house.screen)
    if not tries and now + early < ready:
        return Wait(ready, _held(house, now))
    rungs = ways.rungs[: it.reach - Notice.Reach.SCREEN]
    fresh, first = it.that_count(tries), _begins_at(it, tries, rungs)
    may_call = ways.can_be_called and it.reach == Notice.Reach.CALL
    for number, (rung, wait) in enumerate(zip(rungs, (house.push, house.message), strict=False)):
        if number < first:
            continue
        mine = [one for one in fresh if one.channel in rung.channels]
        alive = [one for one in mine if one.is_alive]
        over = _gives_way(it, house, min(one.made_at for one in mine), wait) if mine else ready
        if alive:
            goes_on = may_call or any(further.ways for further in rungs[number + 1 :])
            if now + early < over and (goes_on or any(one.waits for one in alive)):
                return Wait(over, standing(alive))
            if any(one.has_started for one in alive):
                return Wait(now + MOMENT, standing(alive))
        elif not mine or now < over:
            failed = {(one.channel, one.address) for one in mine if one.has_failed}
            left = [way for way in rung.ways if way not in failed]
            if left:
                return _leave(it, left, ways, house, now)
    if may_call:
        return Call(_why_call(tries))
    return End(ending(tries, Reason.NO_WAY if rungs else Reason.SCREEN))


def _gives_way(it: Matter, house: House, tried_at: datetime, wait: timedelta) -> datetime:
    """When a step has had its time; of what is soon pointless, half of what is left at most: the next must help too."""
    over = house.after(tried_at, wait, urgent=it.urgent)
    return min(over, tried_at + (it.pointless_at - tried_at) / 2) if it.pointless_at else over


def _begins_at(it: Matter, tries: Sequence[Try], rungs: Sequence[Rung]) -> int:
    """What is sent again takes the last step that was tried anew; anything else begins at the first."""
    used = {one.channel for one in tries} if it.again_after is not None else set()
    return max((number for number, rung in enumerate(rungs) if rung.channels & used), default=0)


def _leave(it: Matter, left: Sequence[Way], ways: Ways, house: House, now: datetime) -> Step:
    """Now, unless the hour is quiet, or something left by the same channel a moment ago."""
    channel, closes = left[0].channel, None
    if not it.urgent:
        closes = house.day.closing(now)
        if closes is None:
            opens = house.day.next_opening(now) or now + UNOPENED
            return Wait(opens.astimezone(UTC), Standing(State.HELD, Reason.QUIET))
        last = ways.last.get(channel)
        if last and last <= now < last + house.together:
            return Wait(last + house.together, Standing(State.WAITING, Reason.TOGETHER))
    ends = [at for at in (closes, it.pointless_at) if at]
    before = min(ends, key=datetime.timestamp).astimezone(UTC) if ends else None
    return Send(tuple(way for way in left if way.channel == channel), before)


def _held(house: House, now: datetime) -> Standing:
    """How a notice stands whose time has not come: its hours are not running, or they are."""
    open_now = house.hours.closing(now) if house.hours.by_weekday else house.day.closing(now)
    return Standing(State.WAITING) if open_now else Standing(State.HELD, Reason.HOURS)


def _why_call(tries: Sequence[Try]) -> str:
    if any(one.is_alive and not one.waits for one in tries):
        return Reason.SILENT
    return Reason.FAILED if any(one.has_failed for one in tries) else Reason.NO_WAY
