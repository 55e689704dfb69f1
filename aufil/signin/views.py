"""The way in (a code by e-mail) and the way out."""

from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aufil.people.models import Person
from aufil.signin import actions
from aufil.signin.access import label_of, set_device
from aufil.signin.forms import EmailForm
from aufil.signin.staff.entry import second_proof
from aufil.web.authentication import COOKIE
from aufil.web.limits import slow_down
from aufil.web.problems import Problem

ATTEMPT = "aufil_code"
signer = signing.TimestampSigner(salt="signin")
chooser = signing.TimestampSigner(salt="signin.persons")  # only given after a right code
TRY_LATER = gettext_lazy("Trop d’essais. Attendez quelques minutes, puis recommencez.")


@require_http_methods(["GET", "POST"])
def email(request: HttpRequest) -> HttpResponse:
    """Asks for an address and sends a code there."""
    form = EmailForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        error = next(iter(form.errors["email"]), "") if form.errors else ""
        return render(
            request, "signin/email.html", {"form": form, "error": error}, status=422 if error else 200
        )
    address = form.cleaned_data["email"].lower()
    try:
        slow_down("code-address", address, times=5, seconds=900)
        slow_down("code-from", request.META.get("REMOTE_ADDR", ""), times=60, seconds=900)
    except Problem:
        return render(request, "signin/email.html", {"form": form, "error": TRY_LATER}, status=429)
    attempt = actions.send_code(email=address)
    response = redirect("signin:code")
    response.set_cookie(
        ATTEMPT, signer.sign_object([str(attempt), address]), max_age=900, httponly=True, samesite="Lax"
    )
    return response


@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Asks for the code; signs in, or asks who one is when several share the address."""
    try:
        attempt, address = signer.unsign_object(request.COOKIES.get(ATTEMPT, ""), max_age=900)
    except signing.BadSignature:
        return redirect("signin:email")
    if request.method == "GET":
        return render(request, "signin/code.html", {"email": address, "error": ""})
    persons = actions.check_code(uid=UUID(attempt), typed=request.POST.get("code", ""))
    if not persons:
        error = _("Ce code ne marche pas, ou ne marche plus. Vérifiez-le, ou demandez-en un autre.")
        return render(request, "signin/code.html", {"email": address, "error": error}, status=422)
    if len(persons) == 1:
        return _signed_in(request, persons[0])
    response = render(request, "signin/persons.html", {"persons": persons})
    choice = chooser.sign_object([str(person.uid) for person in persons])
    response.set_cookie(ATTEMPT, choice, max_age=900, httponly=True, samesite="Lax")
    return response


@require_POST
def person(request: HttpRequest) -> HttpResponse:
    """Who of those who share the address is here; only after their code was right."""
    try:
        allowed = chooser.unsign_object(request.COOKIES.get(ATTEMPT, ""), max_age=900)
    except signing.BadSignature:
        return redirect("signin:email")
    chosen = request.POST.get("person", "")
    found = Person.objects.filter(uid=chosen).first() if chosen in allowed else None
    return _signed_in(request, found) if found else redirect("signin:email")


@require_POST
def out(request: HttpRequest) -> HttpResponse:
    """Signs this device out."""
    device = getattr(request, "device", None)
    if device is not None:
        actions.sign_out(device=device)
    response = redirect("signin:signed_out")
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


@require_GET
def signed_out(request: HttpRequest) -> HttpResponse:
    return render(request, "signin/signed_out.html")


def _signed_in(request: HttpRequest, person: Person) -> HttpResponse:
    response = second_proof(request, person, "code")
    if response is None:
        _device, secret = actions.sign_in(person=person, label=label_of(request), way="code")
        response = redirect("home:home")
        set_device(response, secret)
    response.delete_cookie(ATTEMPT, samesite="Lax")
    return response
