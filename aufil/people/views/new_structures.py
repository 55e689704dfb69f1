"""Opening a Mission Locale, by who looks after the platform."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from aufil.kernel.departments import DEPARTMENTS
from aufil.people import access, actions, queries
from aufil.people.access import PersonRequest
from aufil.people.forms import NewStructureForm
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem


@signed_in_page
@require_http_methods(["GET", "POST"])
def new_structure(request: PersonRequest) -> HttpResponse:
    """A Mission Locale, its main place and its first head, in one form and one transaction."""
    access.platform(request.user)
    form = NewStructureForm(request.POST) if request.method == "POST" else None
    errors: Any = form.errors if form else {}
    if form and form.is_valid():
        try:
            structure, _head = actions.open_structure(**form.opening(), actor=request.user)
            return redirect(f"/structures/{structure.slug}/")
        except Problem as problem:
            errors = problem.errors
    context = {"errors": errors, "typed": request.POST, "departments": DEPARTMENTS}
    return render(request, "people/new_structure.html", context, status=422 if form else 200)


@signed_in_page
@require_GET
def opened_structure(request: PersonRequest, slug: str) -> HttpResponse:
    """How far a structure has come since it was opened: counts, what comes next, and who heads it. Nobody else."""
    structure = access.structure_administered(request.user, slug)
    context = {
        "structure": structure,
        "steps": queries.first_steps(structure),
        "heads": queries.heads_of(structure),
    }
    return render(request, "people/opened_structure.html", context)
