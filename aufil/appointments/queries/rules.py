"""What a structure has settled, and who asks."""

from aufil.appointments.models import Rules
from aufil.people.models import Structure


def rules_of(structure: Structure) -> Rules:
    """The structure's rules; without a row, the usual ones (not saved)."""
    return Rules.objects.filter(structure=structure).first() or Rules(structure=structure)
