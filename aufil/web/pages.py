"""What pages share: only for who is signed in, and what a phone may keep of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

View = Callable[..., HttpResponseBase]


def signed_in_page(view: View) -> View:
    """A page for a live device's person; anybody else is asked to sign in."""

    @wraps(view)
    def wrapped(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect("signin:email")
        return view(request, *arguments, **named)

    return wrapped


def keep(response: HttpResponse, how: Literal["first", "fallback"]) -> HttpResponse:
    """Let the service worker keep this page: shown first, or only when there is no network."""
    response.headers["Aufil-Keep"] = how
    return response
