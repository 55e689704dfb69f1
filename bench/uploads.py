"""`uploads`: a photographed page on a poor network, a network that goes away, a heavy file, a thread full of photos."""

import http.client
import json
import sqlite3
import statistics
import threading
import time
from collections.abc import Iterator
from uuid import uuid4

import psutil
from playwright.sync_api import Browser, FilePayload, Page

from bench.browser import SLOW_4G, Network, Phone, chromium
from bench.figures import Figure
from bench.pages import ask, signed_in
from bench.papers import heavy, page
from bench.proxy import Exchange, Proxy
from bench.services import Service, Stage, Unable, stage

VALLEY = Network("valley", 300_000, 150_000, 300)
CUT_SECONDS = 20.0
HEAVY = 20 * 1024 * 1024
PHOTOS, DIFFERENT = 200, 20
REQUESTS, WARM, VISITS = 40, 5, 10
PATIENCE = 180.0
Cookie = tuple[str, str]

LEFT = """() => new Promise((resolve) => {
  const opening = indexedDB.open("aufil");
  opening.onsuccess = () => {
    const all = opening.result.transaction("uploads").objectStore("uploads").getAll();
    all.onsuccess = () => { opening.result.close(); resolve(all.result); };
  };
})"""
# The last entries of a thread become photos, as others that were sent and prepared are.
LAST = """
SELECT id FROM thread_entry WHERE thread_id = (SELECT id FROM thread_thread WHERE uid = ?) ORDER BY seq DESC LIMIT ?
"""
SHOWN = """
UPDATE thread_entry SET kind = 'photos', text = '', adds = (SELECT adds FROM thread_entry WHERE uid = ?) WHERE id = ?
"""


def measure() -> Iterator[Figure]:
    """Through a browser on slow networks, then straight at the server."""
    with stage() as place:
        place.environment["AUFIL_DEMO"] = "1"
        place.assets()
        place.aufil("migrate")
        place.aufil("demo-data", "experiment")
        service, port = place.serve()
        cookie = signed_in(port, "theo")
        with chromium() as browser, Proxy(port) as proxy:
            yield from _photo(browser, proxy, cookie)
            yield from _through_a_cut(browser, proxy, cookie)
            yield _memory(service, port, cookie)
            photos = signed_in(port, "sarah")
            yield from _full_thread(place, port, cookie, photos)
            yield _usable(browser, proxy, cookie, photos)


def _photo(browser: Browser, proxy: Proxy, cookie: Cookie) -> Iterator[Figure]:
    """A 4 MB photo of a page: seconds from the tap that sends it to the server having all of it."""
    phone, tab = _ready(browser, proxy, cookie, SLOW_4G)
    photo = page(noise=30)
    yield Figure("uploads.photo_bytes", len(photo), "bytes")
    chosen = time.monotonic()
    _choose(tab, "photos", {"name": "page.jpg", "mimeType": "image/jpeg", "buffer": photo})
    tapped = time.monotonic()
    sent, came = _send(tab, proxy)
    yield Figure("uploads.shrink_s", tapped - chosen, "s")
    yield Figure("uploads.sent_bytes", sum(e.up for e in sent), "bytes")
    yield Figure("uploads.photo_s", came - tapped, "s")
    yield Figure("uploads.transfer_share", (came - min(e.at for e in sent)) / (came - tapped), "of it")
    phone.close()


def _through_a_cut(browser: Browser, proxy: Proxy, cookie: Cookie) -> Iterator[Figure]:
    """On a slow network that goes away for 20 s in the middle: what was sent, over what there was to send."""
    phone, tab = _ready(browser, proxy, cookie, VALLEY)
    _choose(tab, "photos", {"name": "page.jpg", "mimeType": "image/jpeg", "buffer": page(noise=30)})
    before = len(proxy.exchanges)
    tab.click("[data-role=composer-send]")
    (upload,) = _until(tab, lambda found: found and found[0]["offset"] > found[0]["size"] * 0.3)
    proxy.cut()
    tab.wait_for_timeout(CUT_SECONDS * 1000)
    proxy.restore()
    restored = time.monotonic()
    _until(tab, lambda found: not found)
    sent = sum(e.up for e in _pieces(proxy, before))
    yield Figure("uploads.cut_ratio", sent / upload["size"], "×")
    yield Figure("uploads.after_cut_s", time.monotonic() - restored, "s")
    phone.close()


def _ready(browser: Browser, proxy: Proxy, cookie: Cookie, network: Network) -> tuple[Phone, Page]:
    """A phone that has been here before: the worker keeps what is loaded later."""
    proxy.exchanges.clear()
    phone = Phone(browser, proxy, cookie)
    first = phone.open(None)
    first.goto(phone.address + "/", wait_until="load")
    phone.settle(first)
    tab = phone.open(network)
    tab.goto(phone.address + "/", wait_until="load")
    first.close()
    return phone, tab


def _choose(tab: Page, way: str, file: FilePayload) -> None:
    tab.click("[data-role=attach]")
    tab.locator(f"[data-role=way-{way}] input").set_input_files([file])
    tab.wait_for_function(
        "() => document.querySelector('.tray__item:not(.tray__item--busy)')", timeout=PATIENCE * 1000
    )


def _send(tab: Page, proxy: Proxy) -> tuple[list[Exchange], float]:
    """Tap; the pieces that went, and when the server had all."""
    before = len(proxy.exchanges)
    tab.click("[data-role=composer-send]")
    _until(tab, lambda found: len(found) == 1)
    _until(tab, lambda found: not found)
    return _pieces(proxy, before), time.monotonic()


def _pieces(proxy: Proxy, since: int) -> list[Exchange]:
    return [e for e in proxy.exchanges[since:] if e.line.startswith("PATCH /api/v1/uploads/")]


def _until(tab: Page, done) -> list[dict]:  # type: ignore[no-untyped-def, type-arg]
    """Look at the uploads of the phone until `done(them)`."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if done(found := tab.evaluate(LEFT)):
            return list(found)
        tab.wait_for_timeout(20)
    raise Unable("the file did not leave within three minutes")


def _memory(service: Service, port: int, cookie: Cookie) -> Figure:
    """How much the server grows, at most, while 20 MB come in one request."""
    process = psutil.Process(service.pid)
    _upload(port, cookie, heavy(1_000_000))
    before = most = process.memory_info().rss
    ended = threading.Event()

    def watch() -> None:
        nonlocal most
        while not ended.wait(0.01):
            most = max(most, process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    _upload(port, cookie, heavy(HEAVY))
    ended.set()
    watcher.join()
    return Figure("uploads.memory_mb", (most - before) / 1e6, "MB")


def _upload(port: int, cookie: Cookie, content: bytes, kind: str = "file", name: str = "lourd.pdf") -> str:
    """Announce a document or a photo, then send it whole; its entry."""
    file = str(uuid4())
    entry = {
        "id": str(uuid4()),
        "kind": kind,
        "files": [{"id": file, "name": name, "size": len(content)}],
    }
    _call(
        port,
        cookie,
        "POST",
        f"/api/v1/threads/{_thread(port, cookie)}/entries",
        json.dumps(entry).encode(),
        {},
    )
    tus = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    _call(port, cookie, "PATCH", f"/api/v1/uploads/{file}", content, tus)
    return str(entry["id"])


def _thread(port: int, cookie: Cookie) -> str:
    """The support thread of this young person."""
    threads = json.loads(_call(port, cookie, "GET", "/api/v1/threads", b"", {}))["results"]
    return str(next(one["id"] for one in threads if one["kind"] == "support"))


def _call(port: int, cookie: Cookie, method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    ours = {"Cookie": "=".join(cookie), "X-Requested-With": "bench", "Sec-Fetch-Site": "same-origin"}
    connection.request(method, path, body or None, {**ours, **headers})
    response = connection.getresponse()
    answer = response.read()
    if response.status >= 300:
        raise Unable(f"{method} {path}: {response.status} {answer[:300]!r}")
    return answer


def _full_thread(place: Stage, port: int, plain: Cookie, photos: Cookie) -> Iterator[Figure]:
    """The page of a thread of 200 messages, and of another with a photo in place of each, by turns."""
    sent = _different_photos(port, photos)
    for cookie in (plain, photos):
        thread = _thread(port, cookie)
        at = f"/api/v1/threads/{thread}/entries/batch"
        for start in range(0, PHOTOS, 50):
            posts = [{"id": str(uuid4()), "text": f"Message {start + n}, sans photo."} for n in range(50)]
            _call(port, cookie, "POST", at, json.dumps(posts).encode(), {})
    with sqlite3.connect(place.folder / "home" / "aufil.sqlite3", timeout=60) as database:
        last = database.execute(LAST, [_bare(thread), PHOTOS]).fetchall()
        if len(last) != PHOTOS:
            raise Unable("the thread has not 200 entries")
        database.executemany(SHOWN, [(_bare(sent[n % DIFFERENT]), row) for n, (row,) in enumerate(last)])
    (plain_ms, plain_bytes), (ms, size) = _opened(port, [plain, photos])
    yield Figure("uploads.thread_200_photos_ms", ms, "ms")
    yield Figure("uploads.thread_200_photos_growth", ms / plain_ms, "×")
    yield Figure("uploads.thread_200_photos_bytes", size - plain_bytes, "bytes")


def _different_photos(port: int, cookie: Cookie) -> list[str]:
    """Entries of photos of pages, sent and prepared."""
    entries = [
        _upload(port, cookie, page(1200, 1600, 85, noise=8 + n), "photos", f"page-{n}.jpg")
        for n in range(DIFFERENT)
    ]
    until = time.monotonic() + PATIENCE
    at = f"/api/v1/threads/{_thread(port, cookie)}/entries?limit=200"
    while time.monotonic() < until:
        found = {one["id"]: one for one in json.loads(_call(port, cookie, "GET", at, b"", {}))["results"]}
        if all(file["state"] == "ready" for uid in entries for file in found[uid]["files"]):
            return entries
        time.sleep(0.5)
    raise Unable("photos were not prepared in time")


def _bare(uid: str) -> str:
    """An identifier as SQLite has it."""
    return uid.replace("-", "")


def _opened(port: int, cookies: list[Cookie]) -> list[tuple[float, int]]:
    """Median milliseconds of each one's home, asked by turns, and its bytes, compressed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    times: list[list[float]] = [[] for _ in cookies]
    sizes = [0 for _ in cookies]
    for _ in range(WARM + REQUESTS):
        for which, cookie in enumerate(cookies):
            start = time.perf_counter()
            _, body = ask(connection, cookie)
            times[which].append((time.perf_counter() - start) * 1000)
            sizes[which] = len(body)
    return [(statistics.median(taken[WARM:]), size) for taken, size in zip(times, sizes, strict=True)]


def _usable(browser: Browser, proxy: Proxy, plain: Cookie, photos: Cookie) -> Figure:
    """Until one can write, on a first visit on Slow 4G: the thread of photos over the one without. Medians, for by
    chance alone a visit is a fifth longer or shorter."""
    taken: dict[Cookie, list[float]] = {plain: [], photos: []}
    for cookie in [plain, photos] * VISITS:
        phone = Phone(browser, proxy, cookie)
        taken[cookie].append(phone.seconds_until_typed(phone.open(SLOW_4G)))
        phone.close()
    return Figure(
        "uploads.thread_200_photos_usable_growth",
        statistics.median(taken[photos]) / statistics.median(taken[plain]),
        "×",
    )
