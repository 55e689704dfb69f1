"""The sorting box: what came back from somebody who is not known for sure."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aufil.delivery import access, actions
from aufil.delivery.forms import ChoiceForm, SearchForm
from aufil.delivery.queries import Waiting, found_in, to_sort
from aufil.people.access import PersonRequest
from aufil.people.models import Structure
from aufil.people.queries import structures
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem


@signed_in_page
@require_GET
def sorting(request: PersonRequest) -> HttpResponse:
    """What waits, the oldest first; the administrator sees where it came to, never what it says."""
    structure = access.sorting_box(request)
    if structure is None:
        context = {"waiting": to_sort(None), "structures": structures()}
        return render(request, "delivery/unknown.html", context)
    return render(request, "delivery/sorting.html", {"waiting": to_sort(structure), "structure": structure})


@signed_in_page
@require_GET
def sort_one(request: PersonRequest, uid: UUID) -> HttpResponse:
    """One of them, and everybody it may be from."""
    waiting, structure = access.to_sort_here(request, uid)
    return _page(request, waiting, structure)


@signed_in_page
@require_POST
def place(request: PersonRequest, uid: UUID) -> HttpResponse:
    """It is this person's: into their thread."""
    waiting, structure = access.to_sort_here(request, uid)
    form = ChoiceForm(request.POST)
    try:
        person = access.its_sender(structure, form.chosen())
        actions.place(inbound=waiting.inbound, person=person, actor=request.user)
    except Problem as problem:
        if problem.status != 422:
            raise
        return _page(request, waiting, structure, error=_reason(problem))
    return redirect("delivery:sorting")


@signed_in_page
@require_POST
def put_away(request: PersonRequest, uid: UUID) -> HttpResponse:
    """It is for nobody here."""
    waiting, _structure = access.to_sort_here(request, uid)
    actions.put_away(inbound=waiting.inbound, actor=request.user)
    return redirect("delivery:sorting")


@signed_in_page
@require_POST
def entrust(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The administrator says which structure it is for; without one, it is for nobody."""
    inbound = access.to_sort_nowhere(request, uid)
    structure = structures().filter(slug=request.POST.get("structure", "")).first()
    if structure:
        actions.entrust(inbound=inbound, structure=structure, actor=request.user)
    else:
        actions.put_away(inbound=inbound, actor=request.user)
    return redirect("delivery:sorting")


def _page(request: PersonRequest, waiting: Waiting, structure: Structure, *, error: str = "") -> HttpResponse:
    form = SearchForm(request.GET)
    context = {
        "one": waiting,
        "words": form.words(),
        "found": found_in(structure, form.words()),
        "error": error,
    }
    return render(request, "delivery/sort_one.html", context, status=422 if error else 200)


def _reason(problem: Problem) -> str:
    first = next(iter((problem.errors or {}).values()), [problem.detail or problem.title])
    return str(first[0]) or _("Choisissez une personne.")
