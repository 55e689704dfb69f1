from django.db import transaction
from django.utils.translation import gettext as _

from aufil.delivery import actions as delivery
from aufil.kernel import clock
from aufil.thread.actions.announce import announce_read, announce_writing
from aufil.thread.models import Member, Thread
from aufil.thread.queries import Opened
from aufil.web.problems import Problem


@transaction.atomic
def mark_read(*, opened: Opened, seq: int) -> int:
    """The viewer has seen the thread up to `seq`; returns how far they have seen it now.

    Never moves back: the condition is in the statement, so two tabs may say it in any order. A 422 problem
    when `seq` is beyond the last entry.
    """
    last = Thread.objects.values_list("last_seq", flat=True).get(pk=opened.pk)
    if not 0 <= seq <= last:
        raise Problem("invalid", errors={"seq": [_("Ce fil n’a pas encore autant de messages.")]})
    mine = Member.objects.filter(thread=opened.pk, person=opened.viewer.person_id, left_at=None)
    if mine.filter(seen_seq__lt=seq).update(seen_seq=seq):
        delivery.close_seen(person=opened.viewer.person_id, topic=opened.pk, up_to=seq, at=clock.now())
        transaction.on_commit(lambda: announce_read(opened, seq))
        return seq
    return mine.values_list("seen_seq", flat=True).first() or 0  # another tab may have seen further


def tell_writing(*, opened: Opened) -> None:
    """Tell the other members' open screens that the viewer is writing. Nothing is kept."""
    announce_writing(opened)
