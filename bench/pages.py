"""`pages`: what the first screens weigh and how long they take, on the demonstration data."""

import http.client
import re
import sqlite3
import statistics
import time
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser

from playwright.sync_api import Browser

from bench.browser import EDGE, SLOW_4G, Network, Phone, by_worker, chromium
from bench.figures import Figure
from bench.proxy import Proxy
from bench.services import Stage, Unable, stage

FIRST_ROUND_TRIP = 14 * 1024
IDLE_SECONDS = 180.0
REQUESTS, WARM = 50, 5
TIMES = 100  # how many times the data
Cookie = tuple[str, str]

# The same conversations a hundred times over, in each thread: what is unread stays what it was.
MULTIPLY = f"""
WITH RECURSIVE times(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM times WHERE n < {TIMES - 1})
INSERT INTO thread_entry (uid, thread_id, seq, rev, author_id, kind, text, body_hash, via, written_at, created_at,
                          edited_at, deleted_at)
SELECT lower(hex(randomblob(16))), thread_id, e.seq + n * t.last_seq, e.rev + n * t.rev, author_id, e.kind, text,
       body_hash, via, written_at, e.created_at, edited_at, deleted_at
FROM times, thread_entry e JOIN thread_thread t ON t.id = e.thread_id
"""
MOVE_SEEN = f"""
UPDATE thread_member SET seen_seq = seen_seq
 + {TIMES - 1} * (SELECT last_seq FROM thread_thread t WHERE t.id = thread_id)
"""
MOVE_LAST = f"UPDATE thread_thread SET last_seq = last_seq * {TIMES}, rev = rev * {TIMES}"


def measure() -> Iterator[Figure]:
    """The young person's home, then the counsellor's."""
    with stage() as place:
        place.environment["AUFIL_DEMO"] = "1"
        place.assets()
        place.aufil("migrate")
        place.aufil("demo-data", "experiment")
        _, port = place.serve()
        young, counsellor = signed_in(port, "lea"), signed_in(port, "camille")
        yield Figure("pages.young.text_in_14kb", _text_in_first_trip(port, young), "characters")
        with chromium() as browser, Proxy(port) as proxy:
            yield from _weighed(browser, proxy, young, "young")
            yield from _timed(browser, proxy, young, EDGE)
            yield _idle(browser, proxy, young)
            yield from _weighed(browser, proxy, counsellor, "counsellor")
        yield from _server_time(place, port, counsellor)


def _weighed(browser: Browser, proxy: Proxy, cookie: Cookie, who: str) -> Iterator[Figure]:
    """Bytes and requests of a first visit; for the young person also the times on Slow 4G."""
    if who == "young":
        yield from _timed(browser, proxy, cookie, SLOW_4G)
    else:
        proxy.exchanges.clear()
        phone = Phone(browser, proxy, cookie)
        page = phone.open(None)
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(phone.address + "/", wait_until="load")
        yield from _weights(phone, proxy, who, time.monotonic())
        phone.close()


def _timed(browser: Browser, proxy: Proxy, cookie: Cookie, network: Network) -> Iterator[Figure]:
    """First visit, repeat visit and, on Slow 4G, one with no network; what the first weighed."""
    proxy.exchanges.clear()
    phone = Phone(browser, proxy, cookie)
    page = phone.open(network)
    yield Figure(f"pages.young.{network.name}_first", phone.seconds_until_typed(page), "s")
    if network is SLOW_4G:
        yield from _weights(phone, proxy, "young", phone.usable_at)
    phone.settle(page)
    again = phone.open(network)
    page.close()
    yield Figure(f"pages.young.{network.name}_repeat", phone.seconds_until_typed(again), "s")
    if network is SLOW_4G:
        proxy.cut()
        alone = phone.open(None)
        again.close()
        yield Figure("pages.young.offline_repeat", phone.seconds_until_typed(alone), "s")
        proxy.restore()
    phone.close()


def _weights(phone: Phone, proxy: Proxy, who: str, usable: float) -> Iterator[Figure]:
    """Bytes as sent: the visit's own, and apart what a service worker stored once the page was usable."""
    phone.settle(phone.context.pages[0])
    exchanges = list(proxy.exchanges)
    apart = [e for e in by_worker(exchanges) if e.at > usable]
    own = [e for e in exchanges if e not in apart]
    yield Figure(f"pages.{who}.first_bytes", sum(e.down for e in own), "bytes")
    yield Figure(f"pages.{who}.first_requests", len(own), "requests")
    yield Figure(f"pages.{who}.after_usable_bytes", sum(e.down for e in apart), "bytes")


def _idle(browser: Browser, proxy: Proxy, cookie: Cookie) -> Figure:
    """Bytes an hour, both ways, of a page in view when nothing happens."""
    phone = Phone(browser, proxy, cookie)
    page = phone.open(None)
    page.goto(phone.address + "/", wait_until="load")
    phone.settle(page)
    page.wait_for_timeout(15_000)
    before = proxy.bytes_so_far
    page.wait_for_timeout(IDLE_SECONDS * 1000)
    spent = proxy.bytes_so_far - before
    phone.close()
    return Figure("pages.young.idle_bytes_hour", spent * 3600 / IDLE_SECONDS, "bytes")


def signed_in(port: int, username: str) -> Cookie:
    """The cookie of a persona of the demonstration."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", f"/demo/login/{username}/")
    found = re.match(r"([^=]+)=([^;]+)", connection.getresponse().headers.get("Set-Cookie", ""))
    if not found:
        raise Unable(f"/demo/login/{username}/ gave no cookie")
    return found[1], found[2]


def ask(
    connection: http.client.HTTPConnection, cookie: Cookie, path: str = "/"
) -> tuple[http.client.HTTPResponse, bytes]:
    """A page and its body as sent, compressed; redirections followed."""
    headers = {"Cookie": "=".join(cookie), "Accept": "text/html", "Accept-Encoding": "gzip"}
    while True:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        if response.status != 302:
            break
        path = response.headers["Location"]
    if response.status != 200:
        raise Unable(f"{path} answered {response.status}")
    return response, body


class Readable(HTMLParser):
    """The text a person would read."""

    def __init__(self) -> None:
        super().__init__()
        self.unread = 0
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unread += tag in ("head", "script", "style", "template")

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag in ("head", "script", "style", "template")

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.text += data


def _text_in_first_trip(port: int, cookie: Cookie) -> int:
    """Characters one can read when only the first 14 KB, head included, have come."""
    response, body = ask(http.client.HTTPConnection("127.0.0.1", port, timeout=30), cookie)
    head = len(str(response.headers).encode()) + len("HTTP/1.1 200 OK\r\n")
    come = body[: FIRST_ROUND_TRIP - head]
    if response.headers.get("Content-Encoding") == "gzip":
        come = zlib.decompressobj(wbits=31).decompress(come)
    reader = Readable()
    reader.feed(come.decode(errors="ignore"))
    return len(" ".join(reader.text.split()))


def _server_time(place: Stage, port: int, cookie: Cookie) -> Iterator[Figure]:
    """Median milliseconds of the counsellor's home, and how much more with a hundred times the data."""
    plain = _median(port, cookie)
    yield Figure("pages.counsellor.server_ms", plain, "ms")
    with sqlite3.connect(place.folder / "home" / "aufil.sqlite3", timeout=60) as database:
        people = database.execute("SELECT count(*) FROM people_person").fetchone()[0]
        for statement in (MULTIPLY, MOVE_SEEN, MOVE_LAST):
            database.execute(statement)
    place.aufil("bench", "prepare", "--pairs", str(people * TIMES // 2))
    yield Figure("pages.counsellor.server_growth", _median(port, cookie) / plain, "×")


def _median(port: int, cookie: Cookie) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    times = []
    for _ in range(WARM + REQUESTS):
        start = time.perf_counter()
        ask(connection, cookie)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[WARM:])
