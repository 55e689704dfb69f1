"""From a first proof to a device, by way of the second proof when there is one."""

from allauth.account.internal.flows.login import (
    clear_authentication_records,
    perform_login,
    record_authentication,
)
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse

from aufil.people.models import Person
from aufil.signin.staff.queries import has_factor


def come_in(request: HttpRequest, person: Person, *proofs: str) -> HttpResponse:
    """Go on with somebody who gave a first proof (`adapters.WAYS`): the second is asked, or they are in."""
    clear_authentication_records(request)
    for proof in proofs:
        record_authentication(request, person, proof)
    return perform_login(request, Login(user=person))


def second_proof(request: HttpRequest, person: Person, proof: str) -> HttpResponse | None:
    """The page that asks for the second proof; None when this person has none to give."""
    return come_in(request, person, proof) if has_factor(person) else None
