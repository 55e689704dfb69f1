"""Pages of a thread: read, write, correct, take back, who is in it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aufil.people.access import PersonRequest, staff_membership
from aufil.people.queries import staff_of, young_of
from aufil.thread import access, actions
from aufil.thread.forms import GroupForm, PostForm, TextForm, WordsForm, as_uuid_or_none
from aufil.thread.models import Side
from aufil.thread.queries import EntryView, Opened, Panel, entry_in, entry_view
from aufil.web.pages import keep, signed_in_page
from aufil.web.problems import Problem

MARKS = ("urgent", "private", "further")


@signed_in_page
@require_http_methods(["GET", "POST"])
def thread(request: PersonRequest, uid: UUID) -> HttpResponse:
    """One thread, and the plain way to write on it."""
    built = access.panel(request, uid)
    posted = request.method == "POST" and _post(request, built)
    if posted:
        return redirect("thread:thread", uid)
    context = {"panel": built, "subtitle": _subtitle(built.opened)}
    page = render(request, "thread/page.html", context, status=422 if built.error else 200)
    return keep(page, "first" if built.opened.viewer.side == Side.YOUNG else "fallback")


def _post(request: PersonRequest, built: Panel) -> bool:
    """Add what the form holds; on refusal the panel keeps the text and says why."""
    form = PostForm(request.POST)
    built.draft = request.POST.get("text", "")
    built.new_id = as_uuid_or_none(request.POST.get("id", "")) or built.new_id
    built.marks = tuple(mark for mark in MARKS if request.POST.get(mark))
    if not form.is_valid():
        built.error = str(next(iter(form.errors.values()))[0])
        return False
    data = form.cleaned_data
    try:
        actions.post(
            actions.Post(
                thread=built.opened.uid,
                author=built.opened.viewer.person_id,
                uid=data["id"],
                text=data["text"],
                reply_to=data["reply_to"],
                device=request.device.pk,
                urgent=data["urgent"],
                private=data["private"],
                reach=actions.FURTHER if data["further"] else 0,
            )
        )
        if data["seen"]:
            actions.mark_read(opened=built.opened, seq=min(data["seen"], built.opened.last_seq))
    except Problem as problem:
        built.error = str(problem.detail or problem.title)
        return False
    return True


@signed_in_page
@require_POST
def seen(request: PersonRequest, uid: UUID) -> HttpResponse:
    """« Marquer comme lu », for pages without script."""
    opened = access.thread(request.user, uid)
    upto = request.POST.get("seen", "")
    if upto.isdecimal() and len(upto) < 15:
        actions.mark_read(opened=opened, seq=min(int(upto), opened.last_seq))
    return redirect("thread:thread", uid)


@signed_in_page
@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, uid: UUID, entry: UUID) -> HttpResponse:
    """Correct one's own message."""
    opened, row = _own_entry(request, uid, entry)
    form = (WordsForm if row.files else TextForm)(request.POST or None)
    context: dict[str, Any] = {"opened": opened, "entry": row, "text": row.text, "error": ""}
    if request.method == "POST":
        if form.is_valid():
            actions.edit(opened=opened, uid=entry, text=form.cleaned_data["text"])
            return redirect("thread:thread", uid)
        context |= {"text": request.POST.get("text", ""), "error": form.errors["text"][0]}
    return render(request, "thread/edit.html", context, status=422 if context["error"] else 200)


@signed_in_page
@require_http_methods(["GET", "POST"])
def delete(request: PersonRequest, uid: UUID, entry: UUID) -> HttpResponse:
    """Take back one's own message, after a question."""
    opened, row = _own_entry(request, uid, entry)
    if request.method == "POST":
        actions.delete(opened=opened, uid=entry)
        return redirect("thread:thread", uid)
    return render(request, "thread/delete.html", {"opened": opened, "entry": row})


def _own_entry(request: PersonRequest, uid: UUID, entry: UUID) -> tuple[Opened, EntryView]:
    opened = access.thread(request.user, uid)
    row = entry_view(entry_in(uid, entry), opened)
    if not row.may_change:
        raise Problem("not-found")
    return opened, row


@signed_in_page
@require_http_methods(["GET", "POST"])
def new_group(request: PersonRequest) -> HttpResponse:
    """Staff open a group with young people and colleagues of their structure."""
    structure = staff_membership(request.user, request.membership).structure
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        group = actions.open_group(
            structure=structure,
            title=form.cleaned_data["title"],
            opener=request.user,
            young=list(young_of(structure).filter(uid__in=form.participants("young"))),
            staff=list(staff_of(structure).filter(uid__in=form.participants("staff"))),
        )
        return redirect("thread:thread", group.uid)
    context = {
        "young": young_of(structure),
        "staff": staff_of(structure).exclude(pk=request.user.pk),
        "errors": form.errors,
        "typed": request.POST,
    }
    return render(request, "thread/new_group.html", context, status=422 if form.errors else 200)


def _subtitle(opened: Opened) -> str:
    if not opened.is_group:
        return ""
    names = [m.first_name for m in opened.others]
    return _("%(count)d personnes : %(names)s") % {"count": len(opened.members), "names": ", ".join(names)}
