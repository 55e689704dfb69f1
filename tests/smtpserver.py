"""A real SMTP server on loopback (aiosmtpd): keeps the mails it takes, and answers what a test wants at each step."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.serving import free_port

OK = "250 2.0.0 OK"
CUT = "cut"


@dataclass
class Received:
    """One mail as the server got it."""

    sender: str
    to: list[str]
    message: EmailMessage
    raw: bytes


@dataclass
class Post:
    """`rcpt` and `data`: what to answer at each step, by receiver's address; `CUT` closes the line without a word."""

    port: int
    received: list[Received] = field(default_factory=list)
    rcpt: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    sessions: int = 0

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.sessions += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        said = self.rcpt.get(address, OK)
        if said == CUT:
            server.transport.close()
        if said.startswith("2"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        to = list(envelope.rcpt_tos)
        said = self.data.get(to[0], OK)
        if said == CUT:
            server.transport.close()
            await asyncio.sleep(0)
        elif said.startswith("2"):
            raw = bytes(envelope.original_content or b"")
            message: Any = message_from_bytes(raw, policy=default)
            self.received.append(Received(str(envelope.mail_from), to, message, raw))
        return said


@contextmanager
def smtp_server() -> Iterator[Post]:
    post = Post(free_port())
    controller = Controller(post, hostname="127.0.0.1", port=post.port)
    controller.start()
    try:
        post.sessions = 0  # the controller knocks to see that the server is there
        yield post
    finally:
        controller.stop()
