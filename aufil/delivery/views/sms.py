"""What gateways of text messages call: receipts, and texts that come in. Each answers by a status alone."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from aufil.delivery import access, actions
from aufil.delivery.channels.sms.choice import SMS
from aufil.delivery.channels.sms.promise import Garbled
from aufil.delivery.models import Channel
from aufil.web.problems import Problem

DONE = 204


@require_http_methods(["GET", "POST"])
def receipts(request: HttpRequest, gateway: str, place: str, secret: str) -> HttpResponse:
    """What became of a text."""
    calling = access.calling_gateway(request, gateway, place, secret)
    try:
        told = SMS[gateway].told(calling.called)
    except Garbled:
        raise Problem("malformed") from None
    if told.said:
        actions.record_receipt(
            said=told.said,
            attempt=told.reference,
            at=told.at,
            code=told.code,
            for_good=told.for_good,
            parts=told.parts,
        )
    return HttpResponse(status=DONE)


@require_http_methods(["GET", "POST"])
def inbound(request: HttpRequest, gateway: str, place: str, secret: str) -> HttpResponse:
    """Somebody's text."""
    calling = access.calling_gateway(request, gateway, place, secret)
    try:
        came = SMS[gateway].came(calling.called)
    except Garbled:
        raise Problem("malformed") from None
    actions.receive(
        channel=Channel.SMS,
        provider=gateway,
        provider_ref=came.provider_ref,
        sender=came.sender,
        receiver=came.receiver,
        text=came.text,
        received_at=came.received_at,
        answers_uid=came.answers,
    )
    return HttpResponse(status=DONE)
