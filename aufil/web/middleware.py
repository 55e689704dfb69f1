"""What every page passes through, outermost first: origin check, headers that keep pages private."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render

from aufil.web.authentication import COOKIE, same_origin
from aufil.web.problems import MEDIA_TYPE, Problem, kind_of

Answer = Callable[[HttpRequest], HttpResponse]
API = "/api/"
# What a mail program asks for itself, without our cookie and without saying where it comes from (RFC 8058): the
# address holds all there is to know, and the cookie changes nothing there.
BY_MAIL = "/stop/"


def refusal(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A problem as the API says it, or as a page."""
    if request.path.startswith(API):
        return problem.response()
    context = {"status": problem.status, "kind": problem.kind, "reason": problem.detail}
    return render(request, "ui/error.html", context, status=problem.status)


class CompressMiddleware(GZipMiddleware):
    """Compresses pages. What is streamed is pictures and sound, dense already, and asked for in ranges."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if response.streaming else super().process_response(request, response)


class OriginMiddleware:
    """Refuses what another site makes a browser send (instead of a token in each form)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        bearer = request.headers.get("Authorization", "").lower().startswith("bearer ")
        # Without the browser's cookie the API knows nobody: it says so itself (401).
        stranger = request.path.startswith(API) and COOKIE not in request.COOKIES
        by_mail = request.path.startswith(BY_MAIL)
        if (
            bearer
            or stranger
            or by_mail
            or same_origin(
                method=request.method or "",
                origin=request.headers.get("Origin", ""),
                fetch_site=request.headers.get("Sec-Fetch-Site", ""),
                host=request.get_host(),
                scheme=request.scheme or "",
            )
        ):
            return self.get_response(request)
        return refusal(request, Problem("cross-origin"))


class ProblemMiddleware:
    """A problem raised below a page becomes a page that says what to do; below the API, a document."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405:
            refused = refusal(request, Problem("method"))
            refused.headers["Allow"] = response.headers["Allow"]
            return refused
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, RequestDataTooBig):
            return refusal(request, Problem("too-large"))
        return refusal(request, error) if isinstance(error, Problem) else None


class DocumentMiddleware:
    """Below the API nothing redirects and no refusal is HTML: an unknown address, a fault, whoever answers."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        status = response.status_code
        if not f"{request.path}/".startswith(API) or status < 300 or status == 304:
            return response
        if response.headers.get("Content-Type") == MEDIA_TYPE:
            return response
        return Problem("not-found" if status < 400 else kind_of(status)).response()


class PrivateMiddleware:
    """Nothing of a person is kept by a cache in between; the service worker keeps what it must itself."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.headers.setdefault(
            "Permissions-Policy", "display-capture=(), geolocation=(), browsing-topics=()"
        )
        user = getattr(request, "user", None)  # none when refused before anybody was asked for
        if user is not None and user.is_authenticated:
            response.headers["Aufil-Person"] = str(user.uid)
        return response
