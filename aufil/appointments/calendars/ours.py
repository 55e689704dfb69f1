"""Our appointments as lines of a calendar: what may be said where others look over somebody's shoulder.

Nobody's name and nothing of what it is about, unless the reader chose it; of a sensitive kind never, nor a place that
would tell.
"""

from django.conf import settings
from django.utils.translation import gettext as _

from aufil.appointments.calendars.writing import Line
from aufil.appointments.models import Appointment, Mode, Place, Seat
from aufil.people.models import Person


def line_of(row: Appointment, reader: Person, *, with_names: bool = False) -> Line:
    """One appointment as `reader` has it in their calendar.

    Wants `kind`, `place` and `structure`; with names also the seats, as `in_it`, and their young people.
    """
    in_full = with_names and not row.kind.is_sensitive
    return Line(
        uid=row.uid,
        moves=row.moves,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        zone=row.structure.timezone,
        title=_said(row) if in_full else _("Rendez-vous Mission Locale"),
        made_at=row.made_at,
        changed_at=row.changed_at,
        where=_where(row),
        url=settings.BASE_URL + path_of(row, reader),
        note=row.note if in_full else "",
        is_cancelled=row.cancelled_at is not None,
    )


def path_of(row: Appointment, reader: Person) -> str:
    """Its page, for who meets people there or for who is in it."""
    return f"/agenda/rdv/{row.uid}/" if row.counsellor_id == reader.pk else f"/rendez-vous/{row.uid}/"


def _said(row: Appointment) -> str:
    what = row.title or row.kind.name
    if row.kind.is_collective:
        return what
    seats: list[Seat] = row.in_it  # type: ignore[attr-defined]
    who = [seat.young.full_name if seat.young else seat.visitor_name for seat in seats]
    return " · ".join([*who, what])


def _where(row: Appointment) -> str:
    spoken = {
        Mode.PHONE: _("Par téléphone"),
        Mode.VIDEO: _("En visio"),
        Mode.HOME: _("À domicile"),
    }
    if row.mode in spoken:
        return spoken[Mode(row.mode)]
    place = row.place
    # A partner's name may tell what it is about; a site of the structure does not.
    if place is None or (row.kind.is_sensitive and place.site_id is None):
        return ""
    return address_of(place)


def address_of(place: Place) -> str:
    """A place on one line, as maps find it."""
    town = f"{place.postal_code} {place.commune}".strip()
    return ", ".join(part for part in (place.name, place.address, town) if part)
