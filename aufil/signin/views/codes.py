"""Six digits, by SMS or by e-mail."""

from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from aufil.people.models import Person
from aufil.signin import actions
from aufil.signin.access import label_of
from aufil.signin.forms import AddressForm
from aufil.signin.staff.entry import second_proof
from aufil.signin.views.sessions import signed_in
from aufil.web.limits import slow_down, slow_down_from
from aufil.web.problems import Problem

ATTEMPT = "aufil_code"
signer = signing.TimestampSigner(salt="signin")
chooser = signing.TimestampSigner(salt="signin.persons")  # only given after a right code
TRY_LATER = gettext_lazy(
    "Trop d’essais. Attendez quelques minutes, puis recommencez. Si cela dure, demandez à votre conseillère ou"
    " votre conseiller."
)


@require_http_methods(["GET", "POST"])
def email(request: HttpRequest) -> HttpResponse:
    """Asks for a number or an address and sends a code there."""
    form = AddressForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        error = next(iter(form.errors["address"]), "") if form.errors else ""
        context = {"typed": request.POST.get("address", ""), "error": error}
        return render(request, "signin/email.html", context, status=422 if error else 200)
    addresses, written = form.cleaned_data["address"], form.data["address"].strip()
    try:
        slow_down_asking(request, addresses)
    except Problem:
        return render(request, "signin/email.html", {"typed": written, "error": TRY_LATER}, status=429)
    attempt = actions.send_code(addresses=addresses, host=request.get_host().partition(":")[0])
    return _with_attempt(redirect("signin:code"), signer.sign_object([str(attempt), written]))


def slow_down_asking(request: HttpRequest, addresses: list[str]) -> None:
    """Raises a 429 problem, the same whether or not anybody is known there."""
    slow_down_from(request, "code-from", times=60, seconds=900)
    for address in addresses:
        slow_down("code-address", address, times=5, seconds=900)
        slow_down("code-address-day", address, times=20, seconds=86_400)


@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Asks for the code; signs in, or asks who one is when several share the address."""
    try:
        attempt, written = signer.unsign_object(request.COOKIES.get(ATTEMPT, ""), max_age=900)
    except signing.BadSignature:
        return redirect("signin:email")
    context = {"address": written, "by_sms": "@" not in written, "error": ""}
    if request.method == "GET":
        return render(request, "signin/code.html", context)
    try:
        slow_down_from(request, "code-tried-from", times=60, seconds=900)
    except Problem:
        return render(request, "signin/code.html", {**context, "error": TRY_LATER}, status=429)
    persons, way = actions.check_code(attempt=UUID(attempt), typed=request.POST.get("code", ""))
    if not persons:
        error = _("Ce code ne marche pas, ou ne marche plus. Vérifiez-le, ou demandez-en un autre.")
        return render(request, "signin/code.html", {**context, "error": error}, status=422)
    if len(persons) == 1:
        return _enter(request, persons[0], way)
    response = render(request, "signin/persons.html", {"persons": persons})
    return _with_attempt(response, chooser.sign_object([way, *(str(person.uid) for person in persons)]))


@require_POST
def person(request: HttpRequest) -> HttpResponse:
    """Who of those who share the address is here; only after their code was right."""
    try:
        way, *allowed = chooser.unsign_object(request.COOKIES.get(ATTEMPT, ""), max_age=900)
    except signing.BadSignature:
        return redirect("signin:email")
    chosen = request.POST.get("person", "")
    found = Person.objects.filter(uid=chosen).first() if chosen in allowed else None
    return _enter(request, found, way) if found else redirect("signin:email")


def _with_attempt(response: HttpResponse, value: str) -> HttpResponse:
    response.set_cookie(ATTEMPT, value, max_age=900, httponly=True, samesite="Lax")
    return response


def _enter(request: HttpRequest, person: Person, way: str) -> HttpResponse:
    response = second_proof(request, person, way)
    if response is None:
        response = signed_in(request, actions.sign_in(person=person, label=label_of(request), way=way))
    response.delete_cookie(ATTEMPT, samesite="Lax")
    return response
