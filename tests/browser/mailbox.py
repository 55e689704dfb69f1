"""A mail server on loopback, and what it received."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

from tests.serving import free_port

PATIENCE = 20.0  # s for a letter to arrive
CODE = re.compile(r"\b\d{6}\b")


class Mailbox:
    """Keeps every letter; `code_for` reads the last code sent to an address, once."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str]] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.letters += [(address, letter.get_content()) for address in envelope.rcpt_tos]
        return "250 OK"

    def code_for(self, address: str) -> str:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for letter in self.letters[::-1]:
                if letter[0] == address:
                    self.letters.remove(letter)
                    return CODE.findall(letter[1])[0]
            time.sleep(0.1)
        raise AssertionError(f"no letter for {address}")


@contextmanager
def mail_server() -> Iterator[tuple[Mailbox, str]]:
    """A mailbox, and the address to give as AUFIL_EMAIL_URL."""
    mailbox, port = Mailbox(), free_port()
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield mailbox, f"smtp://127.0.0.1:{port}"
    finally:
        server.stop()
