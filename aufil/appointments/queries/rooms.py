"""What the room of an appointment by video is to be, and where one comes in."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from aufil.appointments.models import Appointment, Mode, Seat
from aufil.video.models import Check, Room
from aufil.video.queries import After, after_of, last_check, paths_to, video_rules

MOST = 100
Outcome = Seat.Outcome
LATE = timedelta(minutes=10)


def room_link(appointment: Appointment) -> str:
    """The meeting link that stands in place of our own room: the appointment's, else the structure's tool."""
    own = appointment.link if appointment.link.startswith("https://") else ""
    return own or video_rules(appointment.structure).link


def room_places(appointment: Appointment) -> int:
    """How many are inside at once: two, or everybody of a session and whoever holds it."""
    return min((appointment.seats or 1) + 1, MOST)


def doors_to(appointments: Collection[UUID]) -> dict[tuple[UUID, int], str]:
    """By appointment and person, where they come in without signing in. One statement, none without an appointment."""
    return paths_to(Room.Kind.APPOINTMENT, appointments) if appointments else {}


def went(appointment: Appointment) -> After | None:
    """How its video went; None for any other, and where nobody came."""
    if appointment.mode != Mode.VIDEO:
        return None
    return after_of(Room.Kind.APPOINTMENT, appointment.uid)


def proposed(seat: Seat, after: After | None) -> str:
    """The outcome that is ticked beforehand, for the counsellor to confirm: who was there was there. That somebody did
    not come is for people to say."""
    one = after.of(seat.young_id) if after and seat.young_id and after.is_met else None
    if one is None or seat.outcome:
        return seat.outcome
    if one.cuts >= 2:
        return Outcome.CUT
    begins = seat.appointment.starts_at
    return Outcome.LATE if one.came_at - begins > LATE else Outcome.PRESENT


def check_before(seat: Seat) -> Check | None:
    """What the last test said of somebody who comes by video, for who meets them alone."""
    it = seat.appointment
    if it.mode != Mode.VIDEO or it.kind.is_collective or it.cancelled_at or seat.young is None:
        return None
    return last_check(seat.young)
