"""A small server a mail server hands mail to (LMTP, RFC 2033): `250` is said once it is durable, and not before."""

import asyncio
import logging

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from asgiref.sync import sync_to_async
from django.db import DatabaseError, close_old_connections

from aufil.delivery.inbox.reading import MOST
from aufil.delivery.inbox.taking import take_in
from aufil.web.problems import Problem

KEPT = "250 2.0.0 Kept"
LATER = "451 4.3.0 Nothing can be kept now, try again later"
RECIPIENTS_MOST = 20
log = logging.getLogger("aufil.delivery")


class Door(LMTP):
    line_length_limit = 256 * 1024  # some programs break no line; nothing is held beyond it


class Handler:
    """What the mail server may ask of us."""

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= RECIPIENTS_MOST:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """One answer for each recipient, as LMTP wants; the same one, for it is one mail to us."""
        said = await sync_to_async(_keep, thread_sensitive=False)(envelope)
        return "\r\n".join([said] * len(envelope.rcpt_tos))


def _keep(envelope: Envelope) -> str:
    close_old_connections()
    try:
        take_in(
            bytes(envelope.original_content or b""),
            envelope_sender=envelope.mail_from or "",
            envelope_to=", ".join(envelope.rcpt_tos),
        )
    except (DatabaseError, Problem) as error:
        log.error("mail is not taken in now: %s", error)
        return LATER
    finally:
        close_old_connections()
    return KEPT


async def serve(host: str, port: int, *, ready: asyncio.Event | None = None) -> None:
    """Take mail in until cancelled."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Door(
            Handler(), data_size_limit=MOST, enable_SMTPUTF8=True, hostname="aufil", ident="Aufil", loop=loop
        ),
        host,
        port,
    )
    async with server:
        if ready:
            ready.set()
        await server.serve_forever()
