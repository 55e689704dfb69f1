"""Appointments as rows for i-milo or a spreadsheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aufil.appointments.imilo import COLUMNS, MOVED, detail_of, state_of, type_of
from aufil.appointments.models import Appointment, Change, Seat
from aufil.appointments.queries.agenda import WHERE
from aufil.appointments.queries.days import bounds
from aufil.kernel import clock
from aufil.kernel.words import folded
from aufil.people.models import Membership, Person, Role, Structure

AT_ONCE = 500
MOVED_AHEAD = timedelta(days=400)  # a time is moved before it comes, and nobody books further ahead
FACTS = ("young", "appointment__kind", "appointment__counsellor", "appointment__place")


@dataclass(frozen=True)
class Wanted:
    """Which appointments: those that begin from one local day to another, both included; of one counsellor, or all."""

    structure: Structure
    first: date
    last: date
    counsellor: Person | None = None

    def span(self) -> tuple[datetime, datetime]:
        return bounds(self.structure, self.first, self.last)


def exported(wanted: Wanted) -> Iterator[list[str]]:
    """The titles, then a row for each person and appointment, a few hundred at a time; then what was moved away."""
    yield list(COLUMNS)
    zone, now = ZoneInfo(wanted.structure.timezone), clock.now()
    files = _file_numbers(wanted.structure)
    start, end = wanted.span()
    rows = _seats(wanted).filter(appointment__starts_at__gte=start, appointment__starts_at__lt=end)
    for seat in rows.order_by("appointment__starts_at", "pk").iterator(chunk_size=AT_ONCE):
        row = seat.appointment
        yield _cells(seat, files, (row.starts_at, row.ends_at), state_of(seat, now), detail_of(seat), zone)
    yield from _moved(wanted, files, zone)


def _seats(wanted: Wanted) -> QuerySet[Seat]:
    rows = Seat.objects.filter(appointment__structure=wanted.structure).select_related(*FACTS)
    rows = rows.filter(state__in=[Seat.State.TAKEN, Seat.State.GIVEN_BACK])
    return rows.filter(appointment__counsellor=wanted.counsellor) if wanted.counsellor else rows


def _moved(wanted: Wanted, files: dict[int, str], zone: ZoneInfo) -> Iterator[list[str]]:
    """The times some had, of those days, before they were moved."""
    start, end = wanted.span()
    changes = Change.objects.filter(
        appointment__structure=wanted.structure,
        what=Change.What.MOVED,
        at__gte=start - MOVED_AHEAD,
        at__lt=end,
    )
    if wanted.counsellor:
        changes = changes.filter(appointment__counsellor=wanted.counsellor)
    old: list[tuple[datetime, datetime, int]] = []
    for appointment, before in changes.values_list("appointment", "before"):
        began, ended = (datetime.fromisoformat(before[name]) for name in ("starts_at", "ends_at"))
        if start <= began < end:
            old.append((began, ended, appointment))
    seats: dict[int, list[Seat]] = {}
    for seat in _seats(wanted).filter(appointment__in={number for _began, _ended, number in old}):
        seats.setdefault(seat.appointment_id, []).append(seat)
    for began, ended, appointment in sorted(old):
        for seat in seats.get(appointment, []):
            now_at = f"{seat.appointment.starts_at.astimezone(zone):%d/%m/%Y %H:%M}"
            yield _cells(seat, files, (began, ended), MOVED, _("au %(at)s") % {"at": now_at}, zone)


def _file_numbers(structure: Structure) -> dict[int, str]:
    """The i-milo number of each young person of a structure, past ones too."""
    rows = Membership.objects.filter(structure=structure, role=Role.YOUNG).exclude(file_number="")
    return dict(rows.order_by("starts_on").values_list("person", "file_number"))


def _cells(
    seat: Seat,
    files: dict[int, str],
    times: tuple[datetime, datetime],
    state: str,
    detail: str,
    zone: ZoneInfo,
) -> list[str]:
    row: Appointment = seat.appointment
    start, end = (at.astimezone(zone) for at in times)
    minutes = (times[1] - times[0]).total_seconds() // 60
    young = seat.young
    return [
        files.get(young.pk, "") if young else "",
        folded(young.last_name).upper() if young else seat.visitor_name,
        young.first_name if young else "",
        type_of(row),
        row.title or row.kind.name,
        f"{start:%d/%m/%Y}",
        f"{start:%H:%M}",
        f"{end:%H:%M}",
        f"{minutes:.0f}",
        state,
        detail,
        row.counsellor.full_name,
        str(WHERE[row.mode]),
        row.place.name if row.place else "",
    ]
