"""The table of answers to bytes in `docs/outbox.md`, played line by line to a real browser."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page

from bench.papers import heavy
from tests.browser.hostile import Asked, Hostile, Reply
from tests.browser.landing import TUS, UPLOADS, Landing
from tests.browser.phones import Phone, asked, wait_for
from tests.browser.steps import role
from tests.browser.test_uploads import YOUNG, choose, document, kept, send
from tests.serving import Served

pytestmark = pytest.mark.browser

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "outbox.md"
CELL = r" ?(.*?) ?\|"
LINE = re.compile(rf"^\| (HEAD|PATCH) \|{CELL}{CELL}{CELL}{CELL}$", re.MULTILINE)
TABLE = LINE.findall(DOCUMENT.read_text())
SIZE = 60_000  # two pieces
FORGET = """() => new Promise((resolve) => {
  const opening = indexedDB.open("aufil");
  opening.onsuccess = () => {
    const change = opening.result.transaction(["uploads", "bytes"], "readwrite");
    for (const name of ["uploads", "bytes"]) change.objectStore(name).clear();
    change.oncomplete = () => { opening.result.close(); resolve(); };
  };
})"""


def test_the_table_is_read() -> None:
    assert len(TABLE) > 40
    assert {verdict for *_, verdict in TABLE} == {
        "goes on",
        "done",
        "again",
        "wait",
        "sign-in",
        "revoked",
        "end",
    }


def body_of(says: str, status: int) -> bytes:
    if says.startswith("problem "):
        kind = says.removeprefix("problem ")
        return json.dumps(
            {
                "type": f"/api/v1/problems#{kind}",
                "title": kind,
                "status": status,
                "detail": f"Refus : {kind}.",
            }
        ).encode()
    return {
        "a page": b"<!doctype html><title>Portail</title>",
        "a problem of somebody else": json.dumps({"type": "about:blank", "status": status}).encode(),
    }.get(says, b"")


def play(network: Hostile, landing: Landing, method: str, status: str, media: str, says: str) -> None:
    """Make the next call of this method answered as a line of the table says."""
    if status == "no answer":
        network.on(method, UPLOADS, cut="before", times=1)
        return
    headers = {"Content-Type": media} if media else {}
    if status in ("302", "307"):
        headers["Location"] = "/ailleurs/"

    def reply(call: Asked) -> Reply:
        if status == "answer cut":  # the piece was taken, and nobody is told
            landing.take(call)
            return Reply(204, b"", {"Content-Length": "10"})
        if says == "some came":
            landing.came[call.path.rpartition("/")[2]] = bytearray(landing.expected[:10_000])
            return landing.stands(call)
        if says == "all came":
            return Reply(200, b"", {**TUS, "Upload-Offset": str(SIZE), "Upload-Length": str(SIZE)})
        if says == "nothing came yet":
            return landing.stands(call)
        if says == "all of the piece":
            return landing.take(call)
        return Reply(int(status), b"" if method == "HEAD" else body_of(says, int(status)), headers)

    network.on(method, UPLOADS, reply=reply, times=1)
    if status == "401":
        me = Reply(401, body_of(says, 401), headers)
        network.on("GET", "/api/v1/me$", reply=me, times=1)


@pytest.fixture(scope="module")
def hugo(chromium: Browser, product: Served) -> Iterator[tuple[Phone, Page]]:
    """Hugo's phone, for all the lines."""
    with Hostile(product.port) as proxy:
        made = Phone(chromium, proxy)
        yield made, made.sign_in(YOUNG)
        made.context.close()
        assert made.errors == []


@pytest.mark.parametrize(
    ("method", "status", "media", "says", "verdict"), TABLE, ids=lambda value: value.replace(" ", "-")
)
def test_each_answer_has_the_verdict_of_the_documentation(
    hugo: tuple[Phone, Page], method: str, status: str, media: str, says: str, verdict: str
) -> None:
    phone, page = hugo
    phone.network.calm()
    page.evaluate(FORGET)
    if page.url != phone.network.url + "/":
        page.goto(phone.network.url + f"/demo/login/{YOUNG}/")
    content = heavy(SIZE, seed=uuid4().int)
    landing = Landing(phone.network, expected=content)
    if verdict not in ("goes on", "again"):  # the next try must not change what is looked at
        phone.network.on("HEAD", UPLOADS, reply=Reply(503))
        phone.network.on("PATCH", UPLOADS, reply=Reply(503))
        if method == "PATCH":
            phone.network.on("HEAD", UPLOADS, reply=landing.stands, times=1)
    play(phone.network, landing, method, status, media, says)
    choose(page, "file", document(content))
    send(page)
    if verdict in ("goes on", "again"):
        wait_for(page, lambda: kept(page) == [])
        assert landing.whole() == [content]
        heads = phone.network.asked("HEAD", UPLOADS)
        assert len(heads) == (2 if verdict == "again" else 1)
    elif verdict == "done":
        wait_for(page, lambda: kept(page) == [])
        assert phone.network.asked("PATCH", UPLOADS) == []
    elif verdict == "end":
        wait_for(page, lambda: [upload["state"] for upload in kept(page)] == ["ended"])
    elif verdict == "wait":
        wait_for(page, lambda: [(u["state"], u["tries"] > 0) for u in kept(page)] == [("waiting", True)])
    elif verdict == "sign-in":
        wait_for(page, lambda: "Se connecter" in role(page, "notice").inner_text())
        assert [upload["state"] for upload in kept(page)] == ["waiting"]
    else:
        wait_for(page, lambda: bool(phone.network.asked("GET", "/api/v1/me$")))
        wait_for(page, lambda: asked(page, "performance.now()") < 3000)  # the page is drawn anew, for nobody
        assert [upload["state"] for upload in kept(page)] == ["waiting"]
