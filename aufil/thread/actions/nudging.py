"""Telling whoever should answer, once more, that a young person waits."""

from django.db import transaction

from aufil.audit import actions as journal
from aufil.delivery import actions as delivery
from aufil.people.models import Person, Structure
from aufil.thread.models import Thread
from aufil.thread.queries.nudged import NUDGE, spell


@transaction.atomic
def nudge(*, young: Person, structure: Structure, answering: Person, actor: Person) -> None:
    """`answering` is told again that a young person waits; once for each time they wait.

    Nothing when they were answered meanwhile, or when `answering` is not in their thread.
    """
    threads = Thread.objects.select_for_update().filter(young=young, structure=structure, closed_at=None)
    waiting = threads.filter(kind=Thread.Kind.SUPPORT, unanswered_since__isnull=False).first()
    since = waiting.unanswered_since if waiting else None
    if (
        waiting is None
        or since is None
        or not waiting.members.filter(person=answering, left_at=None).exists()
    ):
        return
    is_new = delivery.tell_again(
        structure=structure.pk,
        person=answering.pk,
        kind=NUDGE,
        topic=waiting.pk,
        position=spell(since),
    )
    if is_new:
        journal.record(
            verb="counsellor-nudged",
            subject="thread",
            subject_uid=waiting.uid,
            actor=actor.pk,
            structure=structure.pk,
        )
