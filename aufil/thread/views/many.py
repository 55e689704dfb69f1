"""Writing to several young people at once, what became of it, and going further."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aufil.delivery.models import Notice
from aufil.delivery.queries import further
from aufil.kernel.ids import new_id
from aufil.people.access import PersonRequest, staff_membership
from aufil.people.models import Person, Structure
from aufil.people.queries import young_of
from aufil.thread import access, actions
from aufil.thread.forms import ManyForm, uuids
from aufil.thread.queries import GROUPS, broadcasts_of, follow, followed, to_call_for, unheard_of
from aufil.web.pages import signed_in_page
from aufil.web.pagination import page_number
from aufil.web.problems import Problem

PAGE = 50


@signed_in_page
@require_http_methods(["GET", "POST"])
def to_many(request: PersonRequest) -> HttpResponse:
    """One text for several people, each in their own thread; without anybody chosen, what was written before."""
    structure = staff_membership(request.user, request.membership).structure
    asked = request.POST if request.method == "POST" else request.GET
    chosen = list(young_of(structure).filter(uid__in=uuids(asked.getlist("jeune"))[: actions.MOST]))
    form = ManyForm(request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid() and chosen:
        try:
            return redirect("thread:to_many_done", _sent(request.user, structure, chosen, form))
        except Problem as problem:
            error = str(problem.detail)
    context = {
        "chosen": chosen,
        "form": form,
        "error": error,
        "new_id": request.POST.get("id") or new_id(),
        "typed": request.POST,
    }
    if chosen:
        who, people = request.user.first_name, [person.pk for person in chosen]
        context["cost"] = further(structure=structure, people=people, who=who)
    else:
        context["before"] = broadcasts_of(request.user, structure)
    return render(request, "thread/to_many.html", context, status=422 if request.method == "POST" else 200)


def _sent(author: Person, structure: Structure, chosen: list[Person], form: ManyForm) -> UUID:
    data = form.cleaned_data
    return actions.write_to_many(
        uid=data["id"],
        structure=structure,
        author=author,
        young=chosen,
        text=data["text"],
        reach=data["reach"] or Notice.Reach.PUSH,
        private=data["private"],
    ).uid


@signed_in_page
@require_GET
def to_many_done(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Who has read it, who was told and by what, whom nothing reached. Its author only."""
    broadcast = access.own_broadcast(request, uid)
    group = request.GET.get("etat", "")
    group = group if group in GROUPS else ""
    page = page_number(request.GET.get("page", ""))
    rows = followed(broadcast, group, (page - 1) * PAGE, PAGE + 1)
    stands = follow(broadcast)
    context = {
        "broadcast": broadcast,
        "stands": stands,
        "groups": [(name, label, stands.counts[name]) for name, label in GROUPS.items()],
        "group": group,
        "rows": rows[:PAGE],
        "page": page,
        "more": len(rows) > PAGE,
        "further": unheard_of(broadcast),
        "to_call": to_call_for(broadcast),
    }
    return render(request, "thread/to_many_done.html", context)


@signed_in_page
@require_POST
def tell_further(request: PersonRequest, uid: UUID) -> HttpResponse:
    """By text message or e-mail too, for those who have not read it."""
    broadcast = access.own_broadcast(request, uid)
    actions.tell_further(broadcast=broadcast, actor=request.user)
    return redirect("thread:to_many_done", uid)


@signed_in_page
@require_POST
def call_the_rest(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The rest on the call list."""
    broadcast = access.own_broadcast(request, uid)
    actions.call_the_rest(broadcast=broadcast, actor=request.user)
    return redirect("thread:to_many_done", uid)
