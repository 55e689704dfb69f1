"""The API's page for people."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aufil.operate.reference import calls_by_tag, objects
from aufil.web.problems import TITLES


@require_GET
def api_docs(request: HttpRequest, document: dict[str, Any]) -> HttpResponse:
    """`document` (OpenAPI 3.1) as a page: how to sign in, every call, every object, every problem."""
    context = {
        "groups": calls_by_tag(document),
        "objects": objects(document),
        "problems": [(kind, status, title) for kind, (status, title) in TITLES.items()],
        "version": document["info"]["version"],
        "site": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "operate/api_docs.html", context)
