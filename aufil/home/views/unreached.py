"""« Non remis »: all that did not arrive, in a whole structure."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aufil.home import queries
from aufil.people.access import PersonRequest, staff_membership
from aufil.people.models import Role
from aufil.web.pages import signed_in_page


@signed_in_page
@require_GET
def unreached(request: PersonRequest) -> HttpResponse:
    """Person by person, one's own first; those of colleagues with their name, and states alone."""
    membership = staff_membership(request.user, request.membership)
    page, people = queries.unreached(membership, request.GET.get("page"))
    context = {
        "page": page,
        "mine": [one for one in people if one.is_mine],
        "others": [one for one in people if not one.is_mine],
        "counsels": membership.role == Role.COUNSELLOR,
    }
    return render(request, "home/unreached.html", context)
