"""The doors mail comes in by: LMTP and the mailbox for real, a provider's call as it is written."""

import asyncio
import contextlib
import json
import smtplib
import socket
import threading
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client

from aufil.delivery.inbox import lmtp
from aufil.delivery.inbox.boxes import is_mailbox, understood
from aufil.delivery.models import Inbound
from aufil.thread.models import Entry

MAILS = Path(__file__).parent / "mails"
WAY = "/api/v1/gateways/email/postmark/{}/inbound"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def server(monkeypatch):
    """A running door of LMTP; what it is handed is kept on the test's own connection, afterwards."""
    kept, port, ready, loops = [], free_port(), threading.Event(), []

    def keep(raw, *, envelope_sender, envelope_to):
        kept.append((raw, envelope_sender, envelope_to))

    monkeypatch.setattr(lmtp, "take_in", keep)
    monkeypatch.setattr(lmtp, "close_old_connections", lambda: None)

    async def run():
        loops.append((asyncio.get_running_loop(), asyncio.current_task()))
        opened = asyncio.Event()
        serving = asyncio.create_task(lmtp.serve("127.0.0.1", port, ready=opened))
        await opened.wait()
        ready.set()
        await serving

    def thread():
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(run())

    worker = threading.Thread(target=thread, daemon=True)
    worker.start()
    assert ready.wait(10)
    yield port, kept
    loop, task = loops[0]
    loop.call_soon_threadsafe(task.cancel)
    worker.join(10)


def hand_over(port, raw, sender="lea@exemple.fr"):
    with smtplib.LMTP("127.0.0.1", port, timeout=10) as client:
        return client.sendmail(sender, ["reponse@aufil.exemple.fr"], raw)


def test_a_mail_server_is_told_250_once_the_mail_is_kept(server):
    port, kept = server
    raw = (MAILS / "gmail.eml").read_bytes()
    assert hand_over(port, raw) == {}
    assert kept == [(raw, "lea@exemple.fr", "reponse@aufil.exemple.fr")]


def test_a_report_has_an_empty_sender(server):
    port, kept = server
    hand_over(port, b"Subject: x\r\n\r\nok\r\n", sender="")
    assert kept[0][1] in ("", "<>")


def test_a_mail_server_is_asked_to_come_back_while_the_database_is_away(server, monkeypatch):
    def away(*_arguments, **_named):
        raise OperationalError("away")

    monkeypatch.setattr(lmtp, "take_in", away)
    with pytest.raises(smtplib.SMTPDataError) as refused:
        hand_over(server[0], b"Subject: x\r\n\r\nok\r\n")
    assert refused.value.smtp_code == 451


def test_a_mail_that_says_it_is_30_mb_is_refused_before_it_comes(server):
    port, kept = server
    with smtplib.LMTP("127.0.0.1", port, timeout=10) as client:
        client.ehlo()
        code, _why = client.mail("lea@exemple.fr", ["size=31457280"])
    assert code == 552
    assert not kept


def test_lines_that_are_never_broken_are_taken(server):
    port, kept = server
    hand_over(port, b"Subject: x\r\n\r\n" + b"a" * 100_000 + b"\r\n")
    assert len(kept[0][0]) > 100_000


# --- a provider calls


def postmark():
    raw = (MAILS / "iphone.eml").read_text("utf-8")
    return json.dumps(
        {"From": "lea@exemple.fr", "Headers": [], "RawEmail": raw, "OriginalRecipient": "a@b.fr"}
    )


def call(way, body, kind="application/json"):
    return Client().post(way, body, content_type=kind)


def test_a_provider_hands_a_mail_over(cast, settings):
    settings.EMAIL_INBOUND_SECRET = "bon-secret"
    assert call(WAY.format("bon-secret"), postmark()).status_code == 204
    assert call(WAY.format("bon-secret"), postmark()).status_code == 204
    entry = Entry.objects.get()
    assert (entry.text, entry.via) == ("Non désolée je travaille", "email")


def test_who_does_not_know_the_secret_hands_nothing_over(cast, settings):
    assert call(WAY.format("x"), postmark()).status_code == 404
    settings.EMAIL_INBOUND_SECRET = "bon-secret"
    assert call(WAY.format("x"), postmark()).status_code == 404
    assert call(WAY.format("bon-secret").replace("postmark", "inconnu"), postmark()).status_code == 404
    assert not Inbound.objects.exists()


@pytest.mark.parametrize("body", ["", "{", "[]", "{}", '{"From": 3, "Headers": {}}', "null"])
def test_garbage_is_malformed(cast, settings, body):
    settings.EMAIL_INBOUND_SECRET = "bon-secret"
    assert call(WAY.format("bon-secret"), body).status_code in (204, 400)


def test_a_large_paper_comes_by_a_provider_too(cast, settings):
    settings.EMAIL_INBOUND_SECRET = "s"
    body = json.loads(postmark())
    body["RawEmail"] = body["RawEmail"].replace("Non", "Non " + "x" * 1_500_000)
    assert call(WAY.format("s"), json.dumps(body)).status_code == 204


@pytest.mark.parametrize("provider", ["mailgun", "mailjet", "postmark"])
def test_each_provider_s_reader_can_be_made(cast, settings, provider):
    settings.EMAIL_INBOUND_SECRET = "s"
    answer = call(WAY.format("s").replace("postmark", provider), "{}")
    assert answer.status_code in (204, 400)


# --- a mailbox


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("imaps://moi:secret@imap.exemple.fr/?folder=Aufil", True),
        ("imap+tls://moi%40exemple.fr:s@imap.exemple.fr", True),
        ("imaps://imap.exemple.fr", False),
        ("http://moi:s@exemple.fr", False),
    ],
)
def test_a_mailbox_is_understood(url, good):
    assert is_mailbox(url) is good


def test_a_mailbox_says_its_folder():
    box = understood("imap://moi%40exemple.fr:a%2Fb@localhost:1143/?folder=Aufil")
    assert (box.user, box.password, box.port, box.folder) == ("moi@exemple.fr", "a/b", 1143, "Aufil")
