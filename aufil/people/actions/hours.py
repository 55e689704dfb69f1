"""Weeks: of a structure, of a site, of somebody who works there."""

from collections.abc import Sequence

from django.db import transaction

from aufil.audit import actions as journal
from aufil.kernel.hours import Interval
from aufil.people.models import OpeningHours, Person, Site, Structure, WorkingHours


@transaction.atomic
def set_working_hours(
    *, person: Person, structure: Structure, week: Sequence[Interval], actor: Person
) -> None:
    """When somebody works; an empty week: as the structure does. The last of two at once decides."""
    Structure.objects.select_for_update(no_key=True).get(pk=structure.pk)
    WorkingHours.objects.filter(structure=structure, person=person).delete()
    WorkingHours.objects.bulk_create(
        WorkingHours(structure=structure, person=person, weekday=i.weekday, starts=i.opens, ends=i.closes)
        for i in week
    )
    journal.record(
        verb="hours-changed", subject="person", subject_uid=person.uid, actor=actor.pk, structure=structure.pk
    )


@transaction.atomic
def set_opening_hours(
    *, structure: Structure, site: Site | None = None, week: Sequence[Interval], actor: Person
) -> None:
    """When a structure, or one of its sites, is open; for a site an empty week means: as the structure."""
    Structure.objects.select_for_update(no_key=True).get(pk=structure.pk)
    OpeningHours.objects.filter(structure=structure, site=site).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(structure=structure, site=site, weekday=i.weekday, opens=i.opens, closes=i.closes)
        for i in week
    )
    journal.record(
        verb="hours-changed",
        subject="site" if site else "structure",
        subject_uid=site.uid if site else structure.uid,
        actor=actor.pk,
        structure=structure.pk,
    )
