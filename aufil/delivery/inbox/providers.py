"""E-mail that a provider hands over by calling us (django-anymail reads each one's form): one line a provider.

A provider is let in by the secret in its address, as our own programs are by their token. Brevo is missing on purpose:
it makes us fetch each attachment back from it. Mailgun is to send what it has read, not the raw mail: a form's field
holds 1 MB at most here, the files beside it 20 MB each. (anymail no longer keeps up with SendGrid.)
"""

from collections.abc import Iterator

from anymail.exceptions import AnymailError
from anymail.webhooks.mailgun import MailgunInboundWebhookView
from anymail.webhooks.mailjet import MailjetInboundWebhookView
from anymail.webhooks.postmark import PostmarkInboundWebhookView
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.http import HttpRequest

from aufil.web.problems import Problem

PROVIDERS = {
    "mailgun": MailgunInboundWebhookView,
    "mailjet": MailjetInboundWebhookView,
    "postmark": PostmarkInboundWebhookView,
}
# anymail wants passwords said; they are not asked for, the secret of the address is.
NOT_ASKED = "aufil:par-l-adresse"
KEYS = {"mailgun": {"webhook_signing_key": NOT_ASKED}}


def mails_in(request: HttpRequest, provider: str) -> Iterator[tuple[bytes, str | None, str]]:
    """Each mail of a call: its bytes, its envelope sender (None: unknown) and its envelope recipient.

    A problem when the call is not of this provider's form.
    """
    view = PROVIDERS[provider](webhook_secret=[NOT_ASKED], **KEYS.get(provider, {}))
    if request.content_type == "application/json":
        # Pages take 1 MB; what is larger here is files, and the server has refused what is too large (`config.asgi`).
        request._body = request.read()
    try:
        for event in view.parse_events(request):
            message = event.message
            yield bytes(message.as_bytes()), message.envelope_sender, message.envelope_recipient or ""
    except (
        AnymailError,
        ImproperlyConfigured,
        SuspiciousOperation,
        ValueError,
        KeyError,
        TypeError,
        LookupError,
        AttributeError,
    ):
        raise Problem("malformed") from None
