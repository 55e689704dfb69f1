"""The first page of each role, the public pages, and what is said of an unknown address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aufil.appointments.queries import is_first_meeting_offered, next_of
from aufil.delivery.queries import may_offer_push
from aufil.home import queries
from aufil.home.answers import answers_for
from aufil.home.views.day import counsellor
from aufil.kernel.phones import spoken
from aufil.people import actions as people
from aufil.people.access import PersonRequest
from aufil.people.models import Membership, Role, Structure
from aufil.people.queries import referent_of, sites_of, week_of
from aufil.thread import access as threads
from aufil.ui.texts import DAYS, clock
from aufil.web.pages import keep, signed_in_page

LATE = 5  # how many of those who wait too long the first page of pilot and head draws


@require_GET
def home(request: PersonRequest) -> HttpResponse:
    """Who comes in sees their own first page; who does not, the structures of this installation."""
    if not request.user.is_authenticated:
        return public(request)
    membership = request.membership
    if membership is None:
        if request.memberships:
            return redirect("home:roles")
        if request.user.is_platform_admin:
            return render(request, "home/admin.html", {"structures": queries.installation()})
        if stay := queries.last_stay(request.user):
            return left(request, stay)
        return render(request, "ui/error.html", {"status": 403, "kind": "no-role"}, status=403)
    pages = {Role.YOUNG: young, Role.COUNSELLOR: counsellor, Role.PILOT: overview, Role.HEAD: overview}
    return pages[Role(membership.role)](request, membership)


def young(request: PersonRequest, membership: Membership) -> HttpResponse:
    """What is next, and the thread."""
    structure = membership.structure
    answers = answers_for(request.user, structure)
    uid = threads.thread_of(request.user, structure)
    if uid is None:
        context = {"status": 200, "kind": "no-referent", "structure": structure}
        return render(request, "ui/error.html", context)
    panel = threads.panel(request, uid)
    context = {
        "meeting": next_of(request.user, structure),
        "offer": panel.has_own and may_offer_push(request.user, request.device),
        "referent": referent_of(request.user, structure),
        "answers": answers.sentence,
        "closed": answers.closed,
        "next_opening": answers.next_opening,
        "who_answers": answers.name,
        "away": answers.away,
        "away_message": answers.message,
        "phone": spoken(structure.phone) if structure.phone else "",
        "phone_link": f"tel:{structure.phone}",
        "panel": panel,
    }
    return keep(render(request, "home/young.html", context), "first")


def left(request: PersonRequest, stay: Membership) -> HttpResponse:
    """For who is no longer supported: what was said can still be read, and how to come back."""
    structure = stay.structure
    own, _last = queries.threads_about(request.user, structure, request.user)
    phone = spoken(structure.phone) if structure.phone else ""
    context = {"stay": stay, "structure": structure, "thread": own, "phone": phone}
    return render(request, "home/left.html", context)


def overview(request: PersonRequest, membership: Membership) -> HttpResponse:
    """States and figures of a structure, for its pilot and head: never a text."""
    rows = queries.overview(membership.structure)
    totals = {
        "young": sum(row.young for row in rows),
        "waiting": sum(row.waiting for row in rows),
        "week": sum(row.week for row in rows),
    }
    late = queries.overdue(membership.structure)
    context = {
        "structure": membership.structure,
        "rows": rows,
        "totals": totals,
        "late": queries.unanswered(request.user, membership.structure, late[:LATE]),
        "late_count": len(late),
        "usual_day": membership.structure.hours().usual_day,
    }
    return render(request, "home/overview.html", context)


@signed_in_page
@require_http_methods(["GET", "POST"])
def roles(request: PersonRequest) -> HttpResponse:
    """Somebody with several roles says which they come for; the device remembers."""
    memberships = {m.home: m for m in request.memberships}
    chosen = memberships.get(request.POST.get("role", ""))
    if request.method == "POST" and chosen:
        people.choose_home(device=request.device, membership=chosen)
        return redirect("home:home")
    listed = [
        {"value": key, "role": m.get_role_display(), "structure": m.structure.name}
        for key, m in memberships.items()
    ]
    return render(request, "home/roles.html", {"memberships": listed})


def public(request: HttpRequest) -> HttpResponse:
    """The structures of this installation; when there is one, its page."""
    structures = list(Structure.objects.order_by("name"))
    if len(structures) == 1:
        return structure(request, structures[0].slug)
    return render(request, "home/public.html", {"structures": structures})


@require_GET
def structure(request: HttpRequest, slug: str) -> HttpResponse:
    """A structure's public page: where, when, how to reach it."""
    found = get_object_or_404(Structure.objects.prefetch_related("opening_hours"), slug=slug)
    spans: dict[int, list[str]] = {day: [] for day in range(7)}
    for span in week_of(found):
        spans[span.weekday].append(
            _("%(from)s à %(to)s") % {"from": clock(span.opens), "to": clock(span.closes)}
        )
    context = {
        "structure": found,
        "sites": sites_of(found),
        "first_meeting": is_first_meeting_offered(found),
        "week": [(DAYS[day], said) for day, said in spans.items()],
        "phone": spoken(found.phone) if found.phone else "",
        "phone_link": f"tel:{found.phone}",
    }
    return render(request, "home/structure.html", context)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 as a page that helps."""
    return render(request, "ui/error.html", {"status": 404, "kind": "not-found"}, status=404)
