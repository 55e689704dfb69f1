"""What becomes of the ways in when two files are made one."""

from collections.abc import Sequence

from django.db import transaction

from aufil.kernel import clock
from aufil.signin.models import Link, Pairing


@transaction.atomic
def end_ways_in(*, people: Sequence[int]) -> None:
    """Codes shown and papers made for these files open nothing any more, even if they are two again later.

    The four digits of theirs stay as they are: nothing asks for them while the file is another's.
    """
    now = clock.now()
    Pairing.objects.filter(person__in=people, closed_at=None).update(
        closed_at=now, outcome=Pairing.Outcome.MERGED
    )
    Link.objects.filter(person__in=people, closed_at=None).update(closed_at=now, outcome=Link.Outcome.MERGED)
