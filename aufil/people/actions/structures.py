"""Structures and what they start with."""

from datetime import time

from django.db import transaction

from aufil.audit import actions as journal
from aufil.people.models import OpeningHours, Site, Structure

# A Mission Locale's usual week, until its own is set: Monday to Friday, 9:00-12:30 and 13:30-17:30.
USUAL_WEEK = [
    (day, *span) for day in range(5) for span in ((time(9), time(12, 30)), (time(13, 30), time(17, 30)))
]


@transaction.atomic
def create_structure(
    *, slug: str, name: str, timezone: str = "Europe/Paris", region: str = "FR"
) -> Structure:
    """A Mission Locale with a main site and the usual week's hours."""
    structure = Structure.objects.create(slug=slug, name=name, timezone=timezone, region=region)
    Site.objects.create(structure=structure, name=name, is_main=True)
    OpeningHours.objects.bulk_create(
        OpeningHours(structure=structure, weekday=day, opens=opens, closes=closes)
        for day, opens, closes in USUAL_WEEK
    )
    journal.record(
        verb="structure-created",
        subject="structure",
        subject_uid=structure.uid,
        actor=None,
        structure=structure.pk,
    )
    return structure
