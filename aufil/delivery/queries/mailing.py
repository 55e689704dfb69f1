"""Who may be written to by e-mail, beside notices."""

from aufil.delivery.models import Address, Channel
from aufil.delivery.queries.ways import CLOSED
from aufil.people.models import Person, Profile, Structure


def is_silent(person: Person) -> bool:
    """Has their address been stopped, or does nothing arrive there any more?"""
    rows = Address.objects.filter(person=person, channel=Channel.EMAIL, address__iexact=person.email)
    return rows.exclude(stopped_at=None, dead_at=None).exists()


def takes_mail(person: Person, structure: Structure) -> bool:
    """An address, not closed by anybody."""
    if not person.email or is_silent(person):
        return False
    closed = [never for never, channels in CLOSED.items() if Channel.EMAIL in channels]
    return not Profile.objects.filter(person=person, structure=structure, never_by__in=closed).exists()
