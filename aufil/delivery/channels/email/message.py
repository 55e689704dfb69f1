"""A mail as it leaves: who writes, the text itself for who lives by e-mail, a link; text and plain HTML.

Nothing in it is fetched from anywhere, so nothing tells when it was opened but a link followed by hand.
"""

from collections.abc import Sequence
from email.utils import formataddr, parseaddr
from functools import cache
from pathlib import Path
from typing import Any

import rcssmin
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from aufil.delivery.channels import Parcel
from aufil.delivery.channels.email.tokens import link_token, reply_address, token
from aufil.delivery.channels.headline import headline, place
from aufil.delivery.sources import Words
from aufil.kernel.phones import spoken

# Machines that answer by themselves (« absent du bureau ») are asked not to (RFC 3834; the second is Exchange's).
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}

STYLES = Path(__file__).resolve().parents[2] / "static" / "delivery" / "css" / "mail.css"
TEMPLATES = ("delivery/mail.txt", "delivery/mail.html")


def compose(parcel: Parcel) -> EmailMultiAlternatives:
    """The mail of an attempt; `envelope_sender` is where it bounces to."""
    attempt, title = parcel.attempt, headline(parcel.words)
    back = reply_address(attempt.uid)
    stop = f"{settings.BASE_URL}/stop/{token('stop', attempt.uid)}/"
    own = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    context = {
        "title": title,
        "name": attempt.person.first_name,
        "said": _said(parcel.words) if attempt.in_full else [],
        "link": f"{settings.BASE_URL}/m/{link_token(attempt.uid, place(parcel.words))}/",
        "stop": stop,
        "may_answer": bool(back),
        "structure": attempt.structure,
        "phone": spoken(attempt.structure.phone) if attempt.structure.phone else "",
    }
    headers = {
        **AUTOMATIC,
        "Message-ID": message_id(str(attempt.uid), own),
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    who = parcel.words[-1].who
    message = written(TEMPLATES, context, title, attempt.address, headers)
    message.from_email = formataddr((_("%(who)s via Aufil") % {"who": who}, own))
    message.reply_to = [back] if back else []
    message.envelope_sender = back or own  # type: ignore[attr-defined]
    message.metadata = {"attempt": str(attempt.uid)}  # type: ignore[attr-defined]
    return message


def written(
    templates: tuple[str, str], context: dict[str, Any], subject: str, to: str, headers: dict[str, str]
) -> EmailMultiAlternatives:
    """A mail of ours, from its two templates; no provider may follow who opens it."""
    text, html = (render_to_string(one, {**context, "styles": _styles()}) for one in templates)
    message = EmailMultiAlternatives(subject, text, None, [to], headers=headers)
    message.attach_alternative(html, "text/html")
    message.track_opens = message.track_clicks = False  # type: ignore[attr-defined]
    return message


@cache
def _styles() -> SafeString:
    return mark_safe(rcssmin.cssmin(STYLES.read_text()))  # noqa: S308 - our own file


def message_id(name: str, address: str) -> str:
    """Ours, so that answers and bounces that quote it are known again."""
    domain = settings.EMAIL_REPLY_DOMAIN or address.rpartition("@")[2] or "localhost"
    return f"<{name}@{domain}>"


def _said(words: Sequence[Words]) -> list[dict[str, str]]:
    """What was said, each under who said it when several did."""
    several = len({one.who for one in words}) > 1
    return [{"who": one.who if several else "", "text": one.text} for one in words if one.text]
