"""Who has which role where, today."""

from django.db.models import QuerySet

from aufil.people.models import Membership, Person, Structure
from aufil.people.queries.days import today_in


def with_role(structure: Structure, *roles: str) -> QuerySet[Person]:
    """Those who have one of these roles in a structure today, by name."""
    rows = Membership.objects.on(today_in(structure)).filter(structure=structure, role__in=roles)
    return Person.objects.filter(pk__in=rows.values("person"))
