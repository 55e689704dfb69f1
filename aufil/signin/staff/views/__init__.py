"""The team's pages: coming in (`entrance`), choosing a password (`passwords`), one's protections (`security`)."""

from django.http import HttpRequest, HttpResponse

from aufil.web.middleware import refusal
from aufil.web.problems import Problem


def too_often(request: HttpRequest) -> HttpResponse:
    """What allauth answers to who asks too much."""
    return refusal(request, Problem("slow-down"))
