"""Handing a mail to a server, a step at a time: what it answers at each says what became of the mail (RFC 5321).

Django's own way would be one call that raises alike whether the mail was refused or may have left.
"""

import re
import smtplib
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from aufil.delivery.channels import Fate

GO_AHEAD = 354
DOTS = re.compile(rb"(?m)^\.")
EXTENDED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
# There is no such address (RFC 3463: 5.1.x; 5.2.1, switched off); where no such code is given, what 550 usually means.
NOBODY = re.compile(r"5\.1\.\d+|5\.2\.1$")
NOBODY_PLAIN = (550, 551, 553)


class Away(Exception):
    """The server takes nothing now; says why."""


class Server:
    """One connection, kept from mail to mail."""

    def __init__(self, backend: EmailBackend) -> None:
        self.backend = backend

    def hand_over(self, message: EmailMultiAlternatives) -> Fate:
        """Raises `Away` when the server cannot be reached at all."""
        post = self._open()
        encoding = "utf-8"
        sender = sanitize_address(message.envelope_sender, encoding)  # type: ignore[attr-defined]
        receiver = sanitize_address(message.to[0], encoding)
        whole: Any = message.message()  # Django's own kind, which knows line ends
        body = DOTS.sub(b"..", whole.as_bytes(linesep="\r\n"))
        try:
            fate = self._before(post, sender, receiver)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            return Fate("later", code=_short(error))
        if fate is None:
            return self._data(post, body)
        self._again(post)
        return fate

    def _open(self) -> smtplib.SMTP:
        try:
            self.backend.open()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Away(_short(error)) from None
        if self.backend.connection is None:
            raise Away("closed")
        return self.backend.connection

    def _before(self, post: smtplib.SMTP, sender: str, receiver: str) -> Fate | None:
        """Everything before the mail itself; None when the server waits for it."""
        post.ehlo_or_helo_if_needed()
        status, said = post.mail(sender, ["BODY=8BITMIME"] if post.has_extn("8bitmime") else [])
        if status >= 400:
            return _refusal(status, said)
        status, said = post.rcpt(receiver)
        if status >= 400:
            return _refusal(status, said, at_receiver=True)
        status, said = post.docmd("DATA")
        return None if status == GO_AHEAD else _refusal(status, said)

    def _data(self, post: smtplib.SMTP, body: bytes) -> Fate:
        try:
            post.send(body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            status, said = post.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            return Fate("unknown", code=_short(error))
        if status < 400:
            return Fate("taken")
        self._again(post)
        return _refusal(status, said)

    def _again(self, post: smtplib.SMTP) -> None:
        """Ready for another mail, by a new connection if this one is not."""
        try:
            post.rset()
        except (smtplib.SMTPException, OSError):
            self.close()

    def close(self) -> None:
        try:
            self.backend.close()
        except (smtplib.SMTPException, OSError):
            self.backend.connection = None


def _refusal(status: int, said: bytes, *, at_receiver: bool = False) -> Fate:
    words = said.decode(errors="replace")
    code = f"{status} {' '.join(words.split())}"[:80]
    if status < 500:
        return Fate("later", code=code)
    return Fate("refused", code=code, for_good=at_receiver and nobody_there(status, words))


def nobody_there(status: int, words: str) -> bool:
    """Does a refusal say that there is no such address, and never will be?"""
    extended = EXTENDED.search(words)
    return bool(NOBODY.match(extended[1])) if extended else status in NOBODY_PLAIN


def _short(error: Exception) -> str:
    return f"{type(error).__name__} {error}"[:80]
