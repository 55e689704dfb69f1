"""How the demonstration's young people were reached: what was tried for what they read, and what became of the rest."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from aufil.delivery.models import Address, Attempt, CallLine, Carried, Channel, Notice, Receipt
from aufil.delivery.queries import Reason
from aufil.people.models import Person, Role
from aufil.thread.models import Thread

Said, State = Receipt.Said, Notice.State
LATELY, EACH = timedelta(days=21), 6
MINUTE = timedelta(minutes=1)
PARIS, SATURDAY, CLOSES = ZoneInfo("Europe/Paris"), 5, 19
DEAD = "number unknown"


def by_day(at: datetime) -> datetime:
    """The first moment from then on that is neither night nor week-end."""
    local = at.astimezone(PARIS)
    while local.weekday() >= SATURDAY or local.hour >= CLOSES:
        local = local.replace(hour=9, minute=local.minute % 20) + timedelta(days=1)
    return local.replace(hour=max(local.hour, 9))


class Tried(NamedTuple):
    """One try: by what, how long after the notice, and what came back."""

    channel: str
    after: timedelta
    said: tuple[str, ...]
    code: str = ""
    dead: bool = False


class Story(NamedTuple):
    """What became of something that was not read."""

    tries: tuple[Tried, ...]
    state: str
    reason: str = ""
    line: int = -1  # on the call list, tried so many times
    ended: bool = False
    again_in: timedelta | None = None


PUSHED = Tried(Channel.PUSH, 2 * MINUTE, (Said.TAKEN,))
TEXTED = Tried(Channel.SMS, timedelta(hours=4), (Said.TAKEN, Said.DELIVERED))
DEAD_TEXT = Tried(Channel.SMS, timedelta(hours=4), (Said.TAKEN, Said.FAILED), DEAD, dead=True)
CUT_OFF = Tried(Channel.SMS, timedelta(hours=4), (Said.UNKNOWN,))
MAILED = Tried(Channel.EMAIL, timedelta(hours=4, minutes=1), (Said.TAKEN,))
BOUNCED = Tried(Channel.EMAIL, timedelta(hours=4), (Said.REFUSED,), "550 5.1.1", dead=True)
TWO_WORDS = Tried(Channel.SMS, timedelta(hours=4), (Said.TAKEN, Said.DELIVERED, Said.FAILED), "expired")
SILENT = Story((PUSHED, TEXTED), State.TO_CALL, Reason.SILENT, line=1)
DOUBT = Story((CUT_OFF,), State.FAILED, Reason.UNKNOWN, again_in=timedelta(hours=9))
STORIES = (
    Story((PUSHED, DEAD_TEXT), State.TO_CALL, Reason.FAILED, line=0),
    Story((PUSHED, TEXTED), State.DELIVERED, again_in=timedelta(hours=20)),
    DOUBT,
    Story((), State.HELD, Reason.QUIET, again_in=timedelta(hours=10)),
    Story((DEAD_TEXT,), State.DROPPED, Reason.TOO_LATE, ended=True),
    Story((TWO_WORDS,), State.DELIVERED, Reason.DOUBT, ended=True),
)
# In Cholet, one of each.
CHOSEN = {
    "ines": SILENT,
    "theo": Story((DEAD_TEXT, MAILED), State.TO_CALL, Reason.SILENT, line=0),
    "justine": Story((BOUNCED,), State.TO_CALL, Reason.FAILED, line=0),
    "dylan": DOUBT,
    "jordan": Story((PUSHED, DEAD_TEXT), State.TO_CALL, Reason.FAILED, line=2),
    "lucas": Story((), State.HELD, Reason.QUIET, again_in=timedelta(hours=10)),
    "morgane": Story((DEAD_TEXT,), State.DROPPED, Reason.TOO_LATE, ended=True),
    "pauline": Story((TWO_WORDS,), State.DELIVERED, Reason.DOUBT, ended=True),
}


@dataclass
class Rows:
    """What is to be inserted, in few statements."""

    namespace: UUID
    now: datetime
    attempts: list[tuple[Attempt, Notice, Tried]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def try_for(self, notice: Notice, person: Person, tried: Tried, number: int) -> None:
        address = {Channel.SMS: person.phone, Channel.EMAIL: person.email}.get(Channel(tried.channel), "")
        if tried.channel != Channel.PUSH and not address:
            return
        uid = uuid5(self.namespace, f"attempt {notice.topic}/{notice.position}/{number}")
        attempt = Attempt(
            uid=uid,
            structure_id=notice.structure_id,
            person=person,
            channel=tried.channel,
            address=address or str(uuid5(self.namespace, f"browser {person.username}")),
            made_at=min(by_day(notice.created_at + tried.after), self.now - MINUTE),
        )
        self.attempts.append((attempt, notice, tried))

    def _known(self) -> dict[tuple[int, str, str], tuple[Attempt, Tried]]:
        """Of each number and address, the last that was learnt; a dead one stays dead."""
        told = [(a, tried) for a, _notice, tried in self.attempts if a.channel != Channel.PUSH]
        learnt = [one for one in told if one[1].dead or Said.DELIVERED in one[1].said]
        learnt.sort(key=lambda one: (one[1].dead, one[0].made_at))
        return {(a.person_id, a.channel, a.address): (a, tried) for a, tried in learnt}

    def insert(self) -> None:
        Attempt.objects.bulk_create([attempt for attempt, _notice, _tried in self.attempts])
        Carried.objects.bulk_create(Carried(attempt=a, notice=notice) for a, notice, _tried in self.attempts)
        Receipt.objects.bulk_create(
            Receipt(
                attempt=attempt,
                said=said,
                at=min(attempt.made_at + (number + 1) * MINUTE / 2, self.now),
                code=tried.code if said in (Said.FAILED, Said.REFUSED) else "",
                for_good=tried.dead and said in (Said.FAILED, Said.REFUSED),
                parts=1 if attempt.channel == Channel.SMS and number == 0 else 0,
            )
            for attempt, _notice, tried in self.attempts
            for number, said in enumerate(tried.said)
        )
        Address.objects.bulk_create(
            (
                Address(
                    person_id=attempt.person_id,
                    channel=attempt.channel,
                    address=attempt.address,
                    dead_at=attempt.made_at + MINUTE if tried.dead else None,
                    delivered_at=None if tried.dead else attempt.made_at + MINUTE,
                    why=tried.code if tried.dead else "",
                )
                for attempt, tried in self._known().values()
            ),
            ignore_conflicts=True,
        )
        Notice.objects.bulk_update(self.notices, ["state", "reason", "due_at", "ended_at", "call"])


def tell_groups(now: datetime) -> None:
    """What was said in groups stopped at a notification."""
    waiting = Notice.objects.filter(topic__in=Thread.objects.filter(kind=Thread.Kind.GROUP).values("pk"))
    waiting.update(reach=Notice.Reach.PUSH)
    young = waiting.filter(seen_at=None, person__memberships__role=Role.YOUNG)
    Notice.objects.filter(pk__in=young.values("pk")).update(state=State.SENT, ended_at=now - MINUTE)


def seen(at: datetime) -> dict[str, Any]:
    """What a notice says that was read."""
    return {"seen_at": at, "ended_at": at, "state": State.SEEN}


def reach(people: Iterable[Person], now: datetime, namespace: UUID) -> None:
    """Attempts for what was read lately, in the young people's own threads; a story for what was not."""
    young = {person.pk: person for person in people}
    own = Thread.objects.filter(kind=Thread.Kind.SUPPORT, young__in=young).values("pk")
    lately = Notice.objects.filter(person__in=young, topic__in=own, person__memberships__role=Role.YOUNG)
    tell_groups(now)
    rows = Rows(namespace, now)
    each: dict[int, list[Notice]] = {}
    for notice in lately.filter(seen_at__isnull=False, created_at__gt=now - LATELY).order_by("-created_at"):
        each.setdefault(notice.person_id, []).append(notice)
    for number, (pk, notices) in enumerate(sorted(each.items())):
        for notice in notices[:EACH]:
            rows.try_for(notice, young[pk], _usual(number, notice.position, young[pk]), 0)
    _tell_unread(rows, young, lately.filter(seen_at=None).order_by("pk"))
    rows.insert()


def _usual(number: int, position: int, person: Person) -> Tried:
    """What most are told by, and read."""
    if number % 4 == 1 and person.phone:
        return Tried(Channel.SMS, 2 * MINUTE, (Said.TAKEN, Said.DELIVERED, Said.OPENED)[: 2 + position % 2])
    if number % 4 == 3 and person.email:
        return Tried(Channel.EMAIL, 5 * MINUTE, (Said.TAKEN, Said.OPENED))
    return PUSHED


def _tell_unread(rows: Rows, young: dict[int, Person], unread: Iterable[Notice]) -> None:
    lines: dict[int, CallLine] = {}
    for number, notice in enumerate(unread):
        person = young[notice.person_id]
        story = CHOSEN.get(person.username) or STORIES[number % len(STORIES)]
        for count, tried in enumerate(story.tries):
            rows.try_for(notice, person, tried, count)
        notice.state, notice.reason = story.state, story.reason
        notice.due_at = rows.now + story.again_in if story.again_in else None
        notice.ended_at = rows.now - timedelta(hours=5) if story.ended else None
        if story.line >= 0:
            notice.call = lines.get(person.pk) or _line(notice, person, story, rows)
            lines[person.pk] = notice.call
        rows.notices.append(notice)


def _line(notice: Notice, person: Person, story: Story, rows: Rows) -> CallLine:
    opened = min(by_day(notice.created_at + timedelta(hours=7)), rows.now - timedelta(minutes=50))
    return CallLine.objects.create(
        uid=uuid5(rows.namespace, f"line {person.username}"),
        structure_id=notice.structure_id,
        person=person,
        opened_at=opened,
        tries=story.line,
        tried_at=rows.now - timedelta(minutes=35) if story.line else None,
    )
