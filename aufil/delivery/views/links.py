"""Links of our own, as text messages carry them."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from aufil.delivery import access, actions
from aufil.kernel import clock
from aufil.web.pages import come_back_to, opens_by_itself

# What fetches a page to show a picture of it beside the link, before anybody touched it.
PREVIEWS = re.compile(
    r"bot|preview|facebookexternalhit|whatsapp|crawl|spider|fetch|curl|python|okhttp|^$", re.IGNORECASE
)


@require_GET
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """To what the link is about, by the usual way in. It signs nobody in, and proves that somebody touched it."""
    found = access.followed_link(request, code)
    device = getattr(request, "device", None)
    if found.until > clock.now() and _is_somebody(request, found.attempt.person_id):
        actions.note_followed(link=found)
    if device is not None or opens_by_itself(found.path):
        return redirect(found.path)
    return come_back_to(redirect("signin:email"), found.path)


def _is_somebody(request: HttpRequest, person: int) -> bool:
    """Was it touched, by whom it went to as far as one can tell? Not fetched by a telephone that shows a preview."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and user.pk != person:
        return False
    if request.headers.get("Sec-Purpose") or request.headers.get("Purpose"):
        return False
    mode = request.headers.get("Sec-Fetch-Mode")
    if mode:
        return mode == "navigate"
    return not PREVIEWS.search(request.headers.get("User-Agent", ""))
