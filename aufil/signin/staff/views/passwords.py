"""Choosing a password: by an invitation, by a link asked for, or from inside."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aufil.people.access import PersonRequest
from aufil.signin.staff import actions
from aufil.signin.staff.access import proved_again
from aufil.signin.staff.entry import come_in
from aufil.signin.staff.forms import AddressForm, PasswordForm
from aufil.signin.staff.links import Kind, person_behind
from aufil.web.limits import slow_down, slow_down_from
from aufil.web.problems import Problem

PAGE = "signin/staff/choose_password.html"


@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Asks for an address and sends a link there; says the same whoever has it, or nobody."""
    form = AddressForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "signin/staff/forgotten.html", {"form": form}, status=status)
    address = form.cleaned_data["email"].lower()
    try:
        slow_down("link-address", address, times=5, seconds=900)
        slow_down_from(request, "link-from", times=60, seconds=900)
    except Problem:
        form.add_error("email", _("Trop d’essais. Attendez quelques minutes, puis recommencez."))
        return render(request, "signin/staff/forgotten.html", {"form": form}, status=429)
    actions.ask_for_link(email=address)
    return redirect("link_sent")


@require_GET
def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "signin/staff/link_sent.html")


@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, kind: Kind, token: str) -> HttpResponse:
    """Chooses a password by a link; then one is in, unless a second proof is asked."""
    person = person_behind(token, kind)
    if person is None:
        return render(request, "signin/staff/dead_link.html", {"kind": kind}, status=410)
    form = PasswordForm(request.POST or None, person=person)
    context = {"form": form, "person": person, "kind": kind}
    if request.method == "GET" or not form.is_valid():
        return render(request, PAGE, context, status=422 if form.errors else 200)
    if not actions.choose_password(person=person, password=form.cleaned_data["password"]):
        return render(request, "signin/staff/dead_link.html", {"kind": kind}, status=410)
    return come_in(request, person, "link")


@proved_again
def change(request: PersonRequest) -> HttpResponse:
    """Another password, or a first one; every other browser is signed out."""
    form = PasswordForm(request.POST or None, person=request.user)
    if request.method == "GET" or not form.is_valid():
        context = {"form": form, "person": request.user, "kind": "change"}
        return render(request, PAGE, context, status=422 if form.errors else 200)
    actions.choose_password(person=request.user, password=form.cleaned_data["password"], keep=request.device)
    return redirect("mfa_index")
