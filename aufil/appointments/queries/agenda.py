"""What an agenda shows: the appointments of some days, who is in them, and what shuts a day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from aufil.appointments.cards import is_joinable
from aufil.appointments.models import Appointment, Mode, OutsideBusy, Seat
from aufil.appointments.queries.days import ONE_DAY, bounds
from aufil.kernel import clock
from aufil.kernel.hours import public_holidays_of
from aufil.people.models import Absence, Person, Site, Structure
from aufil.people.queries import absences_between, sites_of, staff_of, today_in
from aufil.web.problems import Problem

EVERYBODY = "tous"
NOTED_BACK = timedelta(days=366)
JUST, MOST_UNDONE = timedelta(hours=12), 40
LINE = ("appointment", "appointment__kind", "appointment__place", "appointment__structure")
WHERE = {
    "site": _("Sur place"),
    "phone": _("Par téléphone"),
    "video": _("En visio"),
    "home": _("À domicile"),
    "chosen": _("Lieu choisi ensemble"),
    "partner": _("Chez un partenaire"),
    "stop": _("À un arrêt de la tournée"),
}
DRAWN = {"phone": "phone", "video": "video", "home": "home"}


@dataclass(frozen=True)
class Whose:
    """Whose agenda: somebody's, what is held at a site, or the whole structure's (neither)."""

    structure: Structure
    person: Person | None = None
    site: Site | None = None

    @property
    def value(self) -> str:
        """As the address says it."""
        chosen = self.person or self.site
        return str(chosen.uid) if chosen else EVERYBODY


@dataclass(frozen=True)
class Choice:
    """Whose agenda may be looked at, beside one's own and the whole structure's."""

    colleagues: list[Person]
    sites: list[Site]


def choice_of(structure: Structure, viewer: Person) -> Choice:
    """Two statements."""
    staff = [person for person in staff_of(structure) if person.pk != viewer.pk]
    return Choice(staff, list(sites_of(structure)))


def whose(structure: Structure, viewer: Person, choice: Choice, said: str, usual: str = "") -> Whose:
    """The agenda an address asks for; nothing said: the usual one, one's own when empty. 404 for a stranger's."""
    said = said or usual
    if said in ("", str(viewer.uid)):
        return Whose(structure, person=viewer)
    if said == EVERYBODY:
        return Whose(structure)
    for person in choice.colleagues:
        if str(person.uid) == said:
            return Whose(structure, person=person)
    for site in choice.sites:
        if str(site.uid) == said:
            return Whose(structure, site=site)
    raise Problem("not-found")


@dataclass(frozen=True, slots=True)
class Held:
    """An appointment as it is shown: its row, and everybody who has or waits for a seat in it."""

    row: Appointment
    seats: list[Seat]

    @property
    def enrolled(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.state == Seat.State.TAKEN]

    @property
    def waiting(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.state != Seat.State.TAKEN]

    @property
    def seat(self) -> Seat | None:
        """Of an individual one: whose it is."""
        return self.seats[0] if self.seats and not self.row.kind.is_collective else None

    @property
    def title(self) -> str:
        """Whom it is with, or what it is."""
        if self.seat:
            return name_in(self.seat)
        return self.row.title or self.row.kind.name

    @property
    def what(self) -> str:
        """What it is, where the title does not say it."""
        return (self.row.title or self.row.kind.name) if self.seat else ""

    @property
    def is_over(self) -> bool:
        return self.row.ends_at <= clock.now()

    @property
    def is_now(self) -> bool:
        return self.row.starts_at <= clock.now() < self.row.ends_at

    @property
    def is_to_note(self) -> bool:
        return self.is_over and not self.row.cancelled_at and any(not s.outcome for s in self.enrolled)

    @property
    def where(self) -> str:
        """Where, in two or three words."""
        if self.row.place and self.row.mode != Mode.VIDEO and self.row.mode != Mode.PHONE:
            return self.row.place.name
        return str(WHERE[self.row.mode])

    @property
    def drawing(self) -> str:
        """The icon that goes with it."""
        return DRAWN.get(self.row.mode, "pin")

    @property
    def is_joinable(self) -> bool:
        return is_joinable(self.row)

    @property
    def call(self) -> str:
        """The number one calls for an appointment by phone."""
        if self.row.mode != Mode.PHONE:
            return ""
        return self.row.phone or (phone_in(self.seat) if self.seat else "")

    @property
    def answers(self) -> dict[str, int]:
        """How many said what, of a collective one."""
        found: dict[str, int] = {}
        for seat in self.enrolled:
            if seat.answer:
                found[seat.answer] = found.get(seat.answer, 0) + 1
        return found


def name_in(seat: Seat) -> str:
    """Who sits there: a young person, or the visitor's own words."""
    return seat.young.full_name if seat.young else seat.visitor_name


def phone_in(seat: Seat) -> str:
    return seat.young.phone if seat.young else seat.visitor_phone


@dataclass(slots=True)
class AgendaDay:
    """A local day: what is held, who is away, when one is taken elsewhere (local)."""

    on: date
    held: list[Held] = field(default_factory=list)
    away: list[Absence] = field(default_factory=list)
    elsewhere: list[tuple[datetime, datetime]] = field(default_factory=list)
    is_holiday: bool = False
    is_today: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.held and not self.elsewhere


def with_seats(rows: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """With all that a line says; two statements."""
    seats = Seat.objects.exclude(state=Seat.State.GIVEN_BACK).select_related("young").order_by("since", "pk")
    return rows.select_related("kind", "place", "counsellor").prefetch_related(
        Prefetch("taken", queryset=seats, to_attr="shown_seats")
    )


def held_in(rows: QuerySet[Appointment]) -> list[Held]:
    return [Held(row, row.shown_seats) for row in with_seats(rows)]  # type: ignore[attr-defined]


def appointments_of(
    asked: Whose, first: date, last: date, *, cancelled: bool = False
) -> QuerySet[Appointment]:
    """What begins on some local days, in order; cancelled ones only when asked for."""
    start, end = bounds(asked.structure, first, last)
    rows = Appointment.objects.filter(structure=asked.structure, starts_at__gte=start, starts_at__lt=end)
    if asked.person:
        rows = rows.filter(counsellor=asked.person)
    elif asked.site:
        rows = rows.filter(place__site=asked.site)
    return (rows if cancelled else rows.filter(cancelled_at=None)).order_by("starts_at", "pk")


def agenda(asked: Whose, first: date, last: date, *, cancelled: bool = False) -> list[AgendaDay]:
    """Some local days, both included, one after another. Four statements at most."""
    zone, today = ZoneInfo(asked.structure.timezone), today_in(asked.structure)
    days = {}
    for number in range((last - first).days + 1):
        on = first + number * ONE_DAY
        holidays = public_holidays_of(on.year, asked.structure.holiday_zone)
        days[on] = AgendaDay(on, is_holiday=on in holidays, is_today=on == today)
    for held in held_in(appointments_of(asked, first, last, cancelled=cancelled)):
        days[held.row.starts_at.astimezone(zone).date()].held.append(held)
    for absence in _absences(asked, first, last):
        for on, day in days.items():
            if absence.starts_on <= on <= absence.ends_on:
                day.away.append(absence)
    if asked.person:
        _take_elsewhere(asked.person, days, zone, bounds(asked.structure, first, last))
    return list(days.values())


def _absences(asked: Whose, first: date, last: date) -> Sequence[Absence]:
    if asked.site:
        return []
    rows = absences_between(asked.structure, first, last)
    return list(rows.filter(person=asked.person) if asked.person else rows)


def _take_elsewhere(
    person: Person, days: dict[date, AgendaDay], zone: ZoneInfo, within: tuple[datetime, datetime]
) -> None:
    """When somebody is taken elsewhere, day by day; what meets is one stretch."""
    start, end = within
    rows = OutsideBusy.objects.filter(calendar__person=person, ends_at__gt=start, starts_at__lt=end)
    for begins, ends in rows.order_by("starts_at").values_list("starts_at", "ends_at"):
        for on, day in days.items():
            low = max(begins.astimezone(zone), datetime.combine(on, time(), tzinfo=zone))
            high = min(ends.astimezone(zone), datetime.combine(on + ONE_DAY, time(), tzinfo=zone))
            if low >= high:
                continue
            if day.elsewhere and low <= day.elsewhere[-1][1]:
                first, until = day.elsewhere.pop()
                low, high = first, max(high, until)
            day.elsewhere.append((low, high))


def counts_of(asked: Whose, first: date, last: date) -> dict[date, int]:
    """How many appointments stand on each local day that has some. One statement."""
    zone = ZoneInfo(asked.structure.timezone)
    found: dict[date, int] = {}
    for at in appointments_of(asked, first, last).values_list("starts_at", flat=True):
        on = at.astimezone(zone).date()
        found[on] = found.get(on, 0) + 1
    return found


def seats_to_note(counsellor: Person, structure: Structure) -> QuerySet[Seat]:
    """Of whom nobody has said yet whether they came: ended within a year."""
    now = clock.now()
    return Seat.objects.filter(
        appointment__structure=structure,
        appointment__counsellor=counsellor,
        appointment__ends_at__lte=now,
        appointment__ends_at__gt=now - NOTED_BACK,
        appointment__cancelled_at=None,
        state=Seat.State.TAKEN,
        outcome=Seat.Outcome.NONE,
    )


def lines_to_note(counsellor: Person, structure: Structure, most: int) -> list[Seat]:
    """Those to note, the latest day first, each day in order. One statement."""
    rows = seats_to_note(counsellor, structure).select_related("young", *LINE)
    zone = ZoneInfo(structure.timezone)
    found = list(rows.order_by("-appointment__starts_at", "since", "pk")[:most])

    def place(seat: Seat) -> tuple[int, datetime]:
        starts_at = seat.appointment.starts_at
        return -starts_at.astimezone(zone).toordinal(), starts_at

    return sorted(found, key=place)


def just_noted(by: Person, structure: Structure) -> list[Seat]:
    """What somebody noted in the last hours, the last first: to be undone, or followed up. One statement."""
    rows = Seat.objects.filter(appointment__structure=structure, outcome_by=by)
    rows = rows.filter(outcome_at__gt=clock.now() - JUST).exclude(outcome=Seat.Outcome.NONE)
    return list(rows.select_related("young", *LINE).order_by("-outcome_at", "-pk")[:MOST_UNDONE])
