"""« Chercher »: people and what was said, in what one may read."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aufil.home import queries
from aufil.home.forms import SearchForm
from aufil.people.access import PersonRequest
from aufil.people.models import Role
from aufil.thread import access as threads
from aufil.thread.queries import thread_name, whom_to_search
from aufil.web.pages import signed_in_page


@signed_in_page
@require_GET
def search(request: PersonRequest) -> HttpResponse:
    """A question, and what answers it. Nothing of it is kept, neither here nor in the journal."""
    form = SearchForm(request.GET)
    said, question = form.said, form.question
    cursor = said["suite"]
    answers = threads.answers(request.user, question, cursor)
    role = request.membership.role if request.membership else ""
    context = {
        "form": form,
        "said": said,
        "empty": question.is_empty,
        "narrowed": bool(said["personne"] or said["genre"] or said["du"] or said["au"]),
        "found": queries.found(request.user, request.membership, question, answers, first=not cursor),
        "first": not cursor,
        "whom": whom_to_search(request.user.pk),
        "inside": thread_name(request.user.pk, question.thread) if question.thread else "",
        "desk": role == Role.COUNSELLOR,
        "on_staff": role not in ("", Role.YOUNG),
    }
    return render(request, "home/search.html", context)
