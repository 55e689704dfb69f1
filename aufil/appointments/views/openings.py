"""The hours of one counsellor: the week, days that differ, and what young people will see of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from aufil.appointments import access, actions, queries
from aufil.appointments.forms.doing import done
from aufil.appointments.forms.hours import LESS, MORE, CopyForm, EndForm, OneOffForm, StretchForm
from aufil.appointments.models import Opening, Variation
from aufil.appointments.queries.openings import OpenHours, holidays_ahead, short_roads, week_shown
from aufil.appointments.said import line_of, span_said, ways_said
from aufil.appointments.shown import choices, drawn
from aufil.people.access import PersonRequest
from aufil.people.models import Person, Structure
from aufil.people.queries import staff_of
from aufil.ui.texts import DAYS
from aufil.web.pages import signed_in_page

PAGE = "/agenda/ouvertures/"
METHODS = ["GET", "POST"]
WEEKS_AHEAD = 60


@dataclass(frozen=True)
class Whose:
    """The hours that are looked at, and who looks."""

    person: Person
    structure: Structure
    own: bool

    @property
    def asked(self) -> str:
        """What every address says of a colleague's hours."""
        return "" if self.own else f"?de={self.person.uid}"

    @property
    def back(self) -> str:
        return PAGE + self.asked

    @property
    def saved(self) -> str:
        return f"{self.back}{'?' if self.own else '&'}enregistre"


def _whose(request: PersonRequest, row: Opening | Variation | None = None) -> Whose:
    if row:
        return Whose(row.counsellor, row.structure, row.counsellor == request.user)
    person, structure = access.hours_of(request, request.GET.get("de", ""))
    return Whose(person, structure, person == request.user)


@signed_in_page
@require_http_methods(METHODS)
def openings(request: PersonRequest) -> HttpResponse:
    """The whole: the week as a list, a week drawn, days that differ, free times. POST: a day copied on others."""
    whose = _whose(request)
    if queries.places_missing(whose.structure):
        actions.settle_places(structure=whose.structure)
    copy = CopyForm(request.POST or None)
    if request.method == "POST" and done(copy, lambda: _copy(request, whose, copy)):
        return redirect(whose.saved)
    hours = queries.open_hours_of(whose.person, whose.structure)
    context = {
        "whose": whose,
        "saved": "enregistre" in request.GET,
        "copy": copy,
        "colleagues": staff_of(whose.structure) if access.leads(request) else (),
        **_week(hours),
        **_differing(hours),
        **_shown(hours),
        **_drawing(hours, request.GET.get("semaine", "")),
    }
    return render(request, "appointments/openings.html", context, status=422 if copy.errors else 200)


def _copy(request: PersonRequest, whose: Whose, form: CopyForm) -> None:
    actions.copy_day(
        structure=whose.structure,
        counsellor=whose.person,
        source=form.cleaned_data["source"],
        targets=form.cleaned_data["target"],
        replacing=form.cleaned_data["replacing"],
        by=request.user,
    )


def _week(hours: OpenHours) -> dict[str, Any]:
    """The weekly stretches by day, and what is to be thought of."""
    days = [
        (number, name, [line_of(one) for one in hours.openings if one.weekday == number])
        for number, name in enumerate(DAYS)
    ]
    return {
        "hours": hours,
        "days": days,
        "roads": [(DAYS[road.one.weekday], road) for road in short_roads(hours)],
        "outside": queries.outside(hours),
    }


def _differing(hours: OpenHours) -> dict[str, Any]:
    varied = [(one, span_said(one), ways_said(one.modes)) for one in hours.variations]
    shut = [(one.day, [span_said(row) for row in one.openings]) for one in holidays_ahead(hours)]
    return {"varied": varied, "holidays": shut}


def _shown(hours: OpenHours) -> dict[str, Any]:
    """Kinds that young people take by themselves, each way with its next times."""
    kinds = queries.kinds_for(hours.structure, queries.Asker.STAFF, collective=True)
    taken = [kind for kind in kinds if (kind.for_young or kind.for_public) and not kind.is_collective]
    found = choices(queries.previewed(hours, taken), hours.structure.timezone, hours.today)
    return {"kinds": kinds, "offered": found}


def _drawing(hours: OpenHours, asked: str) -> dict[str, Any]:
    this = hours.today - timedelta(days=hours.today.weekday())
    monday = _monday(asked, this)
    return {
        "monday": monday,
        "this_week": monday == this,
        "before": monday - timedelta(days=7) if monday > this else None,
        "after": monday + timedelta(days=7),
        "drawing": drawn(week_shown(hours, monday)),
    }


def _monday(asked: str, this: date) -> date:
    """The Monday of the week an address names by one of its days; this week, if it names none near."""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return this
    monday = day - timedelta(days=day.weekday())
    return monday if this <= monday <= this + timedelta(weeks=WEEKS_AHEAD) else this


@signed_in_page
@require_http_methods(METHODS)
def new_opening(request: PersonRequest) -> HttpResponse:
    """A stretch, on the days one ticks."""
    whose = _whose(request)
    form = StretchForm(request.POST or None, structure=whose.structure, initial=_usual(request, whose))
    if request.method == "POST" and done(form, lambda: _lay(request, whose, form)):
        return redirect(whose.saved)
    return _stretch_page(request, whose, form, None)


def _usual(request: PersonRequest, whose: Whose) -> dict[str, Any]:
    """What the first stretch is likely to be: on site at the main place; then as the last one laid."""
    day = request.GET.get("jour", "")
    usual = queries.usual_stretch(whose.person, whose.structure)
    return {"weekdays": [day], "modes": usual.modes, "place": usual.place.uid if usual.place else None}


def _lay(request: PersonRequest, whose: Whose, form: StretchForm) -> None:
    actions.lay_openings(
        structure=whose.structure,
        counsellor=whose.person,
        weekdays=form.weekdays_said,
        stretch=form.stretch(),
        by=request.user,
    )


@signed_in_page
@require_http_methods(METHODS)
def opening(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Other hours for a stretch; `do=end` ends it."""
    row = access.opening(request, uid)
    whose = _whose(request, row)
    ends = request.POST.get("do") == "end"
    form = StretchForm(
        request.POST if request.method == "POST" and not ends else None,
        structure=row.structure,
        one_day=True,
        initial=_as_typed(row),
    )
    end = EndForm(request.POST if ends else None)
    if ends and done(end, lambda: _end(request, row, end)):
        return redirect(whose.saved)
    if request.method == "POST" and not ends and done(form, lambda: _change(request, row, form)):
        return redirect(whose.saved)
    return _stretch_page(request, whose, form, row, end)


def _change(request: PersonRequest, row: Opening, form: StretchForm) -> None:
    [weekday] = form.weekdays_said
    actions.change_opening(opening=row, weekday=weekday, stretch=form.stretch(), by=request.user)


def _end(request: PersonRequest, row: Opening, form: EndForm) -> None:
    actions.end_opening(opening=row, last=form.cleaned_data["last"], by=request.user)


def _as_typed(row: Opening) -> dict[str, Any]:
    names = ("starts", "ends", "modes", "every_weeks", "from_on", "until_on")
    return {name: getattr(row, name) for name in names} | {
        "weekdays": str(row.weekday),
        "place": row.place.uid if row.place else None,
        "kinds": [kind.uid for kind in row.kinds.all()],
    }


def _stretch_page(
    request: PersonRequest, whose: Whose, form: StretchForm, row: Opening | None, end: EndForm | None = None
) -> HttpResponse:
    wrong = bool(form.errors or (end and end.errors))
    context = {
        "whose": whose,
        "form": form,
        "opening": row,
        "line": line_of(row) if row else None,
        "end": end,
        "day": DAYS[row.weekday] if row else "",
    }
    return render(request, "appointments/opening.html", context, status=422 if wrong else 200)


@signed_in_page
@require_http_methods(METHODS)
def new_exception(request: PersonRequest) -> HttpResponse:
    """A day that differs."""
    whose = _whose(request)
    usual = queries.usual_stretch(whose.person, whose.structure)
    initial = {
        "what": LESS,
        "day": request.GET.get("jour") or None,
        "modes": usual.modes,
        "place": usual.place.uid if usual.place else None,
    }
    form = OneOffForm(request.POST or None, structure=whose.structure, initial=initial)
    if request.method == "POST" and done(form, lambda: _vary(request, whose, form)):
        return redirect(whose.saved)
    return _exception_page(request, whose, form, None)


def _vary(request: PersonRequest, whose: Whose, form: OneOffForm) -> None:
    actions.vary(
        structure=whose.structure,
        counsellor=whose.person,
        one_off=form.one_off(),
        instead=form.instead,
        uid=form.cleaned_data["uid"],
        by=request.user,
    )


@signed_in_page
@require_http_methods(METHODS)
def exception(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Another day, other hours; `do=drop`: that day is like its week again."""
    row = access.variation(request, uid)
    whose = _whose(request, row)
    if request.POST.get("do") == "drop":
        actions.drop_variation(variation=row, by=request.user)
        return redirect(whose.saved)
    initial = {name: getattr(row, name) for name in ("day", "starts", "ends", "modes", "why")} | {
        "what": MORE if row.is_open else LESS,
        "place": row.place.uid if row.place else None,
        "kinds": [kind.uid for kind in row.kinds.all()],
        "uid": row.uid,
    }
    form = OneOffForm(request.POST or None, structure=row.structure, initial=initial, known=True)
    if request.method == "POST" and done(form, lambda: _vary_again(request, row, form)):
        return redirect(whose.saved)
    return _exception_page(request, whose, form, row)


def _vary_again(request: PersonRequest, row: Variation, form: OneOffForm) -> None:
    actions.change_variation(variation=row, one_off=form.one_off(), by=request.user)


def _exception_page(
    request: PersonRequest, whose: Whose, form: OneOffForm, row: Variation | None
) -> HttpResponse:
    context = {"whose": whose, "form": form, "variation": row}
    return render(request, "appointments/exception.html", context, status=422 if form.errors else 200)
