"""Who may sign in with an address."""

from aufil.kernel import clock
from aufil.people.models import Membership, Person


def persons_at(email: str) -> list[Person]:
    """Active persons of an address: members of a structure today, and platform administrators."""
    found = Person.objects.filter(email__iexact=email)
    members = set(
        Membership.objects.on(clock.now().date()).filter(person__in=found).values_list("person", flat=True)
    )
    return [person for person in found if person.pk in members or person.is_platform_admin]
