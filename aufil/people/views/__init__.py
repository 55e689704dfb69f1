from aufil.people.views.absences import cancel, change, declare, declare_for
from aufil.people.views.hours import opening, own_hours, staff_hours
from aufil.people.views.new_structures import new_structure, opened_structure
from aufil.people.views.own_devices import devices, revoke
from aufil.people.views.staff import add_staff, end_role, give_role, member, team
from aufil.people.views.structure import absences as month
from aufil.people.views.structure import desk, hand_overs, settings, site, sites

__all__ = [
    "add_staff",
    "cancel",
    "change",
    "declare",
    "declare_for",
    "desk",
    "devices",
    "end_role",
    "give_role",
    "hand_overs",
    "member",
    "month",
    "new_structure",
    "opened_structure",
    "opening",
    "own_hours",
    "revoke",
    "settings",
    "site",
    "sites",
    "staff_hours",
    "team",
]
