"""Structures and what they start with."""

from datetime import time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.kernel import bus
from aufil.people.actions.team import add_staff
from aufil.people.events import SiteChanged
from aufil.people.models import Membership, OpeningHours, Person, Role, Site, Structure
from aufil.people.queries import today_in
from aufil.web.problems import Problem

# A Mission Locale's usual week, until its own is set: Monday to Friday, 9:00-12:30 and 13:30-17:30.
USUAL_WEEK = [
    (day, *span) for day in range(5) for span in ((time(9), time(12, 30)), (time(13, 30), time(17, 30)))
]


@transaction.atomic
def create_structure(
    *,
    slug: str,
    name: str,
    timezone: str = "Europe/Paris",
    region: str = "FR",
    holiday_zone: str = "",
    actor: Person | None = None,
) -> Structure:
    """A Mission Locale with a main site and the usual week's hours."""
    structure = Structure.objects.create(
        slug=slug, name=name, timezone=timezone, region=region, holiday_zone=holiday_zone
    )
    Site.objects.create(structure=structure, name=name, is_main=True)
    OpeningHours.objects.bulk_create(
        OpeningHours(structure=structure, weekday=day, opens=opens, closes=closes)
        for day, opens, closes in USUAL_WEEK
    )
    journal.record(
        verb="structure-created",
        subject="structure",
        subject_uid=structure.uid,
        actor=actor.pk if actor else None,
        structure=structure.pk,
    )
    return structure


@transaction.atomic
def open_structure(
    *,
    slug: str,
    name: str,
    timezone: str,
    region: str,
    holiday_zone: str,
    site: dict[str, str],
    head: dict[str, str],
    actor: Person,
) -> tuple[Structure, Person]:
    """A new Mission Locale in one go: itself, its main site (`Site` fields) and its first head (`first_name`,
    `last_name`, `email`). All of it or nothing; raises an `invalid` problem when the short name is taken."""
    try:
        with transaction.atomic():
            structure = create_structure(
                slug=slug, name=name, timezone=timezone, region=region, holiday_zone=holiday_zone, actor=actor
            )
    except IntegrityError:
        taken = _("Cette adresse est déjà prise. Choisissez-en une autre.")
        raise Problem("invalid", errors={"slug": [taken]}) from None
    Site.objects.filter(structure=structure, is_main=True).update(**site)
    person = add_staff(
        structure=structure,
        first_name=head["first_name"],
        last_name=head["last_name"],
        email=head["email"],
        roles=[Role.HEAD],
        actor=actor,
    )
    return structure, person


@transaction.atomic
def change_structure(*, structure: Structure, facts: dict[str, Any], actor: Person) -> None:
    """Other facts about a structure, by the names of its columns."""
    for name, value in facts.items():
        setattr(structure, name, value)
    structure.save(update_fields=list(facts))
    _journal("structure-changed", structure, None, actor)


@transaction.atomic
def save_site(
    *, structure: Structure, site: Site | None, facts: dict[str, str], main: bool, actor: Person
) -> Site:
    """A new site, or other facts about one. Raises an `invalid` problem when the name is another's."""
    Structure.objects.select_for_update(no_key=True).get(pk=structure.pk)
    row = site or Site(structure=structure)
    if structure.sites.exclude(pk=row.pk).filter(name__iexact=facts["name"]).exists():
        raise Problem("invalid", errors={"name": [_("Un lieu porte déjà ce nom. Choisissez-en un autre.")]})
    for name, value in facts.items():
        setattr(row, name, value)
    if main and not row.is_main:
        structure.sites.filter(is_main=True).update(is_main=False)
        row.is_main, row.closed_on = True, None
    row.save()
    _journal("site-changed" if site else "site-added", structure, row, actor)
    return row


@transaction.atomic
def close_site(*, site: Site, actor: Person) -> None:
    """Nobody is received there any more; who belonged there now belongs to the main site. Twice is once."""
    structure = site.structure
    Structure.objects.select_for_update(no_key=True).get(pk=structure.pk)
    site.refresh_from_db()
    if site.is_main:
        raise Problem(
            "invalid",
            errors={"close": [_("C’est le lieu principal. Choisissez d’abord un autre lieu principal.")]},
        )
    if site.closed_on is None:
        site.closed_on = today_in(structure)
        site.save(update_fields=["closed_on"])
        main = structure.sites.filter(is_main=True).first()
        Membership.objects.filter(site=site, ends_on=None).update(site=main)
        _journal("site-closed", structure, site, actor)


@transaction.atomic
def reopen_site(*, site: Site, actor: Person) -> None:
    """People are received there again."""
    if Site.objects.filter(pk=site.pk, closed_on__isnull=False).update(closed_on=None):
        _journal("site-reopened", site.structure, site, actor)


def _journal(verb: str, structure: Structure, site: Site | None, actor: Person) -> None:
    journal.record(
        verb=verb,
        subject="site" if site else "structure",
        subject_uid=site.uid if site else structure.uid,
        actor=actor.pk,
        structure=structure.pk,
    )
    if site:
        bus.publish([SiteChanged(structure.pk, site.pk)])
