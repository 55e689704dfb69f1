"""The demonstration's one-click personas; 404 everywhere else."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from aufil.demo.actions import demonstration_made
from aufil.demo.cast import personas_to_show
from aufil.people.models import Device, Person
from aufil.signin.access import set_device
from aufil.signin.actions import sign_in


def only_in_demonstration(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def wrapped(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if not settings.DEMO or not demonstration_made():
            raise Http404
        return view(request, *arguments, **named)

    return wrapped


@only_in_demonstration
@require_GET
def personas(request: HttpRequest) -> HttpResponse:
    """Whose eyes to look through."""
    return render(request, "demo/personas.html", {"groups": personas_to_show()})


@only_in_demonstration
@require_GET
def login(request: HttpRequest, username: str) -> HttpResponse:
    """Signs in as a persona and goes to their home."""
    person = get_object_or_404(Person, username=username)
    _device, secret = sign_in(
        person=person, label="Démonstration", way="demo", assurance=Device.Assurance.TRUSTED
    )
    response = redirect("home:home")
    set_device(response, secret)
    return response
