"""A link on paper: it asks who one is, then signs in. Nothing of anybody shows here before."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from aufil.kernel import clock
from aufil.signin import actions
from aufil.signin.access import browser_of, know_browser, label_of, link_by_code
from aufil.signin.actions import Entered
from aufil.signin.forms import ProofForm
from aufil.signin.models import Link
from aufil.signin.queries import can_be_asked, has_personal_code, personal_code_rests_until
from aufil.signin.views.pairings import dead
from aufil.signin.views.sessions import signed_in
from aufil.ui.texts import MONTHS, spoken_moment
from aufil.web.limits import slow_down_from


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, code: str) -> HttpResponse:
    """Asks for the four digits, or the day and month of birth; five tries in all."""
    try:
        row = link_by_code(request, code)
    except Http404:
        return dead(request)
    by_code, error = has_personal_code(row.person), ""
    if request.method == "POST":
        answer = _try(request, row, ProofForm(request.POST, by_code=by_code))
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


def _try(request: HttpRequest, row: Link, form: ProofForm) -> Entered | str:
    """In, or the sentence that says why not."""
    browser = browser_of(request)
    if not browser:
        return _("Ce navigateur refuse les cookies. Acceptez-les pour cette page, puis recommencez.")
    if not form.is_valid():
        return str(next(iter(form.errors.values()))[0])
    slow_down_from(request, "proof-from", times=60, seconds=900)
    entered = actions.enter_by_link(link=row.pk, browser=browser, label=label_of(request), **form.proof)
    return entered or _wrong(row)


def _wrong(row: Link) -> str:
    row.refresh_from_db()
    if until := personal_code_rests_until(row.person):
        said = _("Trop d’essais avec ces quatre chiffres. Réessayez après %(until)s.")
        return said % {"until": spoken_moment(until)}
    left = Link.MOST_TRIES - row.tries
    said = ngettext(
        "Ce n’est pas cela. Il reste %(left)s essai.", "Ce n’est pas cela. Il reste %(left)s essais.", left
    )
    return said % {"left": left}
