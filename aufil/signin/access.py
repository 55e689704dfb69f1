"""The cookie that makes a browser a signed-in device: the key of the door."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from aufil.web.authentication import COOKIE

# What a browser calls itself, as a person would: the first match names the device.
NAMES = [
    ("Android", "Téléphone Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Ordinateur Windows"),
]
NAMES += [("Macintosh", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Ordinateur Linux")]


def label_of(request: HttpRequest) -> str:
    """A name for the device, from what the browser says of itself."""
    agent = request.headers.get("User-Agent", "")
    return next((name for word, name in NAMES if word in agent), "Appareil")


def set_device(response: HttpResponse, secret: str) -> None:
    """From now on this browser is the device. Renewed by use: the row's end moves, the cookie lives longer."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=400 * 86_400,
        httponly=True,
        secure=settings.HTTPS,
        samesite="Lax",
    )
