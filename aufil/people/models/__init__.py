from aufil.people.models.device import Device
from aufil.people.models.handover import HandOver
from aufil.people.models.hours import Absence, WorkingHours
from aufil.people.models.merge import Distinct, Merge
from aufil.people.models.person import Person, Representative
from aufil.people.models.profile import ObservedTask, Profile, Situation, SupportTheme
from aufil.people.models.structure import OpeningHours, Site, Structure
from aufil.people.models.support import Exit, Membership, Role, Support

__all__ = [
    "Absence",
    "Device",
    "Distinct",
    "Exit",
    "HandOver",
    "Membership",
    "Merge",
    "ObservedTask",
    "OpeningHours",
    "Person",
    "Profile",
    "Representative",
    "Role",
    "Site",
    "Situation",
    "Structure",
    "Support",
    "SupportTheme",
    "WorkingHours",
]
