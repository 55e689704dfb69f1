"""Links in mails: « Lire », « Ne plus recevoir d’e-mails ». Neither signs anybody in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from aufil.delivery import access, actions
from aufil.web.limits import slow_down_from


@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Asked by a mail program (RFC 8058) or by hand; machines that only look at links stop nothing."""
    slow_down_from(request, "stop", times=60, seconds=600)
    attempt = access.mailed(token)
    if request.method == "POST":
        actions.silence(
            person=attempt.person,
            channel=attempt.channel,
            address=attempt.address,
            structure=attempt.structure_id,
        )
    context = {"stopped": request.method == "POST", "structure": attempt.structure}
    return render(request, "delivery/stop.html", context)


@require_http_methods(["GET", "POST"])
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """On to what the mail speaks of. Followed by its own person, or by a tap on our page, it was read: machines of
    mail servers follow links too, and read nothing."""
    attempt, path = access.followed_mail(token)
    own = attempt is not None and request.user.pk == attempt.person_id
    if request.method == "GET" and attempt is not None and not own:
        return render(request, "delivery/opened.html")
    if attempt is not None:
        actions.record_opening(attempt=attempt)
    return redirect(path)
