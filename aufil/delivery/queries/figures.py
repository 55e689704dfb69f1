"""How well a structure reaches its young people: figures, read by statements of a bounded cost on both databases."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from aufil.delivery.models import Channel
from aufil.delivery.queries.ways import takes_texts
from aufil.kernel import clock
from aufil.kernel.statements import Row, Statements, as_uuid
from aufil.people.models import Profile, Structure
from aufil.people.queries import today_in

# Who opened Aufil in the last month finds there what waits, without being told.
USED_LATELY = timedelta(days=30)
# What was written between a month and a day ago: all of it has had a day to be seen.
READ_BACK, SETTLED = timedelta(days=31), timedelta(days=1)
LONG = 60 * 24  # minutes, beyond which whole hours will do

HAS_BROWSER = (
    "EXISTS (SELECT 1 FROM people_device d WHERE d.person_id = p.id AND d.kind = 'browser'"
    " AND d.revoked_at IS NULL AND d.expires_at > %s AND d.assurance <> 'held' AND d.last_seen_at > %s)"
)
HAS_PUSH = (
    "EXISTS (SELECT 1 FROM delivery_pushsubscription b JOIN people_device d ON d.id = b.device_id"
    " WHERE b.person_id = p.id AND b.gone_at IS {0} AND d.revoked_at IS NULL AND d.expires_at > %s"
    " AND d.assurance <> 'held')"
)
KNOWN = (
    " LEFT JOIN delivery_address {0} ON {0}.person_id = p.id AND {0}.channel = '{1}' AND {0}.address = p.{2}"
)
# In the order of the fields of `Reached`.
REACHED = (
    "SELECT p.id, p.uid, p.first_name, p.last_name, p.phone, p.phone_wrong_at IS NOT NULL, p.email,"
    f" COALESCE(f.preferred_channel, ''), {HAS_BROWSER}, {HAS_PUSH.format('NULL')},"
    f" {HAS_PUSH.format('NOT NULL')}, s.dead_at IS NOT NULL, s.stopped_at IS NOT NULL,"
    " m.dead_at IS NOT NULL, m.stopped_at IS NOT NULL"
    " FROM people_membership stay JOIN people_person p ON p.id = stay.person_id"
    " LEFT JOIN people_profile f ON f.person_id = p.id AND f.structure_id = stay.structure_id"
    f"{KNOWN.format('s', 'sms', 'phone')}{KNOWN.format('m', 'email', 'email')}"
    " WHERE stay.structure_id = %s AND stay.role = 'young' AND stay.starts_on <= %s"
    " AND (stay.ends_on IS NULL OR stay.ends_on > %s) ORDER BY p.last_name, p.first_name, p.id"
)


class Reached(NamedTuple):
    """A young person with all that is known of the ways to them. A row of `REACHED`."""

    pk: int
    uid: UUID
    first_name: str
    last_name: str
    phone: str
    phone_wrong: bool
    email: str
    preferred: str
    on_app: bool
    push: bool
    push_gone: bool
    sms_dead: bool
    sms_stopped: bool
    email_dead: bool
    email_stopped: bool

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def by_sms(self) -> bool:
        closed = self.phone_wrong or self.sms_dead or self.sms_stopped or not self.wants_messages
        return bool(self.phone) and not closed and takes_texts(self.phone)

    @property
    def by_email(self) -> bool:
        closed = self.email_dead or self.email_stopped or not self.wants_messages
        return bool(self.email) and not closed

    @property
    def by_call(self) -> bool:
        return bool(self.phone) and not self.phone_wrong

    @property
    def wants_messages(self) -> bool:
        """Who prefers to be called gets no message."""
        return self.preferred != Profile.Channel.CALL

    @property
    def is_told(self) -> bool:
        """Does something leave for them?"""
        return self.push or self.by_sms or self.by_email

    @property
    def by_nothing(self) -> bool:
        return not self.is_told and not self.by_call and not self.on_app

    @property
    def failing(self) -> list[str]:
        """Which ways have closed, or are wrong: `phone-wrong`, `sms-dead`, `sms-stopped`, `email-dead`,
        `email-stopped`, `push-gone`. A push that is gone counts where no other browser is told."""
        closed = {
            "phone-wrong": bool(self.phone) and self.phone_wrong,
            "sms-dead": self.sms_dead and not self.phone_wrong,
            "sms-stopped": self.sms_stopped,
            "email-dead": self.email_dead,
            "email-stopped": self.email_stopped,
            "push-gone": self.push_gone and not self.push,
        }
        return [name for name, is_so in closed.items() if is_so]


def reached(structure: Structure) -> list[Reached]:
    """The young people of a structure today by name, each with the ways to them. One statement."""
    now, today = clock.now(), today_in(structure)
    values = (now, now - USED_LATELY, now, now, structure.pk, today, today)
    (rows,) = Statements().select((REACHED, values))
    return [_reached(row) for row in rows]


def _reached(row: Row) -> Reached:
    return Reached._make((row[0], as_uuid(row[1]), *row[2:8], *map(bool, row[8:])))


class Seen(NamedTuple):
    """What became of what staff wrote to young people over a month: how many, and the minutes until they saw it."""

    written: int
    minutes: list[tuple[int, int]]  # how long until it was seen, how many; the shortest first
    received: int  # by SMS or e-mail, of a person who lives by it: no reading is known
    called: int

    @property
    def seen(self) -> int:
        return sum(count for _minutes, count in self.minutes)

    @property
    def unseen(self) -> int:
        return self.written - self.seen - self.received - self.called

    def within(self, most: timedelta, least: timedelta = timedelta()) -> int:
        """How many were seen after `least`, and before `most`."""
        low, high = least.total_seconds() / 60, most.total_seconds() / 60
        return sum(count for minutes, count in self.minutes if low <= minutes < high)

    @property
    def median(self) -> timedelta | None:
        """Half of what was seen was seen sooner: to the minute within a day, to the hour after."""
        left = self.seen / 2
        for minutes, count in self.minutes:
            left -= count
            if left <= 0:
                return timedelta(minutes=max(minutes, 1))
        return None


def seen_in(structure: Structure) -> Seen:
    """What was written to the young people of a structure over a month, and when they saw it. One statement."""
    statements, now = Statements(), clock.now()
    minutes = statements.minutes_between("n.created_at", "n.seen_at")
    # Apart from what counts them, so that SQLite reads the two times of each once.
    sql = (
        "WITH told AS MATERIALIZED (SELECT CASE WHEN n.seen_at IS NULL AND n.state = 'delivered' THEN -2"
        f" WHEN n.seen_at IS NULL AND n.state = 'done' THEN -3 WHEN n.seen_at IS NULL THEN -1 ELSE {minutes}"
        " END AS m FROM delivery_notice n WHERE n.structure_id = %s AND n.reach = 4 AND n.created_at >= %s"
        " AND n.created_at < %s AND n.withdrawn_at IS NULL)"
        f" SELECT CASE WHEN m < {LONG} THEN m ELSE m / 60 * 60 END AS step, COUNT(*) FROM told"
        " GROUP BY 1 ORDER BY 1"
    )
    (rows,) = statements.select((sql, (structure.pk, now - READ_BACK, now - SETTLED)))
    counts = {int(step): int(count) for step, count in rows}
    seen = [(step, count) for step, count in counts.items() if step >= 0]
    return Seen(sum(counts.values()), seen, counts.get(-2, 0), counts.get(-3, 0))


class Month(NamedTuple):
    """What left in a month, by channel, and what the text messages cost."""

    first: date
    push: int
    sms: int
    email: int
    parts: int
    cost: int  # thousandths of a euro

    @property
    def euros(self) -> float:
        return self.cost / 1000


def months_of(structure: Structure, starts: Sequence[datetime], price: int) -> list[Month]:
    """What left since each of `starts` (the first instants of months, the latest first) until the next. One statement.

    `price`: thousandths of a euro a part. What a provider says of the parts counts, and what we counted, once.
    """
    whens = " ".join(f"WHEN a.made_at >= %s THEN {number}" for number in range(len(starts)))
    sql = (
        f"SELECT a.channel, CASE {whens} END AS month, COUNT(*), SUM(CASE WHEN a.channel = 'sms' THEN"
        " (SELECT MAX(r.parts) FROM delivery_receipt r WHERE r.attempt_id = a.id) ELSE 0 END)"
        " FROM delivery_attempt a WHERE a.structure_id = %s AND a.made_at >= %s GROUP BY 1, 2"
    )
    (rows,) = Statements().select((sql, (*starts, structure.pk, starts[-1])))
    found = {(channel, month): (int(count), int(parts or 0)) for channel, month, count, parts in rows}

    def of(number: int, channel: str) -> tuple[int, int]:
        return found.get((channel, number), (0, 0))

    return [
        Month(
            start.date(),
            of(number, Channel.PUSH)[0],
            of(number, Channel.SMS)[0],
            of(number, Channel.EMAIL)[0],
            of(number, Channel.SMS)[1],
            of(number, Channel.SMS)[1] * price,
        )
        for number, start in enumerate(starts)
    ]
