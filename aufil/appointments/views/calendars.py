"""« Calendriers »: addresses that calendar programs read."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_GET, require_POST, require_safe

from aufil.appointments import access, actions
from aufil.appointments.calendars.saying import sentence
from aufil.appointments.forms.calendars import FeedForm, OutsideForm, WishForm
from aufil.appointments.queries import calendars as queries
from aufil.delivery.queries import takes_mail
from aufil.people.access import PersonRequest
from aufil.people.models import Role
from aufil.ui.qr import qr_image
from aufil.web.limits import slow_down, slow_down_from
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem

HOUR = 3600
SAID = ("retire", "choisi", "ajoute", "lit", "oublie")  # what was just done, as the address says it


@require_safe
def feed(request: PersonRequest, secret: str) -> HttpResponse:
    """What a calendar program reads. Nobody is signed in: the address is the key."""
    found = queries.feed_by(secret)
    if found is None:
        slow_down_from(request, "feed-unknown", times=120, seconds=HOUR)
        raise Problem("not-found")
    slow_down("feed", str(found.uid), times=60, seconds=HOUR)
    rows = queries.fed(found)
    if rows is None:
        raise Problem("not-found")
    content = actions.read_feed(feed=found, rows=rows)
    changed = int(content.changed_at.timestamp())
    answer = get_conditional_response(request, content.etag, changed)
    if answer is None:
        answer = HttpResponse(content.written(), content_type="text/calendar; charset=utf-8")
        answer.headers["Content-Disposition"] = 'inline; filename="aufil.ics"'
    answer.headers["ETag"], answer.headers["Last-Modified"] = content.etag, http_date(changed)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@signed_in_page
@require_GET
def calendars(request: PersonRequest) -> HttpResponse:
    """For staff and young people alike."""
    return _page(request)


@signed_in_page
@require_POST
def make_feed(request: PersonRequest) -> HttpResponse:
    """The address is shown in the answer, and never again."""
    row = access.calendars_kept(request)
    slow_down("feed-made", str(request.user.uid), times=30, seconds=HOUR)
    form = FeedForm(request.POST)
    if not form.is_valid():
        return _page(request, status=422, feed_errors=form.errors, feed_typed=request.POST)
    made = actions.make_feed(
        structure=row.structure,
        person=request.user,
        device=request.device,
        label=form.cleaned_data["label"],
        with_names=form.cleaned_data["with_names"] and row.role != Role.YOUNG,
        draft=form.cleaned_data["draft"],
    )
    address = settings.BASE_URL + reverse("appointments:feed", args=[made.secret])
    webcal = urlsplit(address)._replace(scheme="webcal").geturl()
    shown = {"made": made.feed, "address": address, "webcal": webcal, "qr": qr_image(webcal)}
    answer = _page(request, **shown)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@signed_in_page
@require_POST
def revoke_feed(request: PersonRequest, uid: UUID) -> HttpResponse:
    actions.revoke_feed(feed=access.own_feed(request.user, uid), by=request.user)
    return redirect("/agenda/calendriers/?retire")


@signed_in_page
@require_POST
def choose_invitations(request: PersonRequest) -> HttpResponse:
    """A switch: appointments by e-mail, or no longer."""
    row = access.calendars_kept(request)
    wished = WishForm(request.POST)
    wished.is_valid()
    on = bool(wished.cleaned_data.get("wished"))
    actions.choose_invitations(structure=row.structure, person=request.user, wished=on)
    return redirect("/agenda/calendriers/?choisi#invitations")


@signed_in_page
@require_POST
def add_outside(request: PersonRequest) -> HttpResponse:
    """Staff: a calendar kept elsewhere. Read by a job, whose word comes on the page."""
    structure = access.working_in(request)
    slow_down("calendar-added", str(request.user.uid), times=20, seconds=HOUR)
    form = OutsideForm(request.POST)
    if not form.is_valid():
        return _page(request, status=422, outside_errors=form.errors, outside_typed=request.POST)
    actions.add_calendar(
        structure=structure,
        person=request.user,
        label=form.cleaned_data["name"],
        address=form.cleaned_data["address"],
    )
    return redirect("/agenda/calendriers/?ajoute#ailleurs")


@signed_in_page
@require_POST
def read_outside(request: PersonRequest, uid: UUID) -> HttpResponse:
    calendar = access.own_calendar(request, uid)
    slow_down("calendar-read", str(calendar.uid), times=12, seconds=HOUR)
    actions.read_again(calendar=calendar)
    return redirect("/agenda/calendriers/?lit#ailleurs")


@signed_in_page
@require_POST
def remove_outside(request: PersonRequest, uid: UUID) -> HttpResponse:
    actions.remove_calendar(calendar=access.own_calendar(request, uid), by=request.user)
    return redirect("/agenda/calendriers/?oublie#ailleurs")


def _page(request: PersonRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    row = access.calendars_kept(request)
    on_staff = row.role != Role.YOUNG
    outside = queries.calendars_of(request.user, row.structure) if on_staff else []
    context = {
        "on_staff": on_staff,
        "outside": [(one, sentence(one.it.trouble)) for one in outside],
        "most_outside": actions.MOST_CALENDARS,
        "feeds": queries.feeds_of(request.user, row.structure),
        "most_feeds": actions.MOST_FEEDS,
        "draft": uuid4().hex,
        "invited": queries.wishes_invitations(request.user, row.structure),
        "may_be_invited": takes_mail(request.user, row.structure),
        "said": next((word for word in SAID if word in request.GET), ""),
        **more,
    }
    return render(request, "appointments/calendars.html", context, status=status)
