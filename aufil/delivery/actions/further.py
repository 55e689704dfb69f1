"""Going further than was first asked, for what was sent to many: by text message or e-mail, or by calling."""

from django.db import transaction

from aufil.delivery.models import Notice
from aufil.delivery.models.notice import NoticeQuerySet
from aufil.delivery.queries.further import unheard
from aufil.kernel import clock

State, Reach = Notice.State, Notice.Reach


@transaction.atomic
def go_further(*, notices: NoticeQuerySet, reach: int) -> int:
    """Let notices that nobody has read go as far as `reach`, even those that had ended; how many. Twice is once."""
    asked = unheard(notices).filter(reach__lt=reach)
    locked = list(asked.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    now = clock.now()
    again = Notice.objects.filter(pk__in=locked)
    return again.update(reach=reach, state=State.WAITING, reason="", ended_at=None, due_at=now)


@transaction.atomic
def ask_to_call(*, notices: NoticeQuerySet) -> int:
    """Put on the call list what nobody has read, nor got as a text message; how many. The ladder opens the lines, or
    closes what it finds was heard meanwhile. Twice is once."""
    locked = list(
        unheard(notices).select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True)
    )
    now = clock.now()
    again = Notice.objects.filter(pk__in=locked)
    return again.update(reach=Reach.CALL, state=State.TO_CALL, reason="", ended_at=None, due_at=now)
