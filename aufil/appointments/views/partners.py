"""Partners: their page, by which they take a first meeting for somebody; and the head's page of their addresses."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aufil.appointments import access, actions
from aufil.appointments.forms.partnering import PartnerForm, ReferralForm
from aufil.appointments.models import Partner
from aufil.appointments.queries import Asker, address_of, kinds_of_partner, partners_of, referred_today
from aufil.appointments.views.confirming import Tried, attempt, confirm_page
from aufil.appointments.views.linked import dead
from aufil.appointments.views.steps import Chosen, Taker, choose
from aufil.appointments.views.visitors import first_taker, wanted_of
from aufil.people.access import PersonRequest, structure_headed, structure_seen
from aufil.people.models import Role
from aufil.web.limits import slow_down
from aufil.web.pages import signed_in_page

METHODS = ["GET", "POST"]


@require_http_methods(METHODS)
def partner(request: HttpRequest, key: str) -> HttpResponse:
    """The free times, somebody's name and number; below, what was taken here today."""
    row = access.partner(request, key)
    if row.revoked_at:
        return dead(request, row.structure)
    timezone.activate(row.structure.timezone)
    taker = _taker(row)
    chosen = choose(request, taker)
    if not isinstance(chosen, Chosen):
        return _private(chosen)
    form, tried = ReferralForm(request.POST or None, row.structure, chosen.mode), Tried()
    if form.is_valid():
        slow_down("partner", str(row.pk), times=40, seconds=3_600)
        wanted, uid = wanted_of(taker, chosen, form), form.cleaned_data["uid"]
        said_by = form.cleaned_data["said_by"]
        tried = attempt(lambda: actions.book_by_partner(partner=row, wanted=wanted, said_by=said_by, uid=uid))
    if tried.appointment:
        return _private(redirect(f"{request.path}?pris"))
    return _private(confirm_page(request, taker, chosen, form, tried))


def _taker(row: Partner) -> Taker:
    shown = first_taker(
        row.structure,
        "",
        title=_("Un premier rendez-vous pour quelqu’un"),
        lead=row.structure.name,
        referred=referred_today(row),
        partner=row,
    )
    kinds = kinds_of_partner(row)
    return Taker(structure=row.structure, asker=Asker.PUBLIC, kinds=kinds, merged=True, frame=shown.frame)


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@signed_in_page
@require_http_methods(METHODS)
def partners(request: PersonRequest) -> HttpResponse:
    """Who may take first meetings for others; the head adds and revokes."""
    structure = structure_seen(request.user, request.membership)
    if request.method == "POST":
        structure = structure_headed(request.user, request.membership)
    form = PartnerForm(request.POST or None, structure=structure)
    if request.method == "POST" and form.is_valid():
        actions.add_partner(structure=structure, by=request.user, **form.cleaned_data)
        return redirect("appointments:partners")
    heads = any(m.role == Role.HEAD and m.structure_id == structure.pk for m in request.memberships)
    rows = [(row, address_of(row) if heads else "") for row in partners_of(structure)]
    context = {"rows": rows, "form": form, "may_change": heads, "title": _("Partenaires")}
    context |= {"back": "/structure/", "back_word": _("La structure")}
    return render(request, "appointments/partners.html", context, status=422 if form.errors else 200)


@signed_in_page
@require_POST
def revoke_partner(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Its address opens nothing any more."""
    row = access.own_partner(structure_headed(request.user, request.membership), uid)
    actions.revoke_partner(partner=row, by=request.user)
    return redirect("appointments:partners")
