"""A structure's own lists of questions. The head changes, the pilot sees."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from aufil.people.access import PersonRequest, structure_headed, structure_seen
from aufil.people.models import Role, Structure
from aufil.video import access, actions
from aufil.video.forms import QuestionListForm, list_as_typed
from aufil.video.interviews import READY
from aufil.video.models import QuestionList
from aufil.video.queries import own_lists
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem

PAGE = "/structure/entretiens/"


@signed_in_page
@require_GET
def lists(request: PersonRequest) -> HttpResponse:
    """The structure's own, and the ready-made ones to read."""
    structure = structure_seen(request.user, request.membership)
    context = {
        "rows": own_lists(structure),
        "ready": READY.values(),
        "may_change": any(
            m.role == Role.HEAD and m.structure_id == structure.pk for m in request.memberships
        ),
        "saved": "enregistre" in request.GET,
    }
    return render(request, "video/lists.html", context)


@signed_in_page
@require_http_methods(["GET", "POST"])
def one(request: PersonRequest, uid: UUID | None = None) -> HttpResponse:
    """A new list, or other questions in one; `do` retires it or brings it back."""
    structure = structure_headed(request.user, request.membership)
    row = access.question_list(structure, uid) if uid else None
    form = QuestionListForm(request.POST or None, initial=list_as_typed(row) if row else {})
    if request.method == "POST" and _done(request, structure, row, form):
        return redirect(f"{PAGE}?enregistre")
    return render(request, "video/list.html", {"form": form, "row": row}, status=422 if form.errors else 200)


def _done(
    request: PersonRequest, structure: Structure, row: QuestionList | None, form: QuestionListForm
) -> bool:
    does = request.POST.get("do", "save")
    try:
        if row and does == "retire":
            actions.retire_list(row=row, by=request.user)
        elif row and does == "bring-back":
            actions.bring_back_list(row=row, by=request.user)
        elif form.is_valid():
            actions.save_list(structure=structure, by=request.user, row=row, **form.cleaned_data)
        else:
            return False
    except Problem as problem:
        if not problem.errors:
            raise
        for name, sentences in problem.errors.items():
            form.add_error(name, sentences)
        return False
    return True
