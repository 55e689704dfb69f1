"""What follows every way in, and the way out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from aufil.signin import actions
from aufil.signin.access import ARRIVAL, set_device
from aufil.signin.actions import Entered
from aufil.signin.queries import has_personal_code, is_only_young
from aufil.web.authentication import COOKIE
from aufil.web.pages import RETURN, return_path


def signed_in(request: HttpRequest, entered: Entered) -> HttpResponse:
    """Home, or where they were going; a young person without four digits of their own is asked for them first."""
    person = entered.device.person
    if is_only_young(person) and not has_personal_code(person):
        response = redirect("signin:personal_code")
    else:
        response = redirect(return_path(request))
        response.delete_cookie(RETURN, samesite="Lax")
    set_device(response, entered.secret)
    response.delete_cookie(ARRIVAL, samesite="Lax")
    return response


@require_POST
def out(request: HttpRequest) -> HttpResponse:
    """Signs this device out."""
    device = getattr(request, "device", None)
    if device is not None:
        actions.sign_out(device=device)
    response = redirect("signin:signed_out")
    response.delete_cookie(COOKIE, samesite="Lax")
    # Pictures of conversations the browser kept could not be opened any more; they need not lie there either.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@require_GET
def signed_out(request: HttpRequest) -> HttpResponse:
    """Says so."""
    return render(request, "signin/signed_out.html")
