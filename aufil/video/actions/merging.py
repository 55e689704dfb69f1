"""Whose a guest is when two files become one, and when they are two again."""

from uuid import UUID

from django.db import transaction

from aufil.video.models import Check, Guest, Trial


@transaction.atomic
def join_guests(*, structure: int, kept: int, absorbed: int, merge: UUID) -> None:
    """What the absorbed file had is that of the kept one. Where both were guests, both stay who they were."""
    both = Guest.objects.filter(person=kept).values("room")
    rows = Guest.objects.filter(person=absorbed, room__structure=structure)
    rows.exclude(room__in=list(both.values_list("room", flat=True))).update(person=kept, merge=merge)
    Check.objects.filter(person=absorbed, structure=structure).update(person=kept, merge=merge)
    if not Trial.objects.filter(person=kept, structure=structure, closed_at=None).exists():
        Trial.objects.filter(person=absorbed, structure=structure).update(person=kept, merge=merge)


@transaction.atomic
def part_guests(*, kept: int, absorbed: int, merge: UUID) -> None:
    """They are two again: what came by that merge goes back."""
    for rows in (
        Guest.objects.filter(person=kept, merge=merge),
        Check.objects.filter(person=kept, merge=merge),
        Trial.objects.filter(person=kept, merge=merge),
    ):
        rows.update(person=absorbed, merge=None)
