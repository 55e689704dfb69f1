"""A mailbox read by IMAP, at a real server."""

import imaplib
import tempfile
from pathlib import Path

import pytest
from django.db import OperationalError

from aufil.config.storing import files_storage
from aufil.delivery.inbox import mailbox
from aufil.delivery.inbox.boxes import understood
from aufil.delivery.inbox.mailbox import collect_mail
from aufil.delivery.models import Inbound
from tests.dovecot import MISSING, PROGRAM, dovecot

MAILS = Path(__file__).parent / "mails"
pytestmark = pytest.mark.skipif(PROGRAM is None, reason=MISSING)


@pytest.fixture(scope="module")
def server():
    with tempfile.TemporaryDirectory(prefix="aufil-imap-") as home:
        Path(home).chmod(0o755)
        with dovecot(Path(home)) as url:
            yield url


@pytest.fixture
def box(server, settings, tmp_path):
    """Another client of the same mailbox, empty to begin with."""
    settings.IMAP_URL = server
    settings.STORAGES = {**settings.STORAGES, "files": files_storage(f"file://{tmp_path / 'files'}")}
    where = understood(server)
    client = imaplib.IMAP4(where.host, where.port, timeout=10)
    client.login(where.user, where.password)
    client.select("INBOX")
    if client.search(None, "ALL")[1][0]:
        client.store("1:*", "+FLAGS", r"(\Deleted)")
        client.expunge()
    yield client
    client.logout()


def drop(box, name):
    box.append("INBOX", None, None, (MAILS / f"{name}.eml").read_bytes())


def unread(box):
    box.noop()
    return len(box.search(None, "UNSEEN")[1][0].split())


def test_what_is_unread_is_taken_in_and_marked(cast, box):
    for name in ("gmail", "iphone", "pieces-jointes"):
        drop(box, name)
    collect_mail()
    assert Inbound.objects.filter(state=Inbound.State.PLACED).count() == 3
    assert unread(box) == 0
    collect_mail()
    assert Inbound.objects.count() == 3


def test_what_could_not_be_kept_stays_unread(cast, box, monkeypatch):
    drop(box, "gmail")

    def away(raw):
        raise OperationalError("away")

    with monkeypatch.context() as patch:
        patch.setattr(mailbox, "take_in", away)
        with pytest.raises(OperationalError):
            collect_mail()
    assert unread(box) == 1
    collect_mail()
    assert Inbound.objects.count() == 1
    assert unread(box) == 0


def test_one_cut_off_before_it_was_marked_is_once(cast, box):
    drop(box, "gmail")
    collect_mail()
    box.store("1:*", "-FLAGS", r"(\Seen)")
    collect_mail()
    assert Inbound.objects.count() == cast.thread().entries.count() == 1


def test_a_mail_too_large_is_not_fetched(cast, box, monkeypatch):
    monkeypatch.setattr(mailbox, "MOST", 100)
    drop(box, "gmail")
    collect_mail()
    assert "trop lourd" in cast.thread().entries.get().text
    assert unread(box) == 0
