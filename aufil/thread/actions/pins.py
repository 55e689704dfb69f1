from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.kernel import clock
from aufil.thread.actions.adds import rewrite
from aufil.thread.actions.locked import journal_entry, locked_thread, only_staff_of_group, said_entry
from aufil.thread.models import PINS_MOST, Pin
from aufil.thread.queries import Opened, entry_in
from aufil.thread.rows import EntryRow
from aufil.web.problems import Problem


@transaction.atomic
def pin(*, opened: Opened, uid: UUID, on: bool) -> EntryRow:
    """Keep an entry in view above a group, or no longer; twice is once. A 409 problem when all places are taken."""
    only_staff_of_group(opened)
    thread = locked_thread(opened)
    entry = said_entry(thread, uid)
    own = Pin.objects.filter(entry=entry)
    if own.exists() == on:
        return entry_in(opened.uid, uid)
    if on:
        taken = set(thread.pins.values_list("place", flat=True))
        free = [place for place in range(1, PINS_MOST + 1) if place not in taken]
        if not free:
            raise Problem(
                "conflict", _("Trois messages sont déjà épinglés. Retirez-en un pour épingler celui-ci.")
            )
        Pin.objects.create(
            entry=entry,
            thread=thread,
            place=free[0],
            person_id=opened.viewer.person_id,
            made_at=clock.now(),
        )
    else:
        own.delete()
    rewrite(thread.pk, entry.pk)
    journal_entry("pinned" if on else "unpinned", opened, uid)
    return entry_in(opened.uid, uid)
