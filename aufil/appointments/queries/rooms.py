"""What the room of an appointment by video is to be, and where one comes in."""

from collections.abc import Collection
from uuid import UUID

from aufil.appointments.models import Appointment
from aufil.video.models import Room
from aufil.video.queries import paths_to, video_rules

MOST = 100


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
