"""Staff take a time with somebody: from the free times, or at any hour; and note a meeting that was held."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aufil.appointments import access, actions
from aufil.appointments.forms.taking import PastForm, TakeForm
from aufil.appointments.forms.wishes import ANYBODY, NAMES, Wish, read_wish
from aufil.appointments.models import Kind, Mode, Place
from aufil.appointments.queries import (
    Asked,
    Asker,
    kinds_for,
    modes_for,
    offered,
    places_open,
    watches_of,
)
from aufil.appointments.views.confirming import Tried, attempt
from aufil.appointments.views.steps import nearest_times, times_of
from aufil.people.access import PersonRequest
from aufil.people.models import Person, Structure
from aufil.people.queries import search_young, staff_of
from aufil.video.queries import last_check
from aufil.web.limits import slow_down
from aufil.web.pages import signed_in_page

METHODS = ["GET", "POST"]
MOST_FOUND = 12
TYPED = "a-la-main"  # an hour that no opening holds


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What staff are about to take, as far as it is said."""

    structure: Structure
    young: Person | None
    kinds: list[Kind]
    kind: Kind
    mode: Mode
    counsellor: Person | None  # None: whoever is free
    place: Place | None
    minutes: int

    def kept(self) -> dict[str, Any]:
        """What links and forms say again."""
        return {
            NAMES["person"]: self.young.uid if self.young else "",
            NAMES["kind"]: self.kind.uid,
            NAMES["mode"]: self.mode.value,
            NAMES["counsellor"]: self.counsellor.uid if self.counsellor else ANYBODY,
            NAMES["minutes"]: self.minutes if self.minutes != self.kind.minutes else "",
            NAMES["place"]: self.place.uid if self.place else "",
        }

    def query(self) -> str:
        return urlencode({name: str(value) for name, value in self.kept().items() if value})

    def asked(self) -> Asked:
        return Asked(
            structure=self.structure,
            kind=self.kind,
            mode=self.mode,
            asker=Asker.STAFF,
            counsellors=(self.counsellor.pk,) if self.counsellor else (),
            young=self.young.pk if self.young else None,
            place=self.place,
            minutes=self.minutes,
        )


@signed_in_page
@require_http_methods(METHODS)
def take(request: PersonRequest) -> HttpResponse:
    """The free times of what was said; a time chosen, what else is to be said of it."""
    structure, wish = access.working_in(request), read_wish(request.GET)
    young = access.young(structure, wish.person) if wish.person else None
    plan = _plan(request, structure, young, wish)
    if plan is None:
        return _whom(request, structure, young)
    if wish.at or TYPED in request.GET or request.method == "POST":
        return _details(request, plan, wish)
    shown = offered(plan.asked(), wish.since)
    context = {
        "plan": plan,
        "modes": [mode for mode in Mode if any(mode.value in kind.modes for kind in plan.kinds)],
        "staff": staff_of(structure),
        "places": places_open(structure),
        "shown": times_of(shown, plan.kept()),
        "watches": watches_of(young, structure) if young else [],
        "typed": TYPED,
        **_around(young),
        **_tested(plan),
    }
    return render(request, "appointments/take.html", context)


def _around(young: Person | None) -> dict[str, Any]:
    return {
        "young": young,
        "title": _("Prendre rendez-vous"),
        "back": f"/mes-jeunes/{young.uid}/" if young else "/agenda/",
        "back_word": young.full_name if young else _("Agenda"),
    }


def _tested(plan: Plan) -> dict[str, Any]:
    """What the last test said of somebody who is to come by video, and where the same is taken by telephone."""
    if plan.mode != Mode.VIDEO or plan.young is None:
        return {}
    known = plan.kept() | {NAMES["mode"]: Mode.PHONE.value}
    query = urlencode({name: str(value) for name, value in known.items() if value})
    can_phone = Mode.PHONE in modes_for(plan.kind, Asker.STAFF)
    return {"last_check": last_check(plan.young), "by_phone": f"?{query}" if can_phone else ""}


def _plan(request: PersonRequest, structure: Structure, young: Person | None, wish: Wish) -> Plan | None:
    """What is said, the usual where nothing is; None while nobody can come."""
    kinds = kinds_for(structure, Asker.STAFF, collective=True)
    kinds = [kind for kind in kinds if kind.is_collective == (young is None)]
    kind = next((kind for kind in kinds if kind.uid == wish.kind), None)
    if kind is None and young and kinds:
        kind = kinds[0]
    if kind is None:
        return None
    modes = modes_for(kind, Asker.STAFF)
    counsellor = None if wish.anybody else request.user
    if wish.counsellor:
        counsellor = access.colleague_of(structure, wish.counsellor)
    return Plan(
        structure=structure,
        young=young,
        kinds=kinds,
        kind=kind,
        mode=wish.mode if wish.mode in modes else modes[0],
        counsellor=counsellor,
        place=access.place_of(structure, wish.place),
        minutes=wish.minutes or kind.minutes,
    )


def _whom(request: PersonRequest, structure: Structure, young: Person | None) -> HttpResponse:
    """Nobody said yet: whom to look for, or a session to make."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    sessions = [k for k in kinds_for(structure, Asker.STAFF, collective=True) if k.is_collective]
    context = {
        "words": words,
        "found": search_young(structure, words)[:MOST_FOUND] if words else [],
        "sessions": sessions,
        **_around(young),
    }
    return render(request, "appointments/take_whom.html", context)


def _details(request: PersonRequest, plan: Plan, wish: Wish) -> HttpResponse:
    """When and what else; taken, the appointment's page."""
    form, tried = TakeForm(request.POST or None, **_about(plan), initial=_initial(plan, wish)), Tried()
    if request.method == "POST" and form.is_valid():
        slow_down("book", str(request.user.pk), times=120, seconds=600)
        tried = attempt(lambda: _book(request, plan, form))
    if tried.appointment:
        return redirect(f"/agenda/rdv/{tried.appointment.uid}/")
    near, kept = nearest_times(list(tried.nearest), plan.structure, plan.kept())
    context = {
        "plan": plan,
        "form": form,
        "error": tried.error,
        "near": near,
        "near_kept": kept,
        "again": plan.query(),
        **_around(plan.young),
        **_tested(plan),
    }
    status = 422 if form.errors else tried.status
    return render(request, "appointments/take_details.html", context, status=status)


def _about(plan: Plan) -> dict[str, Any]:
    return {"structure": plan.structure, "kind": plan.kind, "mode": plan.mode, "young": plan.young}


def _initial(plan: Plan, wish: Wish) -> dict[str, Any]:
    said: dict[str, Any] = {"minutes": plan.minutes}
    if plan.counsellor:
        said["counsellor"] = plan.counsellor.uid
    if plan.place:
        said["place"] = str(plan.place.uid)
    if wish.at:
        local = wish.at.astimezone(ZoneInfo(plan.structure.timezone))
        said |= {"starts_on": local.date(), "starts": f"{local:%H:%M}", "second": bool(local.fold)}
    return said


def _wanted(request: PersonRequest, plan: Plan, form: TakeForm) -> actions.Wanted:
    place = form.known_place()
    if form.typed_place:
        place = actions.keep_typed_place(structure=plan.structure, typed=form.typed_place, by=request.user)
    return actions.Wanted(
        structure=plan.structure,
        kind=plan.kind,
        mode=plan.mode.value,
        young=plan.young,
        place=place,
        **form.facts,
    )


def _book(request: PersonRequest, plan: Plan, form: TakeForm) -> actions.Booked | actions.Taken:
    data = form.cleaned_data
    wanted = _wanted(request, plan, form)
    return actions.book(
        wanted=wanted, by=request.user, uid=data["uid"], overlap_reason=data.get("overlap_reason", "")
    )


@signed_in_page
@require_http_methods(METHODS)
def note_past(request: PersonRequest) -> HttpResponse:
    """« Noter un rendez-vous passé »."""
    structure, wish = access.working_in(request), read_wish(request.GET)
    young = access.young(structure, wish.person) if wish.person else None
    plan = _plan(request, structure, young, wish)
    if plan is None or young is None:
        return _whom(request, structure, young)
    initial = {**_initial(plan, wish), "counsellor": request.user.uid}
    form, tried = PastForm(request.POST or None, **_about(plan), initial=initial), Tried()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        wanted, uid, outcome = _wanted(request, plan, form), data["uid"], data["outcome"]
        tried = attempt(lambda: actions.note_past(wanted=wanted, by=request.user, uid=uid, outcome=outcome))
    if tried.appointment:
        return redirect(f"/agenda/rdv/{tried.appointment.uid}/")
    context = {"plan": plan, "form": form, "error": tried.error, **_around(young)}
    context["title"], context["modes"] = _("Noter un rendez-vous passé"), modes_for(plan.kind, Asker.STAFF)
    status = 422 if form.errors else tried.status
    return render(request, "appointments/note_past.html", context, status=status)
