"""Two files of one person: found or chosen, compared, made one, and two again."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aufil.operate import access, queries
from aufil.operate.forms import choices_in, two_in
from aufil.people import actions as people
from aufil.people.access import PersonRequest
from aufil.people.queries import duplicates_of, merges_of
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem


@signed_in_page
@require_GET
def doubles(request: PersonRequest) -> HttpResponse:
    """Who may be one person twice, whom one looks for, and the merges that can still be undone."""
    right = access.merge_right(request)
    words = request.GET.get("q", "").strip()[:80]
    context = {
        "pairs": duplicates_of(right.structure, only=right.only),
        "q": words,
        "found": queries.people_to_merge(right.structure, words, right.only) if words else [],
        "merges": merges_of(right.structure, made_by=right.only),
    }
    return render(request, "operate/doubles.html", context)


@signed_in_page
@require_http_methods(["GET", "POST"])
def compare(request: PersonRequest) -> HttpResponse:
    """The two side by side, what is kept of each; then one."""
    right = access.merge_right(request)
    asked = two_in(request.POST if request.method == "POST" else request.GET)
    if asked is None:
        if request.method == "POST":
            raise Problem("not-found")
        return redirect("operate:doubles")
    kept, absorbed = access.two_files(right, asked)
    if request.method == "GET":
        return render(
            request, "operate/compare.html", {"sides": queries.compared(right.structure, kept, absorbed)}
        )
    choices = choices_in(request.POST)
    try:
        merge = people.merge_people(
            structure=right.structure, kept=kept, absorbed=absorbed, actor=request.user, choices=choices
        )
    except Problem as problem:
        context = {"sides": queries.compared(right.structure, kept, absorbed), "error": problem.detail}
        return render(request, "operate/compare.html", context, status=problem.status)
    return redirect("operate:merge", merge.uid)


@signed_in_page
@require_POST
def distinct(request: PersonRequest) -> HttpResponse:
    """They are two: nobody is asked again."""
    right = access.merge_right(request)
    asked = two_in(request.POST)
    if asked is None:
        raise Problem("not-found")
    one, other = access.two_files(right, asked)
    people.say_distinct(structure=right.structure, one=one, other=other, actor=request.user)
    return redirect("operate:doubles")


@signed_in_page
@require_GET
def merge(request: PersonRequest, uid: UUID) -> HttpResponse:
    """What was made one, until when it can be undone, and what an undoing left."""
    row = access.merge(request, uid)
    context = {"merge": row, "undoable": queries.is_undoable(row), "left": queries.left_of(row)}
    return render(request, "operate/merge.html", context)


@signed_in_page
@require_POST
def part(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Two again."""
    people.part_people(merge=access.merge(request, uid), actor=request.user)
    return redirect("operate:merge", uid)
