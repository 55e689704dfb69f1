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
from aufil.appointments.forms.calendars import FeedForm
from aufil.appointments.queries import calendars as queries
from aufil.people.access import PersonRequest
from aufil.people.models import Role
from aufil.ui.qr import qr_image
from aufil.web.limits import slow_down, slow_down_from
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem

HOUR = 3600


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
    headers = {
        "ETag": content.etag,
        "Last-Modified": http_date(changed),
        "Content-Disposition": 'inline; filename="aufil.ics"',
        "X-Robots-Tag": "noindex",
    }
    answer = HttpResponse(content.data, content_type="text/calendar; charset=utf-8", headers=headers)
    return get_conditional_response(request, content.etag, changed, answer) or answer


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


def _page(request: PersonRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    row = access.calendars_kept(request)
    context = {
        "on_staff": row.role != Role.YOUNG,
        "feeds": queries.feeds_of(request.user, row.structure),
        "most_feeds": actions.MOST_FEEDS,
        "draft": uuid4().hex,
        "said": next((word for word in ("retire",) if word in request.GET), ""),
        **more,
    }
    return render(request, "appointments/calendars.html", context, status=status)
