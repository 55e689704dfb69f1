from aufil.people.forms.absence import AbsenceForm
from aufil.people.forms.structure import (
    NewStructureForm,
    RoleForm,
    SettingsForm,
    SiteForm,
    StaffForm,
    end_of_role,
)
from aufil.people.forms.week import WeekForm

__all__ = [
    "AbsenceForm",
    "NewStructureForm",
    "RoleForm",
    "SettingsForm",
    "SiteForm",
    "StaffForm",
    "WeekForm",
    "end_of_role",
]
