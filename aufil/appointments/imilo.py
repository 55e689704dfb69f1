"""The words of i-milo for what appointments are and what became of them.

Types: Entretien individuel conseiller, Entretien par un partenaire, Atelier, Information collective, Visite, Autre.
States: Planifié, Présent, Absent, Annulé, Reporté, Non précisé. Who was late, left early or was cut off was present;
who was excused was absent, and the last column says so. A moved appointment is also « Reporté » on its old day.
"""

from datetime import datetime

from aufil.appointments.models import Appointment, Mode, Nature, Seat

COLUMNS = (
    "Numéro de dossier",
    "Nom",
    "Prénom",
    "Type",
    "Titre",
    "Date",
    "Début",
    "Fin",
    "Minutes",
    "État",
    "Précision",
    "Conseiller",
    "Comment",
    "Lieu",
)
TYPES = {
    Nature.WORKSHOP: "Atelier",
    Nature.INFORMATION: "Information collective",
    Nature.VISIT: "Visite",
}
MOVED = "Reporté"
PRESENT = (Seat.Outcome.PRESENT, Seat.Outcome.LATE, Seat.Outcome.SHORTENED, Seat.Outcome.CUT)
ABSENT = (Seat.Outcome.ABSENT, Seat.Outcome.EXCUSED)


def type_of(appointment: Appointment) -> str:
    if appointment.nature == Nature.INTERVIEW:
        by_partner = appointment.mode == Mode.PARTNER
        return "Entretien par un partenaire" if by_partner else "Entretien individuel conseiller"
    return TYPES.get(Nature(appointment.nature), "Autre")


def state_of(seat: Seat, now: datetime) -> str:
    """Of a seat that was taken or given back."""
    appointment = seat.appointment
    if appointment.cancelled_at or seat.state == Seat.State.GIVEN_BACK:
        return "Annulé"
    if seat.outcome in PRESENT:
        return "Présent"
    if seat.outcome in ABSENT:
        return "Absent"
    return "Planifié" if appointment.ends_at > now else "Non précisé"


def detail_of(seat: Seat) -> str:
    """What the state alone does not say."""
    if seat.outcome == Seat.Outcome.ABSENT and seat.is_legitimate is not None:
        return "motif légitime" if seat.is_legitimate else "motif non légitime"
    if seat.outcome in (Seat.Outcome.NONE, Seat.Outcome.PRESENT, Seat.Outcome.ABSENT):
        return ""
    return str(seat.get_outcome_display())
