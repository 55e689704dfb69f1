"""Places where appointments are held. The head changes, the pilot sees."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from aufil.appointments import access, actions, queries
from aufil.appointments.forms.doing import done
from aufil.appointments.forms.places import PlaceForm, place_as_typed
from aufil.people.access import PersonRequest, structure_headed, structure_seen
from aufil.web.pages import signed_in_page

PAGE = "/structure/endroits/"


@signed_in_page
@require_GET
def places(request: PersonRequest) -> HttpResponse:
    """Those of sites, then the others; closed ones last."""
    structure = structure_seen(request.user, request.membership)
    if queries.places_missing(structure):
        actions.settle_places(structure=structure)
    context = {
        "rows": queries.places_used(structure),
        "may_change": access.heads(request, structure),
        "saved": "enregistre" in request.GET,
        "unknown": "inconnue" in request.GET,
    }
    return render(request, "appointments/places.html", context)


@signed_in_page
@require_http_methods(["GET", "POST"])
def place(request: PersonRequest, uid: UUID | None = None) -> HttpResponse:
    """A new place, or other facts about one; `do` closes or reopens it."""
    structure = structure_headed(request.user, request.membership)
    row = access.place(structure, uid) if uid else None
    does = request.POST.get("do", "save")
    if row and does in ("close", "reopen"):
        (actions.close_place if does == "close" else actions.reopen_place)(place=row, by=request.user)
        return redirect(f"{PAGE}?enregistre")
    initial = place_as_typed(row) if row else {}
    form = PlaceForm(request.POST or None, initial=initial, of_site=bool(row and row.site))
    saved = []

    def save() -> None:
        uid = form.cleaned_data["uid"]
        wanted = form.somewhere()
        saved.append(
            actions.save_place(structure=structure, place=row, wanted=wanted, by=request.user, uid=uid)
        )

    if request.method == "POST" and done(form, save):
        return redirect(f"{PAGE}?{'enregistre' if saved[0].point else 'inconnue'}")
    context = {"form": form, "place": row}
    return render(request, "appointments/place.html", context, status=422 if form.errors else 200)
