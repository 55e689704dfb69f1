"""What a mail provider calls with a mail that came in."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from aufil.delivery import access
from aufil.delivery.inbox.providers import mails_in
from aufil.delivery.inbox.taking import take_in


@require_POST
def mail_in(request: HttpRequest, provider: str, secret: str) -> HttpResponse:
    """204 once all of it is durable; anything else, and the provider comes back with it."""
    access.calling_provider(provider, secret)
    for raw, envelope_sender, envelope_to in mails_in(request, provider):
        take_in(raw, envelope_sender=envelope_sender, envelope_to=envelope_to)
    return HttpResponse(status=204)
