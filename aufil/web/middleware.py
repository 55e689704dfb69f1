"""What every page passes through, outermost first: origin check, headers that keep pages private."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from aufil.web.authentication import same_origin
from aufil.web.problems import Problem

Answer = Callable[[HttpRequest], HttpResponse]
API = "/api/"


def refusal(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A problem as the API says it, or as a page."""
    if request.path.startswith(API):
        return problem.response()
    context = {"status": problem.status, "kind": problem.kind, "detail": problem.detail or problem.title}
    return render(request, "ui/error.html", context, status=problem.status)


class OriginMiddleware:
    """Refuses what another site makes a browser send (instead of a token in each form)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        bearer = request.headers.get("Authorization", "").lower().startswith("bearer ")
        if bearer or same_origin(
            method=request.method or "",
            origin=request.headers.get("Origin", ""),
            fetch_site=request.headers.get("Sec-Fetch-Site", ""),
            host=request.get_host(),
            scheme=request.scheme or "",
        ):
            return self.get_response(request)
        return refusal(request, Problem("cross-origin"))


class ProblemMiddleware:
    """A problem raised below a page becomes a page that says what to do; below the API, a document."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return refusal(request, error) if isinstance(error, Problem) else None


class PrivateMiddleware:
    """Nothing of a person is kept by a cache in between; the service worker keeps what it must itself."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.headers.setdefault("Permissions-Policy", "geolocation=(), browsing-topics=()")
        if request.user.is_authenticated:
            response.headers["Aufil-Person"] = str(request.user.uid)
        return response
