"""What journeys in a room share: a room of the demonstration, and a bare page that carries sound and pictures there.

The bare page is the tests' own: it does with the server what `room.js` does, without a screen, so that a carrier is
tried alone (`/essai-visio/`, answered by the tests).
"""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Route

from tests.serving import ROOT, Served

STATIC = ROOT / "aufil" / "video" / "static"
PLACE = "/essai-visio/"
# A page the tests answer comes from nowhere Chromium knows: without the first it may not speak with this machine.
FLAGS = (
    "--disable-features=LocalNetworkAccessChecks",
    "--autoplay-policy=no-user-gesture-required",
)
TYPES = {".js": "text/javascript", ".html": "text/html"}
OPEN = """
import json
from datetime import timedelta
from uuid import uuid4
from aufil.kernel import clock
from aufil.people.models import Person
from aufil.video.actions import Wanted, open_room
from aufil.video.admission import Hours
hosts, expected = json.loads({people!r})
known = {{p.username: p for p in Person.objects.filter(username__in=hosts + expected)}}
now = clock.now()
room = open_room(wanted=Wanted(
    structure=known[hosts[0]].memberships.first().structure, kind={kind!r}, subject=uuid4(),
    hours=Hours(now - timedelta(minutes=1), now + timedelta(hours=2)), title={title!r}, most={most},
    hosts=[known[name] for name in hosts], expected=[known[name] for name in expected]))
print(room.uid)
"""
SCRIPT = """
const said = (path, body, method = "POST") => fetch(path, {
  method, body: JSON.stringify(body),
  headers: {
    "Content-Type": "application/json", "X-Requested-With": "essai",
    ...(window.ticket ? { "Aufil-Stay": window.ticket } : {}),
  },
});
window.states = [];
window.shown = {};
window.rooms = [];
window.mine = { audio: null, video: null, screen: null };
window.standing = { mode: "sound", sound: true, picture: false, screen: false, hand: false, help: false };
window.failed = [];
window.pcs = [];
const Plain = RTCPeerConnection;
window.RTCPeerConnection = class extends Plain {
  constructor(...said) { super(...said); window.pcs.push(this); }
};
window.addEventListener("unhandledrejection", (event) => window.failed.push(String(event.reason)));
const id = crypto.randomUUID(), tab = crypto.randomUUID();
let base = "", carrier = null;

async function stays() {
  const answer = await said(base + "/stays", { id, tab });
  return { status: answer.status, ...(await answer.json()) };
}
window.seen = () => said(base + "/seen", window.standing);
window.measure = () => carrier.measure();
window.say = async (what) => { Object.assign(window.standing, what); await window.seen(); };
window.send = (tracks) => { Object.assign(window.mine, tracks); carrier.send(window.mine); };
window.limit = (limits) => carrier.limit(limits);
window.level = (stay) => (carrier ? carrier.level(stay) : 0);
window.camera = async (on) => {
  const stream = on && (await navigator.mediaDevices.getUserMedia({ video: { width: 320, height: 180 } }));
  window.send({ video: on ? stream.getVideoTracks()[0] : null });
  await window.say({ picture: on });
};
window.stays = stays;
window.post = (path, body = {}, method = "POST") => said(base + path, body, method).then((answer) => answer.status);

async function renew() {
  const told = await stays();
  return told.status === 201 ? told.way : null;
}

window.enter = async (room, { silent = false } = {}) => {
  base = "/api/v1/rooms/" + room;
  const began = performance.now();
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  let told = await stays();
  if (told.status !== 201) return told;
  window.ticket = told.ticket;
  window.stay = id;
  const stream_ = new EventSource(base + "/events/" + told.ticket);
  const take = (room) => { window.rooms.push(room); if (carrier) carrier.people(room); };
  stream_.addEventListener("room", ({ data }) => take(JSON.parse(data)));
  stream_.addEventListener("over", ({ data }) => { window.over = JSON.parse(data).why; carrier.close(); });
  stream_.addEventListener("signal", ({ data }) => {
    const signal = JSON.parse(data);
    if (signal.kind === "mute") { window.send({ audio: null }); window.say({ sound: false }); }
    else carrier.heard(signal);
  });
  const { openCarrier } = await import("/essai-visio/video/js/carriers/" + told.way.kind + ".js");
  carrier = openCarrier({
    way: told.way, me: id, renew,
    signal: (to, kind, data) => said(base + "/signals", { id: crypto.randomUUID(), to, kind, data }),
    on: {
      state: (state) => window.states.push(state),
      track(stay, kind, stream) {
        const name = stay + " " + kind;
        if (!stream) { if (window.shown[name]) window.shown[name].remove(); delete window.shown[name]; return; }
        const place = document.createElement(kind === "audio" ? "audio" : "video");
        place.autoplay = true;
        place.playsInline = true;
        place.srcObject = stream;
        place.addEventListener("playing", () => { window.playedAt = window.playedAt || performance.now() - began; });
        document.body.append(place);
        window.shown[name] = place;
      },
    },
  });
  window.carrier = carrier;
  carrier.people(told.room);
  if (!silent) window.send({ audio: stream.getAudioTracks()[0] });
  await window.seen();
  setInterval(window.seen, 5000);
  return told;
};
window.ready = true;
"""
PAGE = f'<!doctype html><title>Essai</title><script type="module" src="{PLACE}essai.js"></script>'


def open_room(
    served: Served,
    hosts: list[str],
    expected: list[str],
    *,
    kind: str = "call",
    most: int = 12,
    title: str = "",
) -> str:
    """A room of these people of the demonstration, open now for two hours."""
    people = json.dumps([hosts, expected])
    return served.aufil(
        "shell", "-v", "0", "-c", OPEN.format(people=people, kind=kind, most=most, title=title)
    ).split()[-1]


def answer(route: Route) -> None:
    """What the tests answer under `/essai-visio/`: the page, its script, the scripts of video as they are."""
    path = route.request.url.partition(PLACE)[2].partition("?")[0]
    if not path:
        return route.fulfill(body=PAGE, content_type="text/html")
    if path == "essai.js":
        return route.fulfill(body=SCRIPT, content_type="text/javascript")
    file = STATIC / path
    return route.fulfill(path=Path(file), content_type=TYPES[file.suffix])


class Bare:
    """One person's bare page in a room."""

    def __init__(self, context: BrowserContext, served: Served, username: str) -> None:
        context.grant_permissions(["microphone", "camera"])
        context.route(f"**{PLACE}**", answer)
        self.page: Page = context.new_page()
        self.page.goto(f"{served.url}/demo/login/{username}/")
        self.page.goto(f"{served.url}{PLACE}")
        self.page.wait_for_function("window.ready")

    def enter(self, room: str, **more: Any) -> dict[str, Any]:
        told: dict[str, Any] = self.page.evaluate("([room, more]) => enter(room, more)", [room, more])
        return told

    @property
    def stay(self) -> str:
        return str(self.page.evaluate("window.stay"))

    def wait(self, expression: str, *, seconds: float = 15) -> None:
        self.page.wait_for_function(expression, timeout=seconds * 1000)

    def hears(self, other: "Bare", *, seconds: float = 15) -> None:
        """Until sound that is no silence comes from another."""
        self.wait(f"level('{other.stay}') > 0.01", seconds=seconds)

    def sees(self, other: "Bare", kind: str = "video", *, seconds: float = 15) -> None:
        self.wait(
            f"(() => {{ const p = window.shown['{other.stay} {kind}']; return p && p.videoWidth > 2"
            " && p.currentTime > 0; })()",
            seconds=seconds,
        )

    def sees_no(self, other: "Bare", kind: str = "video") -> None:
        self.wait(f"!window.shown['{other.stay} {kind}']")
