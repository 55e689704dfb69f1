// « Tester ma visio »: microphone, camera, then the network through the relay, as a call would pass. What is found is
// told to the server in three words and some figures.

import { call } from "../../ui/js/call.js";
import { part } from "../../ui/js/elements.js";
import { followLevel } from "../../thread/js/level.js";
import { canTalk, openMedia } from "./media.js";

const LASTS = 4000; // ms of sending
const EACH = 20; // ms between two packets
const BYTES = 1200;
const REACHED_WITHIN = 10000;
const LISTENS = 5000; // ms for a voice to be heard
const SOFTEST = 6; // of 255: below, nothing is heard
const MARKS = { works: "done", good: "done", fair: "weak", unheard: "weak", unknown: "unknown", trying: "trying" };

function pause(time) {
  return new Promise((resolve) => { setTimeout(resolve, time); });
}

function openCheck(root) {
  const ice = JSON.parse(document.getElementById("ice").textContent);
  const rungs = JSON.parse(document.getElementById("rungs").textContent);
  const words = part(root, "words").content;
  const quiet = () => {};
  const media = openMedia({ changed: quiet, lost: quiet, back: quiet });

  function word(...names) {
    for (const name of names) {
      const found = words.querySelector(`[data-word="${name}"]`);
      if (found) return found.textContent;
    }
    return "";
  }

  function mark(role, name) {
    part(root, role).setAttribute("href", "#icon-" + name);
  }

  /** Where a step stands: its drawing and its word, on the screen and aloud. */
  function stand(kind, state) {
    const name = MARKS[state] || "no";
    part(root, kind + "-step").dataset.mark = name;
    mark(kind + "-mark", name);
    const said = word(kind + "-" + state, state);
    part(root, kind + "-word").textContent = said;
    if (state === "trying") part(root, kind + "-step").scrollIntoView({ block: "nearest" });
    else part(root, "spoken").textContent = part(root, kind + "-step").querySelector("h2").textContent + ". " + said;
  }

  function shown(role, isShown) {
    part(root, role).hidden = !isShown;
  }

  /** Until a voice is heard, or long enough. The line goes on moving until `stop`. */
  async function listen() {
    stand("audio", "trying");
    const said = canTalk() ? await media.microphone() : "old";
    if (said) {
      stand("audio", said);
      return { said, stop: quiet };
    }
    const levels = [];
    shown("level", true);
    const following = followLevel(new MediaStream([media.tracks.audio]), part(root, "level"), levels);
    const until = performance.now() + LISTENS;
    const heard = () => levels.some((level) => level >= SOFTEST);
    while (!heard() && performance.now() < until) await pause(100);
    stand("audio", heard() ? "works" : "unheard");
    return {
      said: "",
      stop() {
        if (heard()) stand("audio", "works");
        following.stop();
        shown("level", false);
      },
    };
  }

  async function look() {
    stand("video", "trying");
    const said = canTalk() ? await media.camera() : "old";
    if (!said) {
      part(root, "own").srcObject = new MediaStream([media.tracks.video]);
      shown("own", true);
    }
    stand("video", said || "works");
    return said;
  }

  async function network() {
    stand("network", "trying");
    if (!canTalk()) return { word: "old" };
    if (!ice.length) return { word: "unknown" };
    shown("thread-moving", true);
    const found = await measured(ice).catch(() => null);
    shown("thread-moving", false);
    return found ? { word: judged(rungs, found), ...found } : { word: "no-way" };
  }

  async function run() {
    const button = part(root, "start");
    button.disabled = true;
    for (const role of ["verdict", "steps"]) shown(role, false);
    const listening = await listen();
    const video = await look();
    const net = await network();
    if (!video) await pause(ice.length ? 500 : 2500); // long enough to see oneself
    listening.stop();
    media.close();
    part(root, "own").srcObject = null;
    shown("own", false);
    if (!video) part(root, "video-word").textContent = word("video-worked");
    stand("network", net.word);
    show(listening.said, video, net.word);
    button.disabled = false;
    button.textContent = word("again");
    if (root.dataset.kept) await tell(listening.said, video, net);
  }

  function show(audio, video, net) {
    const result = resultOf(audio, video, net);
    const said = net === "unknown" && result === "ready" ? "unmeasured" : result;
    const verdict = part(root, "verdict");
    verdict.className = "verdict verdict--" + (result === "ready" ? "ready" : "other");
    mark("verdict-mark", { ready: "done", audio: "mic", phone: "phone" }[result]);
    part(root, "result").textContent = word(said);
    const instead = result === "phone" && audio ? "no-mic-advice" : result === "audio" && video ? "no-camera-advice" : "";
    part(root, "advice").textContent = word(instead, said + "-advice");
    verdict.hidden = false;
    shown("steps", [audio, video].includes("refused"));
    openOwn();
    for (const [role, when] of [["to-phone", result === "phone"], ["to-home", result !== "phone"]]) {
      if (part(root, role)) shown(role, when);
    }
    const home = part(root, "to-home");
    if (home) home.classList.toggle("button--main", result === "ready");
    part(root, "start").classList.toggle("button--main", !home || result !== "ready");
    part(root, "result").focus();
    verdict.scrollIntoView({ block: "nearest" });
  }

  /** The way through the settings of this device is open, the others are one tap away. */
  function openOwn() {
    const agent = navigator.userAgent;
    const own = /Android/.test(agent) ? "android" : /iPhone|iPad/.test(agent) ? "iphone" : "desk";
    for (const one of part(root, "steps").querySelectorAll("details")) one.open = one.dataset.device === own;
  }

  async function tell(audio, video, net) {
    const result = resultOf(audio, video, net.word);
    const facts = { microphone: audio || "works", camera: video || "works", network: net.word };
    if (net.rate !== undefined) Object.assign(facts, { loss: net.loss, round_trip: net.trip, rate: net.rate });
    const { status } = await call("POST", "/api/v1/checks", { body: { result, facts }, guest: root.dataset.key });
    const said = part(root, status === 201 ? "told-words" : "untold-words");
    part(root, "told").textContent = said.content.textContent;
  }

  part(root, "start").addEventListener("click", run);
}

/** What one can count on: by what a call would do here. */
export function resultOf(audio, video, net) {
  if (audio || net === "no-way" || net === "bad" || net === "old") return "phone";
  return video || net === "fair" ? "audio" : "ready";
}

/** The best rung this network bears, in a word. */
export function judged(rungs, { loss, trip, rate }) {
  const borne = rungs.find((rung) => rate >= rung.needs && loss <= rung.loss && trip <= rung.round_trip);
  if (!borne) return "bad";
  return borne.picture ? "good" : "fair";
}

/** Packets sent to oneself through the relay: the share lost, the round trip (ms), what came through (kbit/s). */
async function measured(iceServers) {
  const [here, there] = [0, 1].map(() => new RTCPeerConnection({ iceServers, iceTransportPolicy: "relay" }));
  try {
    here.onicecandidate = ({ candidate }) => candidate && there.addIceCandidate(candidate);
    there.onicecandidate = ({ candidate }) => candidate && here.addIceCandidate(candidate);
    const channel = here.createDataChannel("check", { ordered: false, maxRetransmits: 0 });
    const counted = { came: 0, trips: [] };
    there.ondatachannel = ({ channel: other }) => {
      other.onmessage = ({ data }) => {
        counted.came += 1;
        other.send(new Uint8Array(data, 0, 8));
      };
    };
    channel.binaryType = "arraybuffer";
    channel.onmessage = ({ data }) => counted.trips.push(performance.now() - new DataView(data).getFloat64(0));
    await here.setLocalDescription(await here.createOffer());
    await there.setRemoteDescription(here.localDescription);
    await there.setLocalDescription(await there.createAnswer());
    await here.setRemoteDescription(there.localDescription);
    await opened(channel);
    return await sent(channel, counted);
  } finally {
    here.close();
    there.close();
  }
}

function opened(channel) {
  return new Promise((resolve, reject) => {
    channel.onopen = resolve;
    setTimeout(reject, REACHED_WITHIN);
  });
}

async function sent(channel, counted) {
  const packet = new DataView(new ArrayBuffer(BYTES));
  const until = performance.now() + LASTS;
  let count = 0;
  while (performance.now() < until) {
    if (channel.bufferedAmount < 8 * BYTES) {
      packet.setFloat64(0, performance.now());
      channel.send(packet.buffer);
      count += 1;
    }
    await new Promise((resolve) => { setTimeout(resolve, EACH); });
  }
  await new Promise((resolve) => { setTimeout(resolve, 1500); });
  if (!counted.came || !counted.trips.length) throw new Error("nothing came");
  const trips = counted.trips.sort((one, other) => one - other);
  return {
    loss: Math.max(0, Math.round((1 - counted.came / count) * 1000) / 1000),
    trip: Math.round(trips[Math.floor(trips.length / 2)]),
    rate: Math.round((counted.came * BYTES * 8) / LASTS),
  };
}

const root = document.querySelector('[data-role="check"]');
if (root) openCheck(root);
