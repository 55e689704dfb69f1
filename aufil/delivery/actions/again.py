"""What did not arrive: sent again, or settled by hand."""

from django.db import transaction

from aufil.delivery.actions.journaling import record_of
from aufil.delivery.actions.receipts import locked_about
from aufil.delivery.models import Attempt, CallLine, Notice
from aufil.delivery.queries import last_attempts, may_go_again, not_arrived
from aufil.kernel import clock
from aufil.people.models import Person, Structure


@transaction.atomic
def send_again(*, attempt: Attempt, actor: Person) -> bool:
    """What this attempt spoke of is sent anew, by the ways there are today: the ladder takes the last step again, quiet
    hours and all. Once for each attempt, however often it is asked; False when there was nothing to send.

    Who was to be called stays on the call list until it has arrived.
    """
    now = clock.now()
    notices = locked_about({attempt.pk})
    last = last_attempts({one.pk for one in notices})
    again = [one.pk for one in notices if last[one.pk] == attempt.pk and may_go_again(one, now)]
    if not again:
        return False
    Notice.objects.filter(pk__in=again).update(
        again_after=attempt.pk, due_at=now, ended_at=None, state=Notice.State.WAITING, reason=""
    )
    record_of(attempt.person, "sent-again", by=actor, structure=attempt.structure_id)
    return True


@transaction.atomic
def settle(*, person: Person, structure: Structure, actor: Person) -> int:
    """Somebody says that it is done: all that did not reach this person is, and their call line closes. How many."""
    now = clock.now()
    rows = not_arrived(structure).filter(person=person)
    ordered = rows.select_for_update(of=("self",)).order_by("kind", "topic", "position")
    notices = list(ordered.values_list("pk", flat=True))
    if not notices:
        return 0
    done = Notice.objects.filter(pk__in=notices)
    done.filter(ended_at=None).update(ended_at=now)
    done.update(state=Notice.State.DONE, reason="", due_at=None)
    line = CallLine.objects.filter(closed_at=None, person=person, structure=structure)
    line.exclude(notices__in=Notice.objects.open()).update(
        closed_at=now, closed_by=actor, ending=CallLine.Ending.NO_MORE, why=CallLine.Why.TOLD
    )
    record_of(person, "settled", by=actor, structure=structure.pk)
    return len(notices)
