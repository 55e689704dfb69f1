"""A world made of one notice and a clock: time goes from one due moment to the next, and things happen between."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from aufil.delivery.ladder import Call, End, House, Matter, Rung, Send, Step, Wait, Way, Ways, next_step
from aufil.delivery.models import Channel, Notice
from aufil.delivery.states import Said, Standing, State, Try, afterwards
from aufil.kernel.hours import Hours, Interval

MESSAGES = frozenset({Channel.SMS.value, Channel.EMAIL.value})
SMS, EMAIL = Way(Channel.SMS, "+33639980000"), Way(Channel.EMAIL, "lea@exemple.fr")
PHONE, TABLET = Way(Channel.PUSH, "phone"), Way(Channel.PUSH, "tablet")


def week(opens: int, closes: int, days: int, zone: str, holidays: str) -> Hours:
    return Hours(
        [Interval(day, time(opens), time(closes)) for day in range(days)], zone, holiday_zone=holidays
    )


def house(zone: str = "Europe/Paris", holidays: str = "", *, opens: int = 9, closes: int = 17) -> House:
    """As structures begin: open 9 to 17, Monday to Friday; by day, 8 to 20, Monday to Saturday."""
    minutes = timedelta(minutes=1)
    hours = week(opens, closes, 5, zone, holidays) if closes > opens else Hours([], zone)
    day = week(8, 20, 6, zone, holidays)
    return House(hours, day, 2 * minutes, 240 * minutes, hours.usual_day, 3 * minutes)


def young(*ways: Way, by_sms: bool = False, called: bool = True) -> Ways:
    push = Rung(frozenset({Channel.PUSH.value}), tuple(way for way in ways if way.channel == Channel.PUSH))
    messages = Rung(MESSAGES, tuple(way for way in ways if way.channel != Channel.PUSH))
    return Ways((push, messages), can_be_called=called, lives_by_sms=by_sms)


def staff(*ways: Way, **wishes: object) -> Ways:
    return Ways((Rung(frozenset({Channel.PUSH.value, Channel.EMAIL.value}), ways),), **wishes)


@dataclass(frozen=True)
class News:
    """Something learnt of a try, so long after it was made."""

    said: str
    after: timedelta = timedelta()


@dataclass
class Walk:
    """One notice on its way. `news`: what comes of each try in turn; beyond them the provider never answers."""

    it: Matter
    ways: Ways
    house: House
    news: list[tuple[News, ...]] = field(default_factory=list)
    read_at: datetime | None = None
    back_at: datetime | None = None  # the clock is moved back an hour then, once
    tries: list[Try] = field(default_factory=list)
    due: list[tuple[datetime, int, str]] = field(default_factory=list)
    steps: list[tuple[datetime, Step]] = field(default_factory=list)
    sent: list[tuple[datetime, Way]] = field(default_factory=list)
    stands: Standing = field(default_factory=lambda: Standing(State.WAITING))
    is_over: bool = False

    def run(self) -> "Walk":
        look: datetime | None = self.it.created_at + timedelta(minutes=2)
        for _ in range(200):
            if not self.due and look is None:
                break
            now = min([at for at, _number, _said in self.due] + ([look] if look else []))
            if self.read_at and now >= self.read_at and not self.is_over:
                self.stands, self.is_over = Standing(State.SEEN), True
                return self
            if self.back_at and now >= self.back_at:
                now, self.back_at = now - timedelta(hours=1), None
            self._hear(now)
            if self.is_over:
                self.stands, look = afterwards(self.stands, self.tries), None
            else:
                look = self._look(now)
        else:
            raise AssertionError("it goes round and round")
        if self.read_at and not self.is_over:
            self.stands, self.is_over = Standing(State.SEEN), True
        return self

    def _hear(self, now: datetime) -> None:
        heard = [one for one in self.due if one[0] <= now or one[0] == min(self.due)[0]]
        self.due = [one for one in self.due if one not in heard]
        for _at, number, said in heard:
            tried = self.tries[number]
            self.tries[number] = tried._replace(said=tried.said | {said}, waits=False)

    def _look(self, now: datetime) -> datetime | None:
        step = next_step(self.it, self.tries, self.ways, self.house, now)
        self.steps.append((now, step))
        if isinstance(step, Wait):
            self.stands = step.shown
            return max(step.until, now + timedelta(seconds=1))
        if isinstance(step, Send):
            self._send(step, now)
            return self._look(now)
        if isinstance(step, Call):
            self.stands, self.it = (
                Standing(State.TO_CALL, step.reason),
                self.it._replace(is_on_call_list=True),
            )
            return self.it.pointless_at
        assert isinstance(step, End)
        self.stands, self.is_over = step.shown, True
        return None

    def _send(self, step: Send, now: datetime) -> None:
        for way in step.ways:
            assert step.before is None or now < step.before
            self.sent.append((now, way))
            self.tries.append(Try(len(self.tries), way.channel, way.address, now, waits=True))
            number = len(self.tries) - 1
            for one in self.news[number] if number < len(self.news) else ():
                self.due.append((now + one.after, number, one.said))
        self.due.sort()


def reached_its_end(walk: Walk) -> bool:
    """Ended, or somebody is asked to call."""
    return walk.is_over or walk.stands.state == State.TO_CALL


TAKEN, FAILED, DELIVERED = News(Said.TAKEN), News(Said.FAILED), News(Said.DELIVERED)
ALL = Notice.Reach.CALL
