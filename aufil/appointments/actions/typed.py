"""A place somebody typed while booking: kept, so that it is there the next time."""

from typing import NamedTuple

from django.db import transaction

from aufil.appointments.models import Place
from aufil.audit import actions as journal
from aufil.people.models import Person, Structure
from aufil.territory.queries import commune_of
from aufil.web.problems import Problem


class TypedPlace(NamedTuple):
    name: str
    insee: str


@transaction.atomic
def keep_typed_place(*, structure: Structure, typed: TypedPlace, by: Person) -> Place:
    """The place of that name in that commune; made when there is none. 422 for a commune nobody knows."""
    commune = commune_of(typed.insee)
    if commune is None:
        raise Problem("invalid")
    rows = Place.objects.filter(structure=structure, closed_at=None, insee=commune.insee)
    found = rows.filter(name__iexact=typed.name).first()
    if found:
        return found
    made = Place.objects.create(
        structure=structure,
        name=typed.name,
        commune=commune.name,
        insee=commune.insee,
        postal_code=commune.postal_codes.split()[0],
        latitude=commune.latitude,
        longitude=commune.longitude,
    )
    journal.record(
        verb="place-added", subject="place", subject_uid=made.uid, actor=by.pk, structure=structure.pk
    )
    return made
