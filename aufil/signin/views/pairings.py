"""The code of a meeting, on the young person's phone. Nothing of anybody shows here before they are in."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aufil.kernel import clock
from aufil.signin import actions
from aufil.signin.access import browser_of, know_browser, label_of, pairing_by_code
from aufil.signin.keys import typed
from aufil.signin.models import Link, Pairing
from aufil.signin.queries import arrival_of
from aufil.signin.views.sessions import signed_in

ENDED = {"two-phones", "wrong-number", "replaced", "expired"}


@require_http_methods(["GET", "POST"])
def typed_code(request: HttpRequest) -> HttpResponse:
    """A code read on a screen or a paper, typed by hand."""
    if request.method == "GET":
        return render(request, "signin/typed_code.html", {"typed": "", "error": ""})
    code = typed(request.POST.get("code", ""))
    if len(code) == Pairing.LENGTH:
        return redirect("signin:pairing", code=code)
    if len(code) == Link.LENGTH:
        return redirect("signin:link", code=code)
    error = _("Ce code n’est pas complet. Il a 8 lettres et chiffres sur un écran, 12 sur un papier.")
    context = {"typed": request.POST.get("code", "")[:40], "error": error}
    return render(request, "signin/typed_code.html", context, status=422)


@require_http_methods(["GET", "POST"])
def pairing(request: HttpRequest, code: str) -> HttpResponse:
    """Opens the code on this phone, shows its number, and comes in once the counsellor has said it."""
    try:
        row = pairing_by_code(request, code)
    except Http404:
        return dead(request)
    browser = browser_of(request)
    if request.method == "POST" and browser:
        if entered := actions.enter_by_pairing(pairing=row.pk, browser=browser):
            return signed_in(request, entered)
        actions.open_pairing(pairing=row.pk, browser=browser, label=label_of(request))
        return redirect("signin:pairing", code=code)
    arrival = arrival_of(row, browser)
    state = row.state_at(clock.now(), opened=arrival is not None)
    if arrival is None and state not in ("shown", "opened"):
        return dead(request)
    no_cookies = request.method == "POST"
    context = {
        "code": code,
        "state": state,
        "arrival": arrival,
        "counsellor": row.maker.first_name,
        "no_cookies": no_cookies,
    }
    status = 422 if no_cookies else 200
    return know_browser(request, render(request, "signin/pairing.html", context, status=status))


@require_GET
def pairing_state(request: HttpRequest, code: str) -> HttpResponse:
    """Where the code stands, for the phone that opened it."""
    row = pairing_by_code(request, code)
    if arrival_of(row, browser_of(request)) is None:
        raise Http404
    state = row.state_at(clock.now(), opened=True)
    return JsonResponse({"state": state, "said": "", "over": state != "opened"})


def dead(request: HttpRequest) -> HttpResponse:
    """A code that opens nothing: never known, used, too old, all the same."""
    return render(request, "signin/dead.html", status=404)
