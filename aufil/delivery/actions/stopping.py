"""STOP: a channel leaves somebody in peace until they ask otherwise; and what came in is forgotten in its time."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from aufil.delivery.actions.ways import silence
from aufil.delivery.models import Attempt, Carried, Channel, Inbound, InboundPart, Notice, Outgoing
from aufil.delivery.queries.senders import Known
from aufil.delivery.queries.stopping import STOP_ANSWER
from aufil.files import actions as files
from aufil.kernel import clock
from aufil.people.models import Structure

UNSORTED = timedelta(days=30)
ANSWER_OVER = timedelta(days=3)


def stop_channel(*, inbound: Inbound, known: Sequence[Known]) -> None:
    """Whoever has this number or address today is not told there any more; in the caller's transaction.

    Answered once: a second STOP finds everything stopped, and is only kept.
    """
    stopped = [
        one
        for one in known
        if silence(
            person=one.person,
            channel=inbound.channel,
            address=inbound.sender,
            structure=one.structure.pk,
        )
    ]
    if stopped and inbound.channel == Channel.SMS:
        _answer(inbound, stopped[0])


def _answer(inbound: Inbound, to: Known) -> None:
    """« C’est noté », by an attempt of its own, where they wrote from. It leaves at any hour: it answers."""
    now = clock.now()
    notice = Notice.objects.create(
        structure=to.structure,
        person=to.person,
        kind=STOP_ANSWER,
        topic=inbound.pk,
        position=0,
        created_at=now,
        reach=Notice.Reach.MESSAGE,
        urgent=True,
        state=Notice.State.SENT,
    )
    attempt = Attempt.objects.create(
        structure=to.structure,
        person=to.person,
        channel=inbound.channel,
        address=inbound.sender,
        in_full=True,
        made_at=now,
    )
    Carried.objects.create(attempt=attempt, notice=notice)
    Outgoing.objects.create(
        attempt=attempt, channel=inbound.channel, due_at=now, leaves_before=now + timedelta(days=1)
    )


def purge_inbound() -> None:
    """What nobody placed within 30 days, or what is no answer, loses its text, its sender and its files; what was
    placed loses its original when the structure forgets former texts. The row stays: the same never comes in again."""
    now = clock.now()
    placed = Inbound.State.PLACED
    for structure in Structure.objects.all():
        before = now - timedelta(days=structure.keep_former_texts_days)
        _forget(
            list(
                Inbound.objects.filter(structure=structure, state=placed, placed_at__lt=before).exclude(
                    sender=""
                )
            )
        )
    others = Inbound.objects.exclude(state=placed).exclude(sender="")
    _forget(list(others.filter(received_at__lt=now - UNSORTED)))
    over = Notice.objects.open().filter(kind=STOP_ANSWER, created_at__lt=now - ANSWER_OVER)
    over.update(ended_at=now, due_at=None)
    files.purge_held()


def _forget(rows: Sequence[Inbound]) -> None:
    for row in rows:
        with transaction.atomic():
            held = row.parts.exclude(stored_as="").values_list("stored_as", flat=True)
            files.let_go(held=[UUID(uid) for uid in held])
            InboundPart.objects.filter(inbound=row).delete()
            waited = row.state == Inbound.State.WAITING
            row.state = Inbound.State.FORGOTTEN if waited else row.state
            row.sender = row.receiver = row.subject = row.text = row.original = ""
            row.save(update_fields=["sender", "receiver", "subject", "text", "original", "state"])
