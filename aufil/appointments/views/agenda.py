"""The agenda: a day, a week, a month."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aufil.appointments import access, queries
from aufil.appointments.agenda import Box, boxes, hours_shown
from aufil.appointments.forms.agenda import AgendaForm
from aufil.appointments.queries.agenda import AgendaDay, Choice, Held, Whose
from aufil.kernel import clock
from aufil.people.access import PersonRequest
from aufil.people.models import Role, Structure
from aufil.people.queries import today_in
from aufil.ui.texts import MONTHS, calendar_day
from aufil.web.pages import keep, signed_in_page

ONE_DAY = timedelta(days=1)
PATHS = {"day": "/agenda/", "week": "/agenda/semaine/", "month": "/agenda/mois/"}


@dataclass(frozen=True)
class Looked:
    """What an address asks to see, and what it may ask."""

    asked: Whose
    choice: Choice
    form: AgendaForm
    day: date
    today: date
    structure: Structure
    usual: str

    def at(self, view: str, day: date) -> str:
        """The address of another day, or another way to look, of the same agenda."""
        return PATHS[view] + self.form.address(day, self.asked.value, usual=self.usual, today=self.today)


class Line(NamedTuple):
    """One line of a day: an appointment, a stretch taken elsewhere, or that it is now."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    held: Held | None = None
    box: Box | None = None


class Column(NamedTuple):
    """A day with its lines, as it is drawn."""

    day: AgendaDay
    lines: list[Line]
    address: str


def looked(request: PersonRequest) -> Looked:
    structure = access.working_in(request)
    choice, today = queries.choice_of(structure, request.user), today_in(structure)
    form = AgendaForm(request.GET)
    usual = queries.EVERYBODY if leads(request) else str(request.user.uid)
    asked = queries.whose(structure, request.user, choice, form.said("qui"), usual)
    return Looked(asked, choice, form, form.day or today, today, structure, usual)


@signed_in_page
@require_GET
def day(request: PersonRequest) -> HttpResponse:
    """One day, hour after hour."""
    look = looked(request)
    found = queries.agenda(look.asked, look.day, look.day, cancelled=look.form.cancelled)
    first = look.day.replace(day=1)
    context = _frame(request, look, "day", look.day - ONE_DAY, look.day + ONE_DAY)
    context |= {"column": columns(look, found)[0], "weeks": _weeks(look, first, "day")}
    context |= {"month": _month_name(first), "title": calendar_day(look.day).capitalize()}
    return keep(render(request, "appointments/day.html", context), "fallback")


@signed_in_page
@require_GET
def week(request: PersonRequest) -> HttpResponse:
    """Monday to Friday, and the week end when something is held in it."""
    look = looked(request)
    monday = look.day - timedelta(days=look.day.weekday())
    found = queries.agenda(look.asked, monday, monday + timedelta(days=6), cancelled=look.form.cancelled)
    while len(found) > 5 and found[-1].is_empty and not found[-1].is_today:
        found.pop()
    shown = columns(look, found)
    hours = hours_shown([(line.starts_at, line.ends_at) for one in shown for line in one.lines])
    context = _frame(request, look, "week", monday - timedelta(days=7), monday + timedelta(days=7))
    context |= {"columns": [_boxed(one, hours) for one in shown]}
    context |= {"hours": [(hour, (hour - hours.start) * 4 + 1) for hour in hours], "days": len(shown)}
    context |= {"grid": look.asked.person is not None, "title": _week_name(monday, shown[-1].day.on)}
    return render(request, "appointments/week.html", context)


@signed_in_page
@require_GET
def month(request: PersonRequest) -> HttpResponse:
    """A calendar with how much each day holds, and the list of one of them."""
    look = looked(request)
    first = look.day.replace(day=1)
    found = queries.agenda(look.asked, look.day, look.day, cancelled=look.form.cancelled)
    after = (first + timedelta(days=32)).replace(day=1)
    context = _frame(request, look, "month", (first - ONE_DAY).replace(day=1), after)
    context |= {"column": columns(look, found)[0], "weeks": _weeks(look, first, "month")}
    context |= {"title": _month_name(first).capitalize()}
    return render(request, "appointments/month.html", context)


def _frame(request: PersonRequest, look: Looked, view: str, before: date, after: date) -> dict[str, Any]:
    """What the three pages share; two statements."""
    person = look.asked.person
    own = person == request.user
    return {
        "look": look,
        "viewer": request.user.pk,
        "view": view,
        "own": own,
        "name": _("votre agenda") if own else _name(look),
        "before": look.at(view, before),
        "after": look.at(view, after),
        "present": look.at(view, look.today),
        "is_present": before < look.today < after,
        "views": [
            (kind, label, look.at(kind, look.day))
            for kind, label in (("day", _("Jour")), ("week", _("Semaine")), ("month", _("Mois")))
        ],
        "to_note": queries.seats_to_note(request.user, look.structure).count() if own else 0,
        "under": queries.absences_over_appointments(look.structure, request.user, _heads(request)),
    }


def leads(request: PersonRequest) -> bool:
    """Does whoever looks lead the programme or the structure?"""
    return request.membership is not None and request.membership.role in (Role.PILOT, Role.HEAD)


def _heads(request: PersonRequest) -> bool:
    return request.membership is not None and request.membership.role == Role.HEAD


def _name(look: Looked) -> str:
    if look.asked.person:
        return _("agenda de %(name)s") % {"name": look.asked.person.full_name}
    return look.asked.site.name if look.asked.site else _("toute la structure")


def columns(look: Looked, days: Sequence[AgendaDay]) -> list[Column]:
    """Each day with its lines in order; in today’s, the line that says what time it is."""
    zone = ZoneInfo(look.structure.timezone)
    now = clock.now().astimezone(zone)
    found = []
    for one in days:
        lines = [
            Line("held", held.row.starts_at.astimezone(zone), held.row.ends_at.astimezone(zone), held)
            for held in one.held
        ]
        lines += [Line("elsewhere", start, end) for start, end in one.elsewhere]
        if one.is_today and lines:
            lines.append(Line("now", now, now))
        lines.sort(key=lambda line: (line.starts_at, line.kind == "now"))
        found.append(Column(one, lines, look.at("day", one.on)))
    return found


def _boxed(column: Column, hours: range) -> Column:
    """With the place of each line on the grid."""
    placed = boxes([(line.starts_at, line.ends_at) for line in column.lines if line.kind != "now"], hours)
    drawn = iter(placed)
    lines = []
    for line in column.lines:
        if line.kind != "now":
            lines.append(line._replace(box=next(drawn)))
        elif line.starts_at.hour in hours:
            alone = boxes([(line.starts_at, line.ends_at)], hours)
            lines.append(line._replace(box=alone[0]))
    return column._replace(lines=lines)


class Cell(NamedTuple):
    """A day of a calendar: how many appointments, and where it leads."""

    on: date
    number: int
    address: str
    is_other: bool
    is_today: bool
    is_chosen: bool


def _weeks(look: Looked, first: date, view: str) -> list[list[Cell]]:
    """The calendar of a month, whole weeks from Monday on. One statement."""
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    counts = queries.counts_of(look.asked, weeks[0][0], weeks[-1][-1])
    return [
        [
            Cell(
                on,
                counts.get(on, 0),
                look.at(view, on),
                on.month != first.month,
                on == look.today,
                on == look.day,
            )
            for on in days
        ]
        for days in weeks
    ]


def _month_name(first: date) -> str:
    return f"{MONTHS[first.month - 1]} {first.year}"


def _week_name(monday: date, last: date) -> str:
    first = str(monday.day)
    if monday.month != last.month:
        first += f" {MONTHS[monday.month - 1]}"
    if monday.year != last.year:
        first += f" {monday.year}"
    days = {"first": first, "last": f"{last.day} {MONTHS[last.month - 1]} {last.year}"}
    return _("Du %(first)s au %(last)s") % days
