"""The demonstration’s appointments: ten weeks held, what became of them, and those to come; nothing is announced."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import uuid5
from zoneinfo import ZoneInfo

from aufil.appointments.models import Appointment, Busy, Change, Kind, Mode, Place, Seat, Watch
from aufil.demo.cast import NAMESPACE
from aufil.demo.offered import Offer, offer
from aufil.kernel.hours import public_holidays_of
from aufil.people.models import Person, Role, Structure, Support

HOURS = (time(9), time(10), time(11), time(13, 30), time(14, 30), time(15, 30))
WEEKS_AGO, WEEKS_AHEAD = 10, 3
TO_NOTE = timedelta(days=3)
A_DAY = timedelta(days=1)
State, Answer, Outcome = Seat.State, Seat.Answer, Seat.Outcome
# Who comes to nobody's appointment here: they keep their weeks for what one tries out.
FREE = {"maxime", "manon", "sarah", "lucas"}
# Cholet's next days: counsellor, who, in how many working days, when, kind, how, what they answered.
NEXT = (
    ("camille", "lea", 1, time(10), "Entretien", Mode.SITE, Answer.COMES),
    ("camille", "yanis", 2, time(14, 30), "Point rapide", Mode.PHONE, ""),
    ("camille", "ines", 3, time(11), "Entretien", Mode.VIDEO, ""),
    ("camille", "theo", 0, time(9, 15), "Entretien", Mode.SITE, Answer.COMES),
    ("camille", "amandine", 0, time(11), "Point rapide", Mode.PHONE, Answer.CALL),
    ("camille", "kylian", 0, time(16, 15), "Entretien", Mode.SITE, Answer.CANNOT),
    ("julien", "chloe", 0, time(14), "Entretien", Mode.VIDEO, Answer.COMES),
    ("nadia", "clara", 1, time(9), "Entretien santé", Mode.SITE, ""),
    ("sophie", "elsa", 2, time(14), "Visite d’entreprise", Mode.PARTNER, Answer.COMES),
)
# Sessions of Cholet: who holds it, in how many weeks and days from Monday, when, title, seats, who comes, who waits.
SESSIONS = (
    ("sophie", -3, 3, time(9, 30), "Atelier CV", "", 8, "elsa jordan lola tom chloe dylan", ""),
    ("nadia", 1, 2, time(14), "Atelier CV", "Mon CV en une page", 5, "clara emma hugo elsa theo", "noah tom"),
    ("julien", 2, 1, time(14), "Information apprentissage", "Trois artisans racontent", 12, "chloe enzo", ""),
)


@dataclass
class Book:
    """What was written so far, and who is taken when."""

    now: datetime
    appointments: list[Appointment] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    taken: dict[int, list[tuple[datetime, datetime]]] = field(default_factory=dict)

    def take(self, person: Person, start: datetime, end: datetime) -> bool:
        """Is that person free then? From now on they are not."""
        spans = self.taken.setdefault(person.pk, [])
        if any(start < other_end and other_start < end for other_start, other_end in spans):
            return False
        spans.append((start, end))
        return True


def meet(
    structures: Mapping[str, Structure],
    staff: Mapping[str, Person],
    young: Mapping[str, Person],
    now: datetime,
) -> None:
    """Offers of every structure, then appointments: what Cholet's next days tell, sessions, and everybody's weeks."""
    teams = {slug: [p for p in staff.values() if _is_of(p, row)] for slug, row in structures.items()}
    offers = offer(structures, teams)
    book = Book(now)
    for session in SESSIONS:
        _session(book, structures["cholet"], offers["cholet"], {**staff, **young}, session)
    for line in NEXT:
        _next(book, structures["cholet"], offers["cholet"], {**staff, **young}, line)
    for slug, structure in structures.items():
        for counsellor in teams[slug]:
            _weeks(book, structure, offers[slug], counsellor)
    _write(book)
    Watch.objects.create(
        structure=structures["cholet"],
        young=young["dylan"],
        kind=offers["cholet"].kinds["Entretien"],
        counsellor=staff["julien"],
        before=now + timedelta(days=20),
        made_by=young["dylan"],
        made_at=now - timedelta(days=2),
    )


def _is_of(person: Person, structure: Structure) -> bool:
    return person.memberships.filter(structure=structure).exists()


def _next(
    book: Book,
    structure: Structure,
    offered: Offer,
    people: Mapping[str, Person],
    line: tuple[str, str, int, time, str, str, str],
) -> None:
    who, whom, ahead, at, kind, mode, answer = line
    day = _working_day(book.now, structure, ahead)
    place = offered.elsewhere[2] if mode == Mode.PARTNER else None
    appointment = _appointment(
        book,
        structure,
        offered.kinds[kind],
        people[who],
        _at(structure, day, at),
        mode,
        place or offered.sites[0],
    )
    _put(book, appointment, people[whom], answer=answer)


def _session(
    book: Book,
    structure: Structure,
    offered: Offer,
    people: Mapping[str, Person],
    line: tuple[str, int, int, time, str, str, int, str, str],
) -> None:
    who, weeks, weekday, at, kind, title, seats, coming, waiting = line
    monday = _monday(book.now, structure)
    day = _open_day(structure, monday + timedelta(weeks=weeks, days=weekday))
    start = _at(structure, day, at)
    appointment = _appointment(
        book, structure, offered.kinds[kind], people[who], start, Mode.SITE, offered.sites[0]
    )
    appointment.title, appointment.seats = title, seats
    appointment.enrol_until = start - A_DAY
    appointment.note = "Venez avec votre téléphone et, si vous en avez un, votre ancien CV."
    book.appointments.append(appointment)
    book.take(people[who], appointment.starts_at, appointment.ends_at)
    for number, name in enumerate(coming.split()):
        if book.take(people[name], appointment.starts_at, appointment.ends_at):
            _seat(book, appointment, people[name]).since += timedelta(minutes=number)
    for number, name in enumerate(waiting.split(), start=20):
        seat = _seat(book, appointment, people[name])
        seat.state, seat.since = State.WAITING, seat.since + timedelta(minutes=number)


def _weeks(book: Book, structure: Structure, offered: Offer, counsellor: Person) -> None:
    """Each young person every other week, the sixth each week; at hours of their own."""
    monday = _monday(book.now, structure)
    for number, young in enumerate(_young_of(counsellor)):
        if young.username in FREE:
            continue
        for week in range(-WEEKS_AGO, WEEKS_AHEAD + 1):
            if (number + week) % 2 and number != 5:
                continue
            day = monday + timedelta(weeks=week, days=number % 5)
            at = HOURS[number // 5 * 3 + (week + number) % 3]
            if _is_closed(structure, day):
                continue
            mode, place = _where(offered, number, week, day.weekday())
            kind = (
                "Entretien" if (number + week) % 4 or mode not in (Mode.PHONE, Mode.VIDEO) else "Point rapide"
            )
            appointment = _appointment(
                book, structure, offered.kinds[kind], counsellor, _at(structure, day, at), mode, place
            )
            _put(book, appointment, young, turn=number * 7 + week * 3)


def _young_of(counsellor: Person) -> list[Person]:
    rows = Support.objects.filter(counsellor=counsellor, part=Support.Part.REFERENT, ends_on=None)
    there = Person.objects.filter(memberships__role=Role.YOUNG, memberships__ends_on=None)
    return list(there.filter(pk__in=rows.values("young")).order_by("username"))


def _where(offered: Offer, number: int, week: int, weekday: int) -> tuple[str, Place]:
    if weekday == 4 or (number + week) % 5 == 0:
        return (Mode.VIDEO if number % 2 else Mode.PHONE), offered.sites[0]
    if weekday == 2 and week % 4 == 0:
        return Mode.CHOSEN, offered.elsewhere[1]
    return Mode.SITE, offered.sites[0]


def _appointment(
    book: Book,
    structure: Structure,
    kind: Kind,
    counsellor: Person,
    start: datetime,
    mode: str,
    place: Place,
) -> Appointment:
    made = min(start - timedelta(days=9, hours=2), book.now - timedelta(hours=3))
    return Appointment(
        uid=uuid5(NAMESPACE, f"rendez-vous/{counsellor.username}/{start.isoformat()}"),
        structure=structure,
        kind=kind,
        nature=kind.nature,
        mode=mode,
        counsellor=counsellor,
        starts_at=start,
        ends_at=start + timedelta(minutes=kind.minutes),
        place=place if mode not in (Mode.PHONE, Mode.VIDEO, Mode.HOME) else None,
        made_by=counsellor,
        made_at=made,
        changed_at=made,
    )


def _put(book: Book, appointment: Appointment, young: Person, *, answer: str = "", turn: int = 0) -> None:
    """Into the book, if both are free."""
    start, end = appointment.starts_at, appointment.ends_at
    if not book.take(young, start, end):
        return
    if not book.take(appointment.counsellor, start, end):
        book.taken[young.pk].pop()
        return
    if appointment.mode == Mode.PHONE:
        appointment.phone = young.phone
    book.appointments.append(appointment)
    seat = _seat(book, appointment, young, turn)
    if end > book.now:
        seat.answer = answer or ("" if turn % 3 else Answer.COMES)
        seat.answered_at = book.now - timedelta(hours=2) if seat.answer else None


def _seat(book: Book, appointment: Appointment, young: Person, turn: int = 0) -> Seat:
    seat = Seat(
        uid=uuid5(NAMESPACE, f"place/{appointment.uid}/{young.username}"),
        appointment=appointment,
        young=young,
        since=appointment.made_at,
        made_by=appointment.made_by,
    )
    if appointment.ends_at < book.now - TO_NOTE:
        seat.outcome, seat.is_legitimate = _became(appointment, turn)
        seat.outcome_at, seat.outcome_by = appointment.ends_at + timedelta(minutes=20), appointment.counsellor
    book.seats.append(seat)
    return seat


def _became(appointment: Appointment, turn: int) -> tuple[str, bool | None]:
    """Most come; from afar the connection breaks now and then."""
    from_afar = appointment.mode in (Mode.PHONE, Mode.VIDEO)
    lot = turn % 19
    if lot in (3, 11) or (lot == 8 and not from_afar):
        return Outcome.ABSENT, (True, False, None)[turn % 3]
    if lot == 5:
        return (Outcome.CUT if from_afar else Outcome.LATE), None
    if lot == 14:
        return Outcome.EXCUSED, None
    return (Outcome.SHORTENED if lot == 17 else Outcome.PRESENT), None


def _write(book: Book) -> None:
    rows = {row.uid: row for row in Appointment.objects.bulk_create(book.appointments, batch_size=500)}
    for seat in book.seats:
        seat.appointment = rows[seat.appointment.uid]
    Seat.objects.bulk_create(book.seats, batch_size=500)
    Busy.objects.bulk_create(_busy(book), batch_size=500)
    Change.objects.bulk_create(
        (
            Change(appointment=row, what=Change.What.MADE, by=row.made_by, at=row.made_at)
            for row in book.appointments
        ),
        batch_size=500,
    )


def _busy(book: Book) -> Iterator[Busy]:
    for row in book.appointments:
        yield Busy(person=row.counsellor, appointment=row, starts_at=row.starts_at, ends_at=row.ends_at)
    for seat in book.seats:
        if seat.state == State.TAKEN:
            row = seat.appointment
            yield Busy(person=seat.young, appointment=row, starts_at=row.starts_at, ends_at=row.ends_at)


def _monday(now: datetime, structure: Structure) -> date:
    today = now.astimezone(ZoneInfo(structure.timezone)).date()
    return today - timedelta(days=today.weekday())


def _at(structure: Structure, day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=ZoneInfo(structure.timezone))


def _is_closed(structure: Structure, day: date) -> bool:
    return day.weekday() > 4 or day in public_holidays_of(day.year, structure.holiday_zone)


def _open_day(structure: Structure, day: date) -> date:
    while _is_closed(structure, day):
        day += A_DAY
    return day


def _working_day(now: datetime, structure: Structure, ahead: int) -> date:
    """Today or the next day open, then so many open days further."""
    day = _open_day(structure, now.astimezone(ZoneInfo(structure.timezone)).date())
    for _ in range(ahead):
        day = _open_day(structure, day + A_DAY)
    return day
