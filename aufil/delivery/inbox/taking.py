"""What every door of mail does with one: read it, and hand it on."""

from django.utils.translation import gettext as _

from aufil.delivery import actions
from aufil.delivery.inbox.reading import Mail, read
from aufil.delivery.models import Channel, Inbound
from aufil.kernel import clock

PROVIDER = "email"  # one for all doors: the same mail by two of them is one


def take_in(raw: bytes, *, envelope_sender: str | None = None, envelope_to: str = "") -> Inbound:
    """Keep a mail of at most `reading.MOST` bytes; when this returns it is durable. The same again is once.

    Raises what the database and the store of files raise when they are away: it is to be offered again.
    """
    return _handed_on(read(raw, envelope_sender=envelope_sender, envelope_to=envelope_to))


def take_in_too_large(head: bytes) -> Inbound:
    """Keep that somebody wrote, where what they sent is too large to be read: `head` is its headers alone."""
    mail = read(head.rstrip(b"\r\n") + b"\r\n\r\n")
    text = _(
        "[Un e-mail trop lourd est arrivé : %(subject)s. Il n’a pas pu être lu. 20 Mo par fichier au plus.]"
    )
    said = text % {"subject": mail.subject or _("sans objet")}
    return _handed_on(mail._replace(text=said, original="", attachments=[]))


def _handed_on(mail: Mail) -> Inbound:
    return actions.receive(
        channel=Channel.EMAIL.value,
        provider=PROVIDER,
        provider_ref=mail.ref,
        sender=mail.sender,
        receiver=mail.receiver,
        text=mail.text,
        subject=mail.subject,
        original=mail.original,
        received_at=clock.now(),
        attachments=mail.attachments,
        answers_uid=mail.answers,
        automatic=mail.automatic,
    )
