"""Handing over what leaves: a queue a channel, claimed for the time of a lease.

claim, check, mark `started_at`  │ commit │  hand over  │  write what became of each
                                            ^ killed here: nobody can tell, unless the channel knows a repeat
"""

import random
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from aufil.delivery.actions.keeping import is_theirs
from aufil.delivery.actions.receipts import learn
from aufil.delivery.carriers import carrier_of
from aufil.delivery.channels import Fate, Parcel
from aufil.delivery.models import Attempt, Carried, Channel, Notice, Outgoing, Receipt
from aufil.delivery.sources import words_of
from aufil.delivery.states import NOT_NEEDED, TOO_LATE_TO_LEAVE, Reason, Said, State
from aufil.kernel import clock
from aufil.kernel.statements import Columns, Statements, Update

LEASE = timedelta(seconds=90)  # extended while fates come; one parcel takes 30 s at most
EXTENDED_EVERY = 20.0  # seconds
# Few where a repeat is not known: a killed worker leaves a doubt on each.
AT_ONCE, AT_ONCE_WITH_CARE = 200, 20
LATER = "later"
# Fates that come close behind each other are written together, those of a twentieth of a second at most.
CLOSE, GATHERED = 0.01, 0.05  # seconds
PUT_BACK = Columns(
    "delivery_outgoing",
    {"attempt_id": "bigint", "due_at": "timestamptz", "claim": "uuid", "started_at": "timestamptz"},
)
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=10), timedelta(minutes=15)


def carry_push() -> bool:
    return carry(Channel.PUSH)


def carry_sms() -> bool:
    return carry(Channel.SMS)


def carry_email() -> bool:
    return carry(Channel.EMAIL)


def carry(channel: str) -> bool:
    """One stretch of a channel: what was written for somebody before what was sent to many. Does more wait?"""
    carrier = carrier_of(channel)
    if carrier is None or not Outgoing.objects.filter(channel=channel, due_at__lte=clock.now()).exists():
        return False
    most = AT_ONCE if carrier.knows_repeats else AT_ONCE_WITH_CARE
    claim = uuid4()
    parcels, taken = claim_some(channel, claim=claim, most=most, repeats=carrier.knows_repeats)
    if parcels:
        register = Register(claim)
        for parcel, fate in carrier.carry(parcels):
            register.note(parcel, fate)
        register.write()
    return taken == most


@transaction.atomic
def claim_some(channel: str, *, claim: UUID, most: int, repeats: bool) -> tuple[list[Parcel], int]:
    """Take what is due, for the time of a lease; what must not leave any more is settled at once. The parcels that
    leave, and how many were looked at."""
    now = clock.now()
    rows = _due(channel, now, most)
    cut_off = [row for row in rows if row.started_at and not repeats]
    late = [row for row in rows if row not in cut_off and row.leaves_before and row.leaves_before <= now]
    rest = {row.attempt_id: row for row in rows if row not in cut_off and row not in late}
    parcels = _parcels(list(rest), now)
    needless = [pk for pk in rest if pk not in {parcel.attempt.pk for parcel in parcels}]
    leaving = [parcel.attempt.pk for parcel in parcels]
    Outgoing.objects.filter(pk__in=leaving).update(
        claim=claim, started_at=now, due_at=now + LEASE, tries=F("tries") + 1
    )
    receipts = [
        *(Receipt(attempt_id=row.pk, said=Said.UNKNOWN, at=now) for row in cut_off),
        *(Receipt(attempt_id=row.pk, said=Said.REFUSED, at=now, code=TOO_LATE_TO_LEAVE) for row in late),
        *(Receipt(attempt_id=pk, said=Said.REFUSED, at=now, code=NOT_NEEDED) for pk in needless),
    ]
    Outgoing.objects.filter(pk__in=[one.attempt_id for one in receipts]).delete()
    if receipts:
        learn(receipts)
    return parcels, len(rows)


def _due(channel: str, now: datetime, most: int) -> list[Outgoing]:
    """Two short scans, so that what was written for somebody never waits behind what was sent to many."""
    rows: list[Outgoing] = []
    for weight in Notice.Weight.values:
        due = Outgoing.objects.select_for_update(skip_locked=True).filter(channel=channel, due_at__lte=now)
        if left := most - len(rows):
            rows += due.filter(weight=weight).order_by("due_at")[:left]
    return rows


def _parcels(attempts: Sequence[int], now: datetime) -> list[Parcel]:
    """What these attempts say: of their notices, those that still matter. One with nothing to say is missing, and one
    to a number or an address its person has left meanwhile: it may be somebody else's by now."""
    carried = Carried.objects.filter(attempt__in=attempts, notice__ended_at=None).select_related("notice")
    open_ones = [c for c in carried.order_by("notice_id") if not _is_pointless(c.notice, now)]
    words = words_of(list({c.notice_id: c.notice for c in open_ones}.values()))
    _withdraw_unsaid([c.notice for c in open_ones if c.notice_id not in words], now)
    said: dict[int, list[int]] = {}
    for one in open_ones:
        if one.notice_id in words:
            said.setdefault(one.attempt_id, []).append(one.notice_id)
    rows = Attempt.objects.filter(pk__in=said).select_related("person", "structure").order_by("pk")
    return [Parcel(row, tuple(words[notice] for notice in said[row.pk])) for row in rows if is_theirs(row)]


def _is_pointless(notice: Notice, now: datetime) -> bool:
    return notice.pointless_at is not None and notice.pointless_at <= now


def _withdraw_unsaid(notices: Sequence[Notice], now: datetime) -> None:
    """Nothing is known any more of what these are about."""
    rows = Notice.objects.open().filter(pk__in=[notice.pk for notice in notices])
    if notices:
        rows.update(state=State.WITHDRAWN, reason=Reason.GONE, withdrawn_at=now, ended_at=now, due_at=None)


class Noted(NamedTuple):
    attempt: int
    fate: Fate


class Register:
    """Writes what became of parcels, as soon as it is known; what comes within a moment, together."""

    def __init__(self, claim: UUID) -> None:
        self.claim = claim
        self.noted: list[Noted] = []
        self.first = self.last = self.extended = time.monotonic()

    def note(self, parcel: Parcel, fate: Fate) -> None:
        at = time.monotonic()
        if not self.noted:
            self.first = at
        self.noted.append(Noted(parcel.attempt.pk, fate))
        if at - self.last > CLOSE or at - self.first > GATHERED:
            self.write()
        self.last = time.monotonic()

    @transaction.atomic
    def write(self) -> None:
        now = clock.now()
        self._put_back([one.attempt for one in self.noted if one.fate.said == LATER], now)
        known = [one for one in self.noted if one.fate.said != LATER]
        if known:
            Outgoing.objects.filter(pk__in=[one.attempt for one in known]).delete()
            learn([_receipt(one, now) for one in known])
        if time.monotonic() - self.extended > EXTENDED_EVERY:
            Outgoing.objects.filter(claim=self.claim).update(due_at=now + LEASE)
            self.extended = time.monotonic()
        self.noted = []

    def _put_back(self, attempts: Sequence[int], now: datetime) -> None:
        """Away, slow or busy: the same again later, unless another has it by now."""
        if not attempts:
            return
        rows = Outgoing.objects.select_for_update().filter(pk__in=attempts, claim=self.claim).order_by("pk")
        back = [(row.pk, now + delay_after(row.tries), None, None) for row in rows]
        Statements().write(Update(PUT_BACK, back))


def delay_after(tries: int) -> timedelta:
    """10 s, 40 s, 3 min, 11 min, 15 min, more or less."""
    delay = min(FIRST_DELAY * 4 ** min(tries - 1, 5), LONGEST_DELAY)
    return delay * random.uniform(0.8, 1.2)  # noqa: S311 - spreads retries, guards nothing


def _receipt(one: Noted, now: datetime) -> Receipt:
    fate = one.fate
    return Receipt(
        attempt_id=one.attempt,
        said=Said(fate.said),
        at=now,
        ref=fate.ref[:120],
        code=fate.code[:80],
        for_good=fate.for_good,
        parts=fate.parts,
    )
