"""What is learnt of attempts after they left: late, twice, in any order, or for nothing."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from aufil.delivery.actions.keeping import keep
from aufil.delivery.actions.laddering import ended, walk, write_standing
from aufil.delivery.models import Attempt, Carried, Notice, Receipt
from aufil.delivery.queries.tries import tries_of
from aufil.delivery.states import Said, Standing, afterwards
from aufil.kernel import clock


@transaction.atomic
def record_receipt(
    *,
    said: str,
    at: datetime,
    attempt: UUID | None = None,
    ref: str = "",
    code: str = "",
    for_good: bool = False,
    parts: int = 0,
) -> bool:
    """Something was learnt of an attempt, named by our `attempt` uid or by the provider's own `ref`; the same again
    changes nothing. False when no such attempt is known. What it is about is next on the ladder, which looks every two
    seconds; receipts that come by thousands cost a few statements each."""
    found = _named(attempt, ref)
    if found is None:
        return False
    receipt = Receipt(attempt_id=found, said=Said(said), at=at, ref=ref[:120], code=code[:80])
    receipt.for_good, receipt.parts = for_good, parts
    keep([receipt])
    now = clock.now()
    notices = locked_about({found})
    under_way = [notice.pk for notice in notices if notice.ended_at is None]
    Notice.objects.filter(pk__in=under_way).update(due_at=now)
    _learn_afterwards([notice for notice in notices if notice.ended_at], now)
    return True


def _named(attempt: UUID | None, ref: str) -> int | None:
    if attempt is not None:
        return Attempt.objects.filter(uid=attempt).values_list("pk", flat=True).first()
    known = Receipt.objects.filter(ref=ref).exclude(ref="").order_by("-pk")
    return known.values_list("attempt", flat=True).first()


@transaction.atomic
def record_answer(*, person: int, structure: int, channel: str, at: datetime) -> None:
    """Somebody answered by a channel: the last attempt there has reached them."""
    last = Attempt.objects.filter(person=person, structure=structure, channel=channel, made_at__lte=at)
    uid = last.order_by("-made_at", "-pk").values_list("uid", flat=True).first()
    if uid:
        record_receipt(said=Said.ANSWERED, attempt=uid, at=at)


def learn(receipts: Sequence[Receipt]) -> None:
    """Keep these, in the caller's transaction; their notices take the next step at once. About forty statements."""
    keep(receipts)
    notices = locked_about({one.attempt_id for one in receipts})
    now = clock.now()
    walk([notice for notice in notices if notice.ended_at is None], now)
    _learn_afterwards([notice for notice in notices if notice.ended_at], now)


def locked_about(attempts: Collection[int]) -> list[Notice]:
    """What these attempts spoke of, in the order in which readers close it: nobody waits in a circle."""
    carried = Carried.objects.filter(attempt__in=attempts).values("notice")
    rows = Notice.objects.select_for_update(of=("self",)).filter(pk__in=carried)
    return list(rows.order_by("person_id", "kind", "topic", "position"))


def _learn_afterwards(notices: Sequence[Notice], now: datetime) -> None:
    """Those that had ended: what is better counts, what is worse is a doubt shown."""
    if not notices:
        return
    tries = tries_of([notice.pk for notice in notices])
    changed = []
    for notice in notices:
        stood = Standing(notice.state, notice.reason)
        stands = afterwards(stood, tries.get(notice.pk, ()))
        if stands != stood:
            ended(notice, stands, now)
            changed.append(notice)
    write_standing(changed)
