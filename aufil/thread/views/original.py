"""What an answer said as it came, before quotes and signature were cut."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aufil.people.access import PersonRequest
from aufil.thread import access
from aufil.web.pages import signed_in_page


@signed_in_page
@require_GET
def original(request: PersonRequest, uid: UUID, entry: UUID) -> HttpResponse:
    """The whole message; its day over, that it is gone."""
    inbound = access.original_of(request.user, uid, entry)
    context = {"inbound": inbound, "whole": inbound.original or inbound.text, "thread": uid}
    return render(request, "thread/original.html", context)
