"""« Prévenez-moi si une place se libère plus tôt »: asked, stopped; by the young person or by staff."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aufil.appointments import access, actions
from aufil.appointments.forms.watching import WatchForm
from aufil.appointments.queries import watches_of
from aufil.people.access import PersonRequest, case
from aufil.web.pages import signed_in_page


@signed_in_page
@require_http_methods(["GET", "POST"])
def watch(request: PersonRequest) -> HttpResponse:
    """What one is told of; asked again, it is the same one."""
    structure = access.taking(request)
    if request.method == "POST":
        form = WatchForm(request.POST, structure=structure)
        if form.is_valid():
            actions.watch(structure=structure, young=request.user, by=request.user, **form.wanted)
        return redirect("appointments:watch")
    context = {
        "watches": watches_of(request.user, structure),
        "title": _("Être prévenu plus tôt"),
        "back": "/rendez-vous/",
        "back_word": _("Mes rendez-vous"),
    }
    return render(request, "appointments/watches.html", context)


@signed_in_page
@require_POST
def unwatch(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Tell me no more."""
    row = access.watch_of(access.taking(request), request.user, uid)
    actions.unwatch(structure=row.structure, young=request.user, kind=row.kind)
    return redirect("appointments:watch")


@signed_in_page
@require_POST
def watch_for(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Staff ask for a young person."""
    found = case(request, uid)
    form = WatchForm(request.POST, structure=found.structure)
    if form.is_valid():
        actions.watch(structure=found.structure, young=found.young, by=request.user, **form.wanted)
    return redirect(f"/agenda/prendre/?pour={uid}")


@signed_in_page
@require_POST
def unwatch_for(request: PersonRequest, uid: UUID, watch: UUID) -> HttpResponse:
    found = case(request, uid)
    row = access.watch_of(found.structure, found.young, watch)
    actions.unwatch(structure=found.structure, young=found.young, kind=row.kind)
    return redirect(f"/agenda/prendre/?pour={uid}")
