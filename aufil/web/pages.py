"""What pages share: only for who is signed in, and what a phone may keep of them."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

View = Callable[..., HttpResponseBase]
RETURN = "aufil_return"
RETURN_LIFE = 1_800  # seconds to sign in
OWN_PATH = re.compile(r"/(?:[\w-]+/)*(?:\?[\w=&-]*)?")


def signed_in_page(view: View) -> View:
    """A page for a live device's person; anybody else is asked to sign in."""

    @wraps(view)
    def wrapped(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect("signin:email")
        return view(request, *arguments, **named)

    return wrapped


def by_itself(view: View) -> View:
    """A page whose address is its key: it asks itself who one is, and signs nobody in."""
    view.opens_by_itself = True  # type: ignore[attr-defined]
    return view


def opens_by_itself(path: str) -> bool:
    """Is this such a page of ours?"""
    try:
        return getattr(resolve(path).func, "opens_by_itself", False)
    except Resolver404:
        return False


def keep(response: HttpResponse, how: Literal["first", "fallback"]) -> HttpResponse:
    """Let the service worker keep this page: shown first, or only when there is no network."""
    response.headers["Aufil-Keep"] = how
    return response


def come_back_to(response: HttpResponse, path: str) -> HttpResponse:
    """Whoever signs in next in this browser is led to this page of ours."""
    response.set_cookie(RETURN, path, max_age=RETURN_LIFE, httponly=True, samesite="Lax")
    return response


def return_path(request: HttpRequest) -> str:
    """Where somebody was going when they were asked to sign in; home, if nowhere."""
    path = request.COOKIES.get(RETURN, "")
    return path if OWN_PATH.fullmatch(path) else "/"
