"""One mail to somebody, beside notices: what their mail program itself is to be given. For a job, which tries again."""

from email.utils import formataddr, parseaddr
from typing import Any, Literal, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from aufil.delivery.channels.email import Invite, send
from aufil.delivery.channels.email.message import AUTOMATIC, message_id, written
from aufil.delivery.queries.mailing import takes_mail
from aufil.people.models import Person, Structure

Became = Literal["left", "later", "never"]


class Letter(NamedTuple):
    """What leaves. `name`: known again by it, once in all; `calendar`: an invitation (RFC 5546) and its method."""

    name: str
    subject: str
    templates: tuple[str, str]  # text, HTML
    context: dict[str, Any]
    calendar: bytes = b""
    method: str = ""


def sender_address() -> str:
    """The address our mails come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def mail_person(*, person: Person, structure: Structure, letter: Letter) -> Became:
    """Hand a mail over now. `later`: the server takes nothing for now; `never`: refused, or nobody to write to.

    What may have left has left: whoever calls keeps it, and does not ask twice.
    """
    if not takes_mail(person, structure):
        return "never"
    own = sender_address()
    headers = {**AUTOMATIC, "Message-ID": message_id(letter.name, own)}
    context = {"title": letter.subject, "name": person.first_name, **letter.context}
    message = written(letter.templates, context, letter.subject, person.email, headers)
    message.from_email = formataddr((_("%(who)s via Aufil") % {"who": structure.name}, own))
    message.envelope_sender = own  # type: ignore[attr-defined]
    fate = send(message, Invite(letter.calendar, letter.method) if letter.calendar else None)
    became: dict[str, Became] = {"later": "later", "refused": "never"}
    return became.get(fate.said, "left")
