"""The last step: what was chosen is said once more, then taken, moved, or refused with a sentence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from aufil.appointments.actions import Booked, Moved, Taken, Wanted
from aufil.appointments.forms.wishes import NAMES
from aufil.appointments.models import Appointment
from aufil.appointments.queries import Slot
from aufil.appointments.views.steps import Chosen, Taker, nearest_times, taken_sentence
from aufil.people.models import Person
from aufil.web.problems import Problem

SAID = ("conflict", "invalid", "forbidden", "gone")  # refusals shown beside what was typed


@dataclass(frozen=True)
class Tried:
    """What became of it: the appointment, or why not, with the nearest free times."""

    appointment: Appointment | None = None
    error: str = ""
    nearest: Sequence[Slot] = ()
    status: int = 200
    errors: dict[str, list[str]] | None = None


def attempt(act: Callable[[], Booked | Moved | Taken]) -> Tried:
    try:
        result = act()
    except Problem as problem:
        if problem.kind not in SAID:
            raise
        return Tried(None, str(problem.detail or problem.title), (), problem.status, problem.errors)
    if isinstance(result, Taken):
        return Tried(None, taken_sentence(result.nearest), result.nearest, 409)
    return Tried(result.appointment)


def wanted_by(taker: Taker, chosen: Chosen, counsellor: Person, **more: Any) -> Wanted:
    return Wanted(
        structure=taker.structure,
        kind=chosen.kind,
        mode=chosen.mode.value,
        counsellor=counsellor,
        starts_at=chosen.starts_at,
        ends_at=chosen.ends_at,
        place=chosen.place,
        **more,
    )


def confirm_page(
    request: HttpRequest, taker: Taker, chosen: Chosen, form: forms.Form | None, tried: Tried
) -> HttpResponse:
    """What was chosen, what is still asked; refused, why and which times are near."""
    kept = {NAMES["kind"]: chosen.kind.uid, NAMES["mode"]: chosen.mode.value}
    near, said_again = nearest_times(list(tried.nearest), taker.structure, kept, merged=taker.merged)
    is_wrong = bool(form and form.errors)
    context = {
        "structure": taker.structure,
        "taker": taker,
        **taker.frame,
        "it": chosen,
        "how": chosen.mode.label,
        "form": form,
        "error": tried.error,
        "near": near,
        "near_kept": said_again,
    }
    return render(request, "appointments/confirm.html", context, status=422 if is_wrong else tried.status)
