from aufil.people.models.device import Device
from aufil.people.models.person import Person, Representative
from aufil.people.models.structure import OpeningHours, Site, Structure
from aufil.people.models.support import Membership, Role, Support

__all__ = [
    "Device",
    "Membership",
    "OpeningHours",
    "Person",
    "Representative",
    "Role",
    "Site",
    "Structure",
    "Support",
]
