"""Whose a guest is when two files become one, and when they are two again."""

from uuid import UUID

from django.db import transaction

from aufil.kernel import clock
from aufil.video.models import Check, Guest, Rehearsal, Trial


@transaction.atomic
def join_guests(*, structure: int, kept: int, absorbed: int, merge: UUID) -> None:
    """What the absorbed file had is that of the kept one. Where both were guests, both stay who they were."""
    both = Guest.objects.filter(person=kept).values("room")
    rows = Guest.objects.filter(person=absorbed, room__structure=structure)
    rows.exclude(room__in=list(both.values_list("room", flat=True))).update(person=kept, merge=merge)
    Check.objects.filter(person=absorbed, structure=structure).update(person=kept, merge=merge)
    if not Trial.objects.filter(person=kept, structure=structure, closed_at=None).exists():
        Trial.objects.filter(person=absorbed, structure=structure).update(person=kept, merge=merge)
    played = Rehearsal.objects.filter(young=absorbed, structure=structure)
    if Rehearsal.objects.filter(young=kept, structure=structure, ended_at=None).exists():
        played.filter(ended_at=None).update(ended_at=clock.now())  # one at a time
    played.update(young=kept, merge=merge)


@transaction.atomic
def part_guests(*, kept: int, absorbed: int, merge: UUID) -> None:
    """They are two again: what came by that merge goes back."""
    for rows in (
        Guest.objects.filter(person=kept, merge=merge),
        Check.objects.filter(person=kept, merge=merge),
        Trial.objects.filter(person=kept, merge=merge),
    ):
        rows.update(person=absorbed, merge=None)
    played = Rehearsal.objects.filter(young=kept, merge=merge)
    played.filter(ended_at=None).update(ended_at=clock.now())
    played.update(young=absorbed, merge=None)
