from aufil.people.forms.absence import AbsenceForm
from aufil.people.forms.leaving import LeavingForm, ReturningForm
from aufil.people.forms.person import NewPersonForm
from aufil.people.forms.profile import (
    EquipmentForm,
    IdentityForm,
    LanguageForm,
    NextStepForm,
    ReachForm,
    RepresentativeForm,
    SituationForm,
    StayForm,
    TasksForm,
    ThemesForm,
)
from aufil.people.forms.structure import (
    NewStructureForm,
    RoleForm,
    SettingsForm,
    SiteForm,
    StaffForm,
    end_of_role,
)
from aufil.people.forms.supports import CaseloadForm, HandOverForm
from aufil.people.forms.week import WeekForm

__all__ = [
    "AbsenceForm",
    "CaseloadForm",
    "EquipmentForm",
    "HandOverForm",
    "IdentityForm",
    "LanguageForm",
    "LeavingForm",
    "NewPersonForm",
    "NewStructureForm",
    "NextStepForm",
    "ReachForm",
    "RepresentativeForm",
    "ReturningForm",
    "RoleForm",
    "SettingsForm",
    "SiteForm",
    "SituationForm",
    "StaffForm",
    "StayForm",
    "TasksForm",
    "ThemesForm",
    "WeekForm",
    "end_of_role",
]
