"""Places where appointments are held: those of sites follow them, others are typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.appointments.actions.checking import refuse
from aufil.appointments.models import Place
from aufil.audit import actions as journal
from aufil.kernel import clock
from aufil.kernel.geography import Point
from aufil.people.events import SiteChanged
from aufil.people.models import Person, Site, Structure
from aufil.territory.models import Commune
from aufil.territory.queries import likely_communes
from aufil.web.problems import Problem


@dataclass(frozen=True, kw_only=True)
class Somewhere:
    """A place as it is wanted. `known`: its commune as Aufil knows it; `point`: better than the commune's."""

    name: str
    address: str = ""
    postal_code: str = ""
    commune: str = ""
    known: Commune | None = None
    point: Point | None = None
    directions: str = ""


@transaction.atomic
def save_place(
    *, structure: Structure, place: Place | None, wanted: Somewhere, by: Person, uid: UUID
) -> Place:
    """A new place, or other facts about one; the same `uid` again is once. That of a site keeps the site's name and
    address. Without a commune Aufil knows nor a point, it has no position: no road is counted to it."""
    Structure.objects.select_for_update(no_key=True).get(pk=structure.pk)
    row = (
        place
        or Place.objects.filter(structure=structure, uid=uid).first()
        or Place(structure=structure, uid=uid)
    )
    if row.site is None:
        _check(structure, row, wanted)
        row.name, row.address = wanted.name, wanted.address
        row.postal_code = wanted.postal_code or _only_code(wanted.known)
        row.commune = wanted.known.name if wanted.known else wanted.commune
    row.insee = wanted.known.insee if wanted.known else ""
    _put(row, wanted.point or (wanted.known.point if wanted.known else None))
    row.directions = wanted.directions
    row.save()
    _journal("place-changed" if place else "place-added", row, by)
    return row


def _check(structure: Structure, row: Place, wanted: Somewhere) -> None:
    if not wanted.name:
        raise refuse("name", _("Donnez un nom à cet endroit."))
    if Place.objects.filter(structure=structure, name__iexact=wanted.name).exclude(pk=row.pk).exists():
        raise refuse("name", _("Un endroit porte déjà ce nom. Choisissez-en un autre, ou rouvrez-le."))


def _only_code(commune: Commune | None) -> str:
    codes = commune.postal_codes.split() if commune else []
    return codes[0] if len(codes) == 1 else ""


def _put(row: Place, point: Point | None) -> None:
    row.latitude, row.longitude = point or (None, None)


@transaction.atomic
def close_place(*, place: Place, by: Person) -> None:
    """Nobody is received there any more; what is booked stays. Twice is once."""
    if place.site_id:
        raise Problem("conflict", _("C’est un lieu de la structure. Fermez-le parmi les lieux."))
    if Place.objects.filter(pk=place.pk, closed_at=None).update(closed_at=clock.now()):
        _journal("place-closed", place, by)


@transaction.atomic
def reopen_place(*, place: Place, by: Person) -> None:
    """People are received there again."""
    if place.site_id:
        raise Problem("conflict", _("C’est un lieu de la structure. Rouvrez-le parmi les lieux."))
    if Place.objects.filter(pk=place.pk, closed_at__isnull=False).update(closed_at=None):
        _journal("place-reopened", place, by)


@transaction.atomic
def settle_places(*, structure: Structure) -> None:
    """Each site of a structure has its place. Twice is once."""
    Structure.objects.select_for_update(no_key=True).get(pk=structure.pk)
    have = Place.objects.filter(structure=structure, site__isnull=False).values("site")
    for site in structure.sites.exclude(pk__in=have):
        _follow(Place(structure=structure, site=site), site)


@transaction.atomic
def follow_sites(facts: Sequence[SiteChanged]) -> None:
    """The places of sites keep their names and addresses, and close with them."""
    sites = {fact.site for fact in facts}
    for place in Place.objects.filter(site__in=sites).select_related("site"):
        if place.site:
            _follow(place, place.site)


def _follow(place: Place, site: Site) -> None:
    moved = (place.address, place.postal_code, place.commune) != (
        site.address,
        site.postal_code,
        site.commune,
    )
    place.name, place.address = site.name, site.address
    place.postal_code, place.commune = site.postal_code, site.commune
    if site.closed_on is None:
        place.closed_at = None
    elif place.closed_at is None:
        place.closed_at = clock.now()
    if moved:  # whatever was known of where it lies was about the former address
        commune = only_commune(site.postal_code, site.commune)
        place.insee = commune.insee if commune else ""
        _put(place, commune.point if commune else None)
    place.save()


def only_commune(postal_code: str, name: str) -> Commune | None:
    """The commune a postal code and a name stand for; None when nobody knows, or it may be more than one."""
    found = likely_communes(postal_code, name)
    return found[0] if len(found) == 1 else None


def _journal(verb: str, place: Place, by: Person) -> None:
    journal.record(
        verb=verb, subject="place", subject_uid=place.uid, actor=by.pk, structure=place.structure_id
    )
