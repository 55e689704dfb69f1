// « Tester ma visio »: microphone, camera, then the network through the relay, as a call would pass. What is found is
// told to the server in three words and some figures.

import { call } from "../../ui/js/call.js";
import { part } from "../../ui/js/elements.js";
import { canTalk, openMedia } from "./media.js";

const LASTS = 4000; // ms of sending
const EACH = 20; // ms between two packets
const BYTES = 1200;
const REACHED_WITHIN = 10000;

function openCheck(root) {
  const ice = JSON.parse(document.getElementById("ice").textContent);
  const rungs = JSON.parse(document.getElementById("rungs").textContent);
  const words = part(root, "words").content;
  const word = (name) => words.querySelector(`[data-word="${name}"]`).textContent;
  const set = (role, name) => { part(root, role).textContent = word(name); };
  const quiet = () => {};
  const media = openMedia({ changed: quiet, lost: quiet, back: quiet });

  async function device(kind) {
    set(kind, "trying");
    const said = canTalk() ? await (kind === "audio" ? media.microphone() : media.camera()) : "old";
    set(kind, said || "works");
    return said;
  }

  async function network() {
    set("network", "trying");
    if (!canTalk()) return { word: "old" };
    if (!ice.length) return { word: "unknown" };
    const found = await measured(ice).catch(() => null);
    return found ? { word: judged(rungs, found), ...found } : { word: "no-way" };
  }

  async function run() {
    const button = part(root, "start");
    button.disabled = true;
    const audio = await device("audio");
    const video = await device("video");
    media.close();
    const net = await network();
    set("network", net.word);
    const result = resultOf(audio, video, net.word);
    show(result, net.word === "unknown");
    if (root.dataset.kept) tell(result, audio, video, net);
    button.disabled = false;
    button.textContent = word("again");
  }

  function show(result, unmeasured) {
    const said = unmeasured && result === "ready" ? "unmeasured" : result;
    set("result", said);
    set("advice", said + "-advice");
    for (const role of ["result", "advice"]) part(root, role).hidden = false;
    part(root, "result").focus();
  }

  async function tell(result, audio, video, net) {
    const facts = { microphone: audio || "works", camera: video || "works", network: net.word };
    if (net.rate !== undefined) Object.assign(facts, { loss: net.loss, round_trip: net.trip, rate: net.rate });
    const { status } = await call("POST", "/api/v1/checks", { result, facts });
    part(root, "told").hidden = status !== 201;
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
