"""The address in a text message: who are you, then the room or the test, without an account. It signs no device in.

Who holds the telephone may not be whom it was sent to, and the address may have been shared: nothing of the meeting is
said before the four digits but when it opens, no name, and looking at it uses nothing up.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from aufil.kernel import clock
from aufil.kernel.phones import spoken
from aufil.signin.access import proof_typed
from aufil.signin.queries import has_personal_code
from aufil.ui.texts import MONTHS
from aufil.video import access, actions
from aufil.video.models import Door, Trial
from aufil.video.queries import CHECK_PATH, door_says, tries_left
from aufil.web.pages import by_itself
from aufil.web.problems import Problem


@by_itself
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """To the room for its guest, once its hours have come; before and after, what to do. Or to the test."""
    try:
        door = access.door(request, key)
    except Problem:
        return _private(render(request, "video/door_shut.html", {"known": False}, status=410))
    timezone.activate(door.structure.timezone)
    if request.user.is_authenticated and request.user == door.person:
        return _private(redirect(_own_way(door)))
    says = door_says(door, clock.now())
    if says.why:
        return _private(_not_now(request, door, says.why, says.sentence))
    return _private(_ask(request, door))


def _own_way(door: Door | Trial) -> str:
    """Signed in, one needs no key."""
    return f"/salle/{door.guest.room.uid}/" if isinstance(door, Door) else CHECK_PATH


def _not_now(request: HttpRequest, door: Door | Trial, why: str, sentence: str) -> HttpResponse:
    """Too early, too late, over, tried out: the structure may be called."""
    structure = door.structure
    phone = spoken(structure.phone) if structure.phone else ""
    is_early = why == "too-early"
    context = {"known": True, "structure": structure, "phone": phone, "sentence": sentence, "early": is_early}
    context["is_test"] = isinstance(door, Trial)
    return render(request, "video/door_shut.html", context, status=200 if is_early else 410)


def _ask(request: HttpRequest, door: Door | Trial) -> HttpResponse:
    """The four digits they chose, or the day and month of their birth; five wrong tries in all."""
    error, person = "", door.person
    if request.method == "POST" and person:
        proof = proof_typed(request, person)
        if isinstance(proof, str):
            error = proof
        elif actions.try_door(door=door, **proof):
            return access.lead_through(door)
        else:
            door.refresh_from_db()
            if (says := door_says(door, clock.now())).why:
                return _not_now(request, door, says.why, says.sentence)
            error = tries_left(door)
    context = {
        "by_code": bool(person and has_personal_code(person)),
        "error": error,
        "months": list(enumerate(MONTHS, 1)),
        "typed": request.POST,
        "structure": door.structure,
        "is_test": isinstance(door, Trial),
    }
    return render(request, "video/door.html", context, status=422 if error else 200)


def _private(response: HttpResponse) -> HttpResponse:
    """Its address is a key: no other site is told of it, nothing keeps it, no preview says more than its title."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
