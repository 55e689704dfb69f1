"""A mailbox read by IMAP: every two minutes what is unread is taken in, and marked as read once it is durable."""

import contextlib
import imaplib
import logging
import re
from collections.abc import Iterator

from django.conf import settings

from aufil.delivery.inbox.boxes import Box, understood
from aufil.delivery.inbox.reading import MOST
from aufil.delivery.inbox.taking import take_in, take_in_too_large
from aufil.jobs.actions import job

TIMEOUT = 30  # seconds a server may take for each answer
AT_ONCE = 50  # mails a time; the rest comes two minutes later
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
log = logging.getLogger("aufil.delivery")


@job
def collect_mail() -> None:
    """What is unread in the mailbox. Raises when the mailbox is away: it is tried again."""
    if not settings.IMAP_URL:
        return
    with opened(understood(settings.IMAP_URL)) as mailbox:
        for uid in _unread(mailbox)[:AT_ONCE]:
            _take(mailbox, uid)


@contextlib.contextmanager
def opened(box: Box) -> Iterator[imaplib.IMAP4]:
    """The folder, open for reading and marking."""
    secure = box.scheme == "imaps"
    mailbox: imaplib.IMAP4 = (imaplib.IMAP4_SSL if secure else imaplib.IMAP4)(
        box.host, box.port, timeout=TIMEOUT
    )
    try:
        if box.scheme == "imap+tls":
            mailbox.starttls()
        mailbox.login(box.user, box.password)
        said, _data = mailbox.select(_quoted(box.folder))
        if said != "OK":
            raise imaplib.IMAP4.error("no such folder")
        yield mailbox
    finally:
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            mailbox.logout()


def _unread(mailbox: imaplib.IMAP4) -> list[bytes]:
    """By their identifiers, which hold as long as the folder is open (UIDVALIDITY): none is kept beyond. That a mail
    comes once whatever the folder becomes is held by its own name (`reading._ref`)."""
    _said, data = mailbox.uid("SEARCH", "UNSEEN")
    return (data[0] or b"").split()


def _take(mailbox: imaplib.IMAP4, uid: bytes) -> None:
    name = uid.decode()
    _said, data = mailbox.uid("FETCH", name, "(RFC822.SIZE)")
    size = SIZE.search(b" ".join(one for one in data if isinstance(one, bytes)))
    if size is None:
        return  # gone meanwhile
    if int(size[1]) > MOST:
        head = _fetched(mailbox, name, "BODY.PEEK[HEADER]")
        take_in_too_large(head or b"")
    else:
        raw = _fetched(mailbox, name, "BODY.PEEK[]")
        if raw is None:
            return
        take_in(raw)
    mailbox.uid("STORE", name, "+FLAGS", r"(\Seen)")  # durable by now: cut here, it is found again and known


def _fetched(mailbox: imaplib.IMAP4, uid: str, what: str) -> bytes | None:
    _said, data = mailbox.uid("FETCH", uid, f"({what})")
    return next((one[1] for one in data if isinstance(one, tuple)), None)


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
