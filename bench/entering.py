"""From the tap on a room's address until both hear each other, and where that time goes."""

import statistics
import time
from collections.abc import Callable, Iterator

from playwright.sync_api import Page

from bench.far import Far
from bench.figures import Figure
from tests.shaped import Shaped

ENTRIES = 5  # comings in
FAR = 0.150  # s, there and back
# When each step of a page's coming in was done, in milliseconds since 1970.
TRACE = """
window.steps = {};
{
  const done = (what) => { window.steps[what] = window.steps[what] || performance.timeOrigin + performance.now(); };
  done("page");
  const ask = window.fetch;
  window.fetch = async (...said) => {
    const answer = await ask(...said);
    if (String(said[0]).endsWith("/stays")) done("inside");
    return answer;
  };
  const Stream = window.EventSource;
  window.EventSource = class extends Stream {
    constructor(...said) {
      super(...said);
      this.addEventListener("signal", ({ data }) => done(JSON.parse(data).kind));
    }
  };
  const Open = RTCPeerConnection;
  window.RTCPeerConnection = class extends Open {
    constructor(...said) {
      super(...said);
      this.addEventListener("icecandidate", ({ candidate }) => { if (candidate) done("relay"); });
      const watch = (event, state, what) => {
        this.addEventListener(event, () => { if (this[state] === "connected") done(what); });
      };
      watch("iceconnectionstatechange", "iceConnectionState", "way");
      watch("connectionstatechange", "connectionState", "sealed");
    }
  };
}
"""
# Whose page says so, and what has happened by then.
STEPS = (
    ("lea", "page"),
    ("lea", "inside"),
    ("camille", "offer"),
    ("lea", "answer"),
    ("camille", "relay"),
    ("lea", "way"),
    ("lea", "sealed"),
)


def coming_in(
    open_page: Callable[[str, str], Page], port: int, path: Shaped, address: str
) -> Iterator[Figure]:
    """`open_page(username, url)`; `path` is the relay's; `address` without the server. Near, then far away."""
    with Far(port) as far:
        url = f"http://127.0.0.1:{far.port}"
        pages = {who: open_page(who, url) for who in ("camille", "lea")}
        for name, trip in (("near", 0.0), ("150", FAR)):
            far.delay, path.delay = (
                trip / 2,
                trip / 4,
            )  # four lines of the relay's from one to the other and back
            pages["camille"].goto(url + address)
            pages["camille"].wait_for_selector('.room[data-screen="inside"]')
            taken = [_taken(pages, url + address) for _ in range(ENTRIES)]
            yield Figure(f"video.hear_{name}_s", statistics.median(steps["heard"] for steps in taken), "s")
            for who, step in STEPS:
                at = statistics.median(steps[step] for steps in taken)
                yield Figure(f"video.hear_{name}_{who}_{step}_s", at, "s since the tap")
        path.delay = 0
        for page in pages.values():
            page.context.close()


def _taken(pages: dict[str, Page], address: str) -> dict[str, float]:
    camille, lea = pages["camille"], pages["lea"]
    camille.evaluate("() => { window.heardAt = 0; window.steps = {}; }")
    tap = time.time() * 1000
    lea.goto(address, wait_until="commit")
    for page in (camille, lea):
        page.wait_for_function("() => window.heardAt", timeout=30_000)
    heard = max(page.evaluate("window.heardAt") for page in (camille, lea))
    said = {who: page.evaluate("window.steps") for who, page in pages.items()}
    lea.locator('.controls [data-role="leave"]').click()
    camille.wait_for_selector(".tile", state="detached", timeout=60_000)
    camille.wait_for_timeout(500)
    at = {step: said[who].get(step, heard) for who, step in STEPS} | {"heard": heard}
    return {step: (when - tap) / 1000 for step, when in at.items()}
