"""« Notifications »: what this device can do, and how its person wishes to be told."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from aufil.delivery import actions, queries
from aufil.delivery.forms import AddressForm, AlertsForm
from aufil.jobs.actions import later
from aufil.people.access import PersonRequest
from aufil.people.models.support import STAFF_ROLES
from aufil.web.limits import slow_down
from aufil.web.pages import signed_in_page

TRIES_AN_HOUR = 20


@signed_in_page
@require_http_methods(["GET", "POST"])
def notifications(request: PersonRequest) -> HttpResponse:
    """For everybody; staff choose here how often they are told."""
    on_staff = any(row.role in STAFF_ROLES for row in request.memberships)
    form = AlertsForm(request.POST if request.method == "POST" and on_staff else None)
    if form.is_valid():
        actions.choose_alerts(person=request.user, alerts=form.cleaned_data["alerts"])
        return redirect("/notifications/?enregistre")
    context = {
        "alerts": queries.wish_of(request.user).alerts if on_staff else "",
        "here": queries.subscription_of(request.device),
        "push_key": queries.push_key(),
        "saved": "enregistre" in request.GET,
        "tried": "essai" in request.GET,
        "stopped": queries.stopped_ways(request.user),
        "error": form.is_bound,
    }
    return render(request, "delivery/notifications.html", context, status=422 if form.is_bound else 200)


@signed_in_page
@require_POST
def try_out(request: PersonRequest) -> HttpResponse:
    """A notification to this device, now."""
    slow_down("push-try", str(request.user.uid), times=TRIES_AN_HOUR, seconds=3600)
    later(actions.try_push, device=request.device.pk)
    return redirect("/notifications/?essai")


@signed_in_page
@require_POST
def not_now(request: PersonRequest) -> HttpResponse:
    """The offer in the thread is put away."""
    actions.put_offer_away(person=request.user)
    return redirect("/")


@signed_in_page
@require_POST
def resume(request: PersonRequest) -> HttpResponse:
    """A way that was stopped is used again."""
    form = AddressForm(request.POST)
    if form.is_valid():
        actions.resume(person=request.user, address=form.cleaned_data["address"], actor=request.user)
    return redirect("/notifications/?enregistre")
