from aufil.appointments.models.alert import Alert
from aufil.appointments.models.appointment import Appointment, Busy, Change, Seat
from aufil.appointments.models.calendars import (
    Feed,
    Invitation,
    InvitationWish,
    OutsideBusy,
    OutsideCalendar,
)
from aufil.appointments.models.kind import Kind, Mode, Nature, Rules
from aufil.appointments.models.opening import Opening, Variation
from aufil.appointments.models.partner import Partner, Referral
from aufil.appointments.models.place import Place
from aufil.appointments.models.proposal import Proposal
from aufil.appointments.models.waiting import Watch

__all__ = [
    "Alert",
    "Appointment",
    "Busy",
    "Change",
    "Feed",
    "Invitation",
    "InvitationWish",
    "Kind",
    "Mode",
    "Nature",
    "Opening",
    "OutsideBusy",
    "OutsideCalendar",
    "Partner",
    "Place",
    "Proposal",
    "Referral",
    "Rules",
    "Seat",
    "Variation",
    "Watch",
]
