"""`video`: until two hear each other, whether they still do on a bad path, a room of twelve, what the page weighs."""

import math
import statistics
import struct
import time
import wave
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Browser, Page

from bench.entering import TRACE, coming_in
from bench.figures import Figure
from bench.pages import signed_in
from bench.proxy import Proxy
from bench.services import Stage, Unable, stage
from tests import janus, turn
from tests.browser.chromium import PHONE, started
from tests.browser.rooms import FLAGS, Bare, open_room
from tests.serving import Served
from tests.shaped import Shaped

NOTES = (400, 700, 1100, 1700)  # Hz, a quarter of a second each: no noise filter takes them for noise
DEVICES = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", *FLAGS)
LISTENED = 10.0  # s
# When a page first hears something, and what it hears: which share of looks finds one of the notes.
EAR = """
window.pcs = [];
const Plain = RTCPeerConnection;
window.RTCPeerConnection = class extends Plain {
  constructor(...said) { super(...said); window.pcs.push(this); window.heardAt = 0; }
};
window.sound = async () => {
  const said = { energy: 0, samples: 0, concealed: 0, silent: 0, late: 0, emitted: 0, bytes: 0 };
  const pc = window.pcs[window.pcs.length - 1];
  if (pc) (await pc.getStats()).forEach((one) => {
    if (one.type !== "inbound-rtp" || one.kind !== "audio") return;
    said.energy += one.totalAudioEnergy || 0;
    said.samples += one.totalSamplesReceived || 0;
    said.concealed += one.concealedSamples || 0;
    said.silent += one.silentConcealedSamples || 0;
    said.late += one.jitterBufferDelay || 0;
    said.emitted += one.jitterBufferEmittedCount || 0;
    said.bytes += one.bytesReceived || 0;
  });
  return said;
};
setInterval(async () => {
  if (!window.heardAt && (await window.sound()).energy > 1e-4) window.heardAt = Date.now();
}, 30);
window.listen = async (notes, seconds) => {
  const audio = Array.from(document.querySelectorAll(".tile audio")).find((one) => one.srcObject);
  const context = new AudioContext();
  await context.resume();
  const ear = context.createAnalyser();
  ear.fftSize = 2048;
  context.createMediaStreamSource(audio.srcObject).connect(ear);
  const bins = new Uint8Array(ear.frequencyBinCount);
  const width = context.sampleRate / ear.fftSize;
  let looks = 0, known = 0, quiet = 0, longest = 0;
  await new Promise((done) => {
    const clock = setInterval(() => {
      ear.getByteFrequencyData(bins);
      let best = 0;
      for (let n = 4; n < bins.length; n += 1) if (bins[n] > bins[best]) best = n;
      const hears = bins[best] > 90 && notes.some((note) => Math.abs(best * width - note) <= width * 2);
      looks += 1;
      known += hears ? 1 : 0;
      quiet = hears ? 0 : quiet + 1;
      longest = Math.max(longest, quiet);
      if (looks >= seconds * 20) { clearInterval(clock); done(); }
    }, 50);
  });
  return { share: known / looks, gap: longest * 0.05 };
};
"""


def measure() -> Iterator[Figure]:
    """The page's weight, coming in, the bad path; then a room of twelve."""
    if not (turn.installed() and janus.installed()):
        raise Unable("coturn and Janus are needed: bin/test installs them (apt-get install coturn janus)")
    with ExitStack() as stack:
        place = stack.enter_context(stage())
        (place.folder / "turn").mkdir()
        (place.folder / "janus").mkdir()
        relay = stack.enter_context(turn.coturn(place.folder / "turn"))
        path = stack.enter_context(Shaped(relay.port))
        sfu = stack.enter_context(janus.janus(place.folder / "janus"))
        served = _served(place, path.port, sfu.url)
        notes = f"--use-file-for-fake-audio-capture={_notes(place.folder / 'notes.wav')}"
        with started(*DEVICES, notes) as browser:
            yield from _weighed(browser, served)
            room = open_room(served, ["camille"], ["lea"], most=2)
            yield from coming_in(_opener(browser, served), served.port, path, f"/salle/{room}/")
            yield from _bad_path(browser, served, path)
        with started(*DEVICES, notes) as browser:
            yield from _twelve(browser, served, sfu)


def _served(place: Stage, port: int, sfu: str) -> Served:
    """The demonstration, whose relay is the bad path."""
    place.environment |= {
        "AUFIL_DEMO": "1",
        "AUFIL_TURN_URL": f"turn://127.0.0.1:{port}",
        "AUFIL_TURN_SECRET": turn.SECRET,
        "AUFIL_TURN_ONLY": "1",
        "AUFIL_SFU_URL": sfu,
    }
    place.assets()
    place.aufil("migrate")
    place.aufil("demo-data", "experiment")
    _service, port = place.serve()
    served = Served(place.folder / "home")
    served.port, served.url = port, f"http://127.0.0.1:{port}"
    served.settings = place.environment
    return served


def _notes(path: Path) -> Path:
    """Twelve seconds of four notes, by turns."""
    rate = 48_000
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        frames = bytearray()
        for n in range(rate * 12):
            note = NOTES[n * 4 // rate % len(NOTES)]
            edge = min(1.0, (n * 4 % rate) / 4 / 480)  # no click where one note follows another
            frames += struct.pack("<h", round(12_000 * edge * math.sin(2 * math.pi * note * n / rate)))
        file.writeframes(bytes(frames))
    return path


def _opener(browser: Browser, served: Served) -> Callable[..., Page]:
    """`open(username)`: a page of theirs that listens."""

    def opened(username: str, url: str = "") -> Page:
        context = browser.new_context(**PHONE, permissions=["microphone", "camera"])
        context.add_init_script(EAR)
        context.add_init_script(TRACE)
        page = context.new_page()
        page.goto(f"{url or served.url}/demo/login/{username}/")
        return page

    return opened


def _weighed(browser: Browser, served: Served) -> Iterator[Figure]:
    """What a first visit brings, heads included, until the microphone is asked for."""
    room = open_room(served, ["camille"], ["lea"], most=2)
    name, value = signed_in(served.port, "lea")
    with Proxy(served.port) as proxy:
        context = browser.new_context(**PHONE, permissions=["microphone", "camera"])
        context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{proxy.port}"}])
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{proxy.port}/salle/{room}/", wait_until="load")
        page.wait_for_timeout(2000)
        asked = [e for e in proxy.exchanges if "/api/" not in e.line]
        yield Figure("video.page_bytes", sum(e.down for e in asked), "bytes")
        context.close()


def _bad_path(browser: Browser, served: Served, path: Shaped) -> Iterator[Figure]:
    """What is heard at 64 kbit/s, 5 % lost and 400 ms, beside what is heard on the same path when it is good."""
    room = open_room(served, ["camille"], ["lea"], most=2)
    path.delay = path.loss = path.rate = 0
    opened = _opener(browser, served)
    camille, lea = (opened(who) for who in ("camille", "lea"))
    for page in (camille, lea):
        page.goto(f"{served.url}/salle/{room}/")
    for page in (camille, lea):
        page.wait_for_function("() => window.heardAt", timeout=30_000)
    good = _listened(lea)
    # Half on each side's lines: 5 % and 200 ms from one to the other.
    path.rate, path.loss, path.delay = 64_000, 1 - math.sqrt(0.95), 0.1
    lea.wait_for_timeout(12_000)  # the ladder comes down
    for name, page in (("", lea), ("back_", camille)):
        bad = _listened(page)
        yield Figure(f"video.bad_{name}concealed", bad["concealed"], "share")
        yield Figure(f"video.bad_{name}notes_of_good", bad["share"] / max(good["share"], 0.01), "×")
        yield Figure(f"video.bad_{name}longest_gap_s", bad["gap"], "s")
        yield Figure(f"video.bad_{name}buffer_ms", bad["buffer"], "ms")
        yield Figure(f"video.bad_{name}kbit", bad["kbit"], "kbit/s")
    yield Figure("video.good_notes", good["share"], "share")
    yield Figure("video.good_concealed", good["concealed"], "share")
    for page in (camille, lea):
        page.context.close()


def _listened(page: Page) -> dict[str, float]:
    before = page.evaluate("sound()")
    ear = page.evaluate("([notes, seconds]) => listen(notes, seconds)", [NOTES, LISTENED])
    after = page.evaluate("sound()")
    had = {name: after[name] - before[name] for name in after}
    return {
        **ear,
        "concealed": had["concealed"] / max(had["samples"], 1),
        "buffer": 1000 * had["late"] / max(had["emitted"], 1),
        "kbit": had["bytes"] * 8 / 1000 / LISTENED,
    }


def _twelve(browser: Browser, served: Served, sfu: janus.Janus) -> Iterator[Figure]:
    """Janus' processor and each one's bandwidth: two, then all who are in the demonstration, then four pictures."""
    names = served.aufil("shell", "-v", "0", "-c", NAMES).split()[-12:]
    room = open_room(served, ["camille"], names[1:], most=12)
    people: list[Bare] = []
    for name in names:
        one = Bare(browser.new_context(), served, name)
        one.enter(room)
        people.append(one)
        if len(people) == 2:
            yield from _while_they_talk("two", people, sfu)
    for one in people:
        one.wait(f"Object.keys(window.shown).length === {len(people) - 1}", seconds=60)
    yield Figure("video.people", len(people), "people")
    yield from _while_they_talk("twelve", people, sfu)
    for one in people[:4]:
        one.page.evaluate("camera(true)")
    people[-1].page.wait_for_timeout(5000)
    yield from _while_they_talk("twelve_4_pictures", people, sfu)


NAMES = """
from aufil.people.queries import young_of
from aufil.people.models import Structure
found = young_of(Structure.objects.get(slug="cholet")).exclude(username=None).exclude(username="")
print("camille", *found.order_by("pk").values_list("username", flat=True)[:11])
"""


def _while_they_talk(name: str, people: list[Bare], sfu: janus.Janus) -> Iterator[Figure]:
    assert sfu.process is not None
    process = psutil.Process(sfu.process.pid)
    for one in people:
        one.page.evaluate("measure()")
    before, since = process.cpu_times(), time.monotonic()
    people[0].page.wait_for_timeout(15_000)
    after, took = process.cpu_times(), time.monotonic() - since
    spent = after.user + after.system - before.user - before.system
    said: list[dict[str, Any]] = [one.page.evaluate("measure()") or {} for one in people]
    yield Figure(f"video.janus_{name}_core", 100 * spent / took, "% of a core")
    yield Figure(f"video.each_{name}_kbit", statistics.median(one.get("both", 0) for one in said), "kbit/s")
