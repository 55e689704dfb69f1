"""Who is here, coming and going, silence, and what a group is called."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from aufil.kernel import clock
from aufil.people.access import PersonRequest
from aufil.thread import access, actions
from aufil.thread.forms import SilenceForm, TitleForm, as_uuid_or_none
from aufil.thread.models import Side, Thread
from aufil.thread.queries import Opened, build, gone_from, own_silence, runs
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem


@signed_in_page
@require_http_methods(["GET", "POST"])
def members(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Who reads this thread; staff bring people in and take them out."""
    opened = access.thread(request.user, uid)
    if request.method == "POST":
        return _change(request, opened)
    return _page(request, opened)


def _page(request: PersonRequest, opened: Opened, form: TitleForm | None = None) -> HttpResponse:
    is_group, on_staff = opened.kind == Thread.Kind.GROUP, opened.viewer.side == Side.STAFF
    young, staff = access.people_around(opened)
    muted, until = own_silence(opened, clock.now())
    context = {
        "opened": opened,
        "name": build(opened, []).name,
        "members": [
            (member, member.name_for(opened.viewer), member.initials_for(opened.viewer))
            for member in opened.members
        ],
        "is_group": is_group,
        "runs": runs(opened),
        "addable_young": young if runs(opened) else (),
        "addable_staff": staff if on_staff and not opened.closed_at else (),
        "gone": gone_from(opened) if runs(opened) else (),
        "muted": muted,
        "until": until,
        "form": form or TitleForm(initial={"title": opened.title}),
    }
    return render(request, "thread/members.html", context, status=422 if form else 200)


def _change(request: PersonRequest, opened: Opened) -> HttpResponse:
    """One comes, or one goes; in a support thread it follows who supports."""
    if opened.viewer.side != Side.STAFF:
        raise Problem("not-found")
    if removed := as_uuid_or_none(request.POST.get("remove", "")):
        remove = actions.take_out if opened.kind == Thread.Kind.GROUP else actions.remove_colleague
        remove(opened=opened, uid=removed)
        return (
            redirect("thread:members", opened.uid) if removed != opened.viewer.uid else redirect("home:home")
        )
    person = as_uuid_or_none(request.POST.get("person", ""))
    if person is None:
        raise Problem("not-found")
    if opened.kind == Thread.Kind.GROUP:
        added, side = access.newcomer(opened, person)
        actions.bring_in(opened=opened, person=added, side=side)
    else:
        actions.add_colleague(opened=opened, colleague=access.colleague(opened, person))
    return redirect("thread:members", opened.uid)


@signed_in_page
@require_POST
def rename(request: PersonRequest, uid: UUID) -> HttpResponse:
    """What a group is called."""
    opened = access.run_group(request.user, uid)
    form = TitleForm(request.POST)
    if not form.is_valid():
        return _page(request, opened, form)
    actions.rename_group(opened=opened, title=form.cleaned_data["title"])
    return redirect("thread:members", uid)


@signed_in_page
@require_POST
def silence(request: PersonRequest, uid: UUID) -> HttpResponse:
    """« Ne plus être prévenu », for a while or until one says so; and again."""
    opened = access.group(request.user, uid)
    form = SilenceForm(request.POST)
    wanted = form.cleaned_data["silence"] if form.is_valid() else "no"
    actions.mute(opened=opened, on=wanted != "no", until=_until(wanted))
    return redirect("thread:members", uid)


def _until(wanted: str) -> datetime | None:
    """Tomorrow or in a week at eight in the morning, local."""
    days = {"day": 1, "week": 7}.get(wanted)
    if days is None:
        return None
    morning = timezone.localtime(clock.now()).replace(hour=8, minute=0, second=0, microsecond=0)
    return morning + timedelta(days=days)


@signed_in_page
@require_http_methods(["GET", "POST"])
def leave(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Leave a group, after a question."""
    opened = access.group(request.user, uid)
    if request.method == "POST":
        actions.leave_group(opened=opened)
        return redirect("home:home")
    return render(request, "thread/leave.html", {"opened": opened})
