"""Which pages may use a microphone, a camera and the picture of a screen, and whom they may call."""

from urllib.parse import urlsplit

from django.http import HttpResponse

POLICY = "camera=(self), microphone=(self), display-capture=(self), geolocation=(), browsing-topics=()"


def may_use_devices(response: HttpResponse, calls: str = "") -> HttpResponse:
    """A room's page, or a test's. `calls`: the address of a server of video it reaches, beside our own."""
    response.headers["Permissions-Policy"] = POLICY
    if calls:
        parts = urlsplit(calls)
        response._csp_update = {"connect-src": [f"{parts.scheme}://{parts.netloc}"]}  # type: ignore[attr-defined]
    return response
