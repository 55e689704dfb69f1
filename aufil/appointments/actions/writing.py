"""A message about an appointment, where nothing else can be done by oneself any more."""

from uuid import UUID

from django.utils.translation import gettext as _

from aufil.appointments.models import Seat
from aufil.thread import actions as thread
from aufil.thread.queries import support_thread_of
from aufil.web.problems import Problem


def write_about(*, seat: Seat, uid: UUID, text: str) -> None:
    """What its young person writes to their counsellor: an entry of their thread as any other. The same `uid` again is
    once; 409 where they have no open thread."""
    young, structure = seat.young_id or 0, seat.appointment.structure_id
    own = support_thread_of(young, structure)
    if own is None:
        raise Problem("conflict", _("Votre fil est fermé. Appelez la Mission Locale."))
    thread.post(thread.Post(own.uid, young, uid, text.strip()))
