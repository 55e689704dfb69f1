"""« Proposer de prendre rendez-vous »: staff send a link."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aufil.appointments import access, actions
from aufil.appointments.forms.proposing import ProposalForm
from aufil.appointments.forms.wishes import read_wish
from aufil.appointments.queries import live_proposals
from aufil.appointments.views.confirming import SAID
from aufil.people.access import PersonRequest
from aufil.web.limits import slow_down
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem


@signed_in_page
@require_http_methods(["GET", "POST"])
def propose(request: PersonRequest) -> HttpResponse:
    """What, with whom, until when; and what was sent that still opens."""
    structure, wish = access.working_in(request), read_wish(request.GET)
    if wish.person is None:
        return redirect("appointments:take")
    young = access.young(structure, wish.person)
    form = ProposalForm(request.POST or None, structure=structure, kind=wish.kind, by=request.user)
    error, status = "", 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        slow_down("propose", str(request.user.pk), times=60, seconds=3_600)
        try:
            actions.propose(structure=structure, young=young, by=request.user, **form.cleaned_data)
            return redirect(f"/agenda/proposer/?pour={young.uid}&envoye")
        except Problem as problem:
            if problem.kind not in SAID:
                raise
            error, status = str(problem.detail or problem.title), problem.status
    context = {
        "form": form,
        "error": error,
        "young": young,
        "sent": live_proposals(young, structure),
        "just_sent": "envoye" in request.GET,
        "title": _("Laisser choisir une heure"),
        "back": f"/agenda/prendre/?pour={young.uid}",
        "back_word": _("Prendre rendez-vous"),
    }
    return render(request, "appointments/propose.html", context, status=status)


@signed_in_page
@require_POST
def withdraw_proposal(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Its link opens nothing any more."""
    row = access.own_proposal(access.working_in(request), uid)
    actions.withdraw_proposal(proposal=row, by=request.user)
    return redirect(f"/agenda/proposer/?pour={row.link.person.uid}")
