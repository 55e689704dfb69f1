"""The table of answers and verdicts in `docs/outbox.md`, played line by line to a real browser."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.hostile import Asked, Hostile, Reply
from tests.browser.phones import Phone, outbox, wait_for, write
from tests.serving import Served

pytestmark = pytest.mark.browser

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "outbox.md"
LINE = re.compile(r"^\| (\d{3}|no answer|answer cut) \| ?(.*?) ?\| ?(.*?) ?\| ([\w-]+) \|$", re.MULTILINE)
TABLE = LINE.findall(DOCUMENT.read_text())
STATES = {"wait": "waiting", "sign-in": "waiting", "mend": "refused", "end": "ended", "revoked": "revoked"}


def body_of(words: str, status: int, asked: Asked) -> bytes:
    """The body a line of the table speaks of."""
    posted = json.loads(asked.body)
    if words.startswith("problem "):
        kind = words.removeprefix("problem ")
        return json.dumps(
            {
                "type": f"/api/v1/problems#{kind}",
                "title": kind,
                "status": status,
                "detail": f"Refus : {kind}.",
            }
        ).encode()
    return {
        "the entry": json.dumps(entry(posted)).encode(),
        "half of the entry": json.dumps(entry(posted)).encode()[:40],
        "another entry": json.dumps(entry({**posted, "id": str(uuid4())})).encode(),
        "nothing": b"",
        "": b"",
        "a page": b"<!doctype html><title>Portail</title><p>Bienvenue sur le Wi-Fi de la gare.",
        "a problem of somebody else": json.dumps({"type": "about:blank", "status": status}).encode(),
    }[words]


def entry(posted: dict[str, str]) -> dict[str, object]:
    """An accepted entry, as far as the proof needs it; of no thread, so that no screen shows it."""
    return {
        "id": posted["id"],
        "thread": str(uuid4()),
        "seq": 1,
        "rev": 1,
        "mine": True,
        "text": posted["text"],
    }


def play(network: Hostile, status: str, media: str, words: str) -> None:
    """Make the next post answered as a line of the table says."""
    if status == "no answer":
        network.on("POST", "/entries$", cut="before", times=1)
    elif status == "answer cut":
        network.on("POST", "/entries$", cut="after", times=1)
    else:
        headers = {"Content-Type": media} if media else {}
        if status in ("302", "307"):
            headers["Location"] = "/ailleurs/"
        network.on(
            "POST",
            "/entries$",
            reply=lambda asked: Reply(int(status), body_of(words, int(status), asked), headers),
            times=1,
        )


@pytest.fixture(scope="module")
def lea(chromium: Browser, product: Served) -> Iterator[tuple[Phone, Page]]:
    """Léa's phone, for all the lines."""
    with Hostile(product.port) as proxy:
        made = Phone(chromium, proxy)
        yield made, made.sign_in("lea")
        made.context.close()
        assert made.errors == []


def empty(page: Page) -> None:
    """Forget the outbox, whatever is in it: also what a try on its way puts back."""
    clear = """() => new Promise((resolve) => {
          const opening = indexedDB.open("aufil");
          opening.onsuccess = () => {
            const change = opening.result.transaction("outbox", "readwrite");
            change.objectStore("outbox").clear();
            change.oncomplete = () => { opening.result.close(); resolve(); };
          };
        })"""
    for _ in range(20):
        page.evaluate(clear)
        page.wait_for_timeout(60)
        if not outbox(page):
            return
    raise AssertionError("the outbox is never empty")


def test_the_table_is_read() -> None:
    assert len(TABLE) > 40
    assert {verdict for *_, verdict in TABLE} == {*STATES, "accepted"}


@pytest.mark.parametrize(
    ("status", "media", "words", "verdict"), TABLE, ids=lambda value: value.replace(" ", "-")
)
def test_each_answer_has_the_verdict_of_the_documentation(
    lea: tuple[Phone, Page], status: str, media: str, words: str, verdict: str
) -> None:
    phone, page = lea
    phone.network.calm()
    empty(page)
    # The next try must not change the record before it was looked at.
    phone.network.on("POST", "/entries", reply=Reply(503))
    play(phone.network, status, media, words)
    text = f"{status} {words} {uuid4()}"
    write(page, text)

    def settled() -> bool:
        records = outbox(page)
        return not records or records[0]["tries"] > 0 or records[0]["state"] not in ("waiting", "sending")

    wait_for(page, settled)
    if verdict != "accepted":  # the next try may be on its way already: it comes back to the same
        wait_for(page, lambda: [record["state"] for record in outbox(page)] == [STATES[verdict]])
    records = outbox(page)
    if verdict == "accepted":
        assert records == []
    else:
        assert [record["text"] for record in records] == [text]
    notice = page.locator("[data-role=notice]")
    if verdict == "sign-in":
        wait_for(page, lambda: "Se connecter" in notice.inner_text())
    empty(page)
    if verdict == "revoked":
        phone.network.calm()
        page.goto(phone.network.url + "/demo/login/lea/")
