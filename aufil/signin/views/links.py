"""A link on paper: it asks who one is, then signs in. Nothing of anybody shows here before."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aufil.kernel import clock
from aufil.signin import actions
from aufil.signin.access import (
    browser_of,
    know_browser,
    label_of,
    link_by_code,
    proof_typed,
    why_wrong,
)
from aufil.signin.actions import Entered
from aufil.signin.models import Link
from aufil.signin.queries import can_be_asked, has_personal_code
from aufil.signin.views.pairings import dead
from aufil.signin.views.sessions import signed_in
from aufil.ui.texts import MONTHS


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, code: str) -> HttpResponse:
    """Asks for the four digits, or the day and month of birth; five tries in all."""
    try:
        row = link_by_code(request, code)
    except Http404:
        return dead(request)
    by_code, error = has_personal_code(row.person), ""
    if request.method == "POST":
        answer = _try(request, row)
        if isinstance(answer, Entered):
            return signed_in(request, answer)
        error = answer
        row.refresh_from_db()
    if not row.is_live_at(clock.now()) or not can_be_asked(row.person):
        return dead(request)
    months = list(enumerate(MONTHS, 1))
    context = {"code": code, "by_code": by_code, "error": error, "months": months, "typed": request.POST}
    response = render(request, "signin/link.html", context, status=422 if error else 200)
    return know_browser(request, response)


def _try(request: HttpRequest, row: Link) -> Entered | str:
    """In, or the sentence that says why not."""
    browser = browser_of(request)
    if not browser:
        return _("Ce navigateur refuse les cookies. Acceptez-les pour cette page, puis recommencez.")
    proof = proof_typed(request, row.person)
    if isinstance(proof, str):
        return proof
    return actions.enter_by_link(link=row.pk, browser=browser, label=label_of(request), **proof) or why_wrong(
        row
    )
