from aufil.people.views.absences import cancel, change, declare, declare_for
from aufil.people.views.hours import opening, own_hours, staff_hours
from aufil.people.views.new_structures import new_structure, opened_structure
from aufil.people.views.own_devices import devices, revoke
from aufil.people.views.profile import (
    end_situation,
    new_person,
    new_representative,
    new_situation,
    remove_representative,
    section,
    situation,
)
from aufil.people.views.staff import add_staff, end_role, give_role, member, team
from aufil.people.views.structure import absences as month
from aufil.people.views.structure import desk, hand_overs, settings, site, sites
from aufil.people.views.supports import come_back, hand_over, hand_over_caseload, leave

__all__ = [
    "add_staff",
    "cancel",
    "change",
    "come_back",
    "declare",
    "declare_for",
    "desk",
    "devices",
    "end_role",
    "end_situation",
    "give_role",
    "hand_over",
    "hand_over_caseload",
    "hand_overs",
    "leave",
    "member",
    "month",
    "new_person",
    "new_representative",
    "new_situation",
    "new_structure",
    "opened_structure",
    "opening",
    "own_hours",
    "remove_representative",
    "revoke",
    "section",
    "settings",
    "site",
    "sites",
    "situation",
    "staff_hours",
    "team",
]
