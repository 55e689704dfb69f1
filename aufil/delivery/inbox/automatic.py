"""Mail that no person wrote: absence replies, delivery reports, lists. It enters no thread and is never answered
(RFC 3834), so that no two machines talk to each other through Aufil."""

import re
from email.message import Message

from aufil.delivery.inbox.headers import header
from aufil.kernel.words import folded

_MACHINES = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|bounces?|double-bounce)\b", re.IGNORECASE)
_SUBJECTS = re.compile(
    r"^(re ?: ?|tr ?: ?)*("
    r"(reponse|message|notification) (automatique|d'absence)|absence( du bureau| jusqu)?\b|absent(e)? du bureau|"
    r"je suis (actuellement )?(absent|en conge)|en conges? jusqu|accuse de (reception|lecture)\b|lu ?:|non lu ?:|"
    r"automatic reply|auto(matic)?[ -]?(reply|response)|out of (the )?office|vacation|"
    r"delivery status notification|undeliver(ed|able)|returned mail|mail delivery (failed|subsystem)|"
    r"echec de (la )?(remise|distribution)|non remis ?:)"
)
_BULK = {"bulk", "junk", "list", "auto_reply", "auto-reply"}


def is_automatic(message: Message, *, sender: str, envelope_sender: str | None) -> bool:
    """Did a machine write this? `envelope_sender`: `MAIL FROM`, empty for reports, None when nobody knows."""
    submitted = header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return True
    if any(name in message for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "List-Id")):
        return True
    if header(message, "Precedence").strip().lower() in _BULK:
        return True
    if envelope_sender == "" or header(message, "Return-Path").strip() == "<>" or _MACHINES.match(sender):
        return True
    return is_report(message) or _SUBJECTS.match(folded(header(message, "Subject")[:300])) is not None


def is_report(message: Message) -> bool:
    """Is it a mail server's report of what became of a mail of ours (RFC 3464)?"""
    if message.get_content_type() != "multipart/report":
        return False
    return str(message.get_param("report-type", "")).lower() != "disposition-notification"
