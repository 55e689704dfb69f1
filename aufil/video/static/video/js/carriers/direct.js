// Two browsers that talk to one another. Whoever came last calls; three lines (sound, camera, screen) are there from the
// beginning, so that turning a camera on asks nobody anything.

const KINDS = ["audio", "video", "screen"];
const GRACE = 1500; // ms a connection may stutter before a new way is looked for
const TRY = 5000; // ms between two tries
const GIVE_UP = 20000; // ms without any way: fresh credentials are asked for
const SCREEN_RATE = 5;
const FRESH = 30000; // ms a connection made ahead is worth something: networks change

function configuration({ ice, policy }) {
  return { iceServers: ice, iceTransportPolicy: policy || "all", bundlePolicy: "max-bundle" };
}

function addLines(pc) {
  for (const kind of KINDS) pc.addTransceiver(kind === "audio" ? kind : "video", { direction: "sendrecv" });
}

/** A connection made while the server answers: its `offer` goes in with us, its ways are looked for at once (`found`). */
export async function callAhead(way) {
  const pc = new RTCPeerConnection(configuration(way));
  const found = [];
  pc.onicecandidate = ({ candidate }) => { if (candidate) found.push(candidate); };
  addLines(pc);
  await pc.setLocalDescription(await pc.createOffer());
  const { type, sdp } = pc.localDescription;
  return { pc, found, madeAt: Date.now(), offer: { type, sdp, round: 1 } };
}

/**
 * See « carriers » in `docs/map.md`: `on.track(stay, kind, stream)`, `on.state(state)`, `signal(to, kind, data)`. `ahead` is
 * what `callAhead` made, `offered` the stay its offer was handed to, if there was one.
 */
export function openCarrier({ way, me, signal, on, ahead, offered }) {
  const out = { audio: null, video: null, screen: null };
  let limits = { audio: {}, video: null };
  let settings = configuration(way);
  let peer = null;
  let before = {};

  function hangUp() {
    if (!peer) return;
    clearTimeout(peer.timer);
    for (const kind of KINDS) on.track(peer.stay, kind, null);
    peer.pc.close();
    peer = null;
    before = {};
  }

  function meet(stay, calls) {
    hangUp();
    const made = takeAhead(calls);
    const pc = made ? made.pc : new RTCPeerConnection(settings);
    const mine = { stay, calls, pc, round: 0, early: [], found: [], work: Promise.resolve(), timer: 0, cutAt: Date.now() };
    peer = mine;
    pc.onicecandidate = ({ candidate }) => { if (candidate && mine === peer) gather(mine, candidate); };
    pc.onconnectionstatechange = () => { if (mine === peer) changed(mine); };
    pc.oniceconnectionstatechange = pc.onconnectionstatechange;
    pc.ontrack = ({ track, transceiver }) => {
      const kind = KINDS[pc.getTransceivers().indexOf(transceiver)];
      if (mine === peer && kind) on.track(stay, kind, new MediaStream([track]));
    };
    if (made) {
      mine.round = 1;
      if (offered !== stay) signal(stay, "offer", made.offer);
      for (const candidate of made.found) gather(mine, candidate);
      next(mine, () => place(mine));
    } else if (calls) {
      addLines(pc);
      offer(mine);
    }
    on.state("joining");
    watch(mine, TRY * 2);
  }

  /** What was made ahead, once, for whoever calls. */
  function takeAhead(calls) {
    const made = ahead;
    ahead = null;
    if (!made || (calls && Date.now() - made.madeAt < FRESH)) return made;
    made.pc.close();
    return null;
  }

  /** One thing at a time for a connection; what fails is tried again by `watch`. */
  function next(mine, act) {
    mine.work = mine.work.then(async () => { if (mine === peer) await act(); }).catch(() => {});
    return mine.work;
  }

  function offer(mine, again = false) {
    next(mine, async () => {
      await place(mine);
      mine.round += 1;
      await mine.pc.setLocalDescription(await mine.pc.createOffer({ iceRestart: again }));
      const { type, sdp } = mine.pc.localDescription;
      signal(mine.stay, "offer", { type, sdp, round: mine.round });
    });
  }

  async function answer(mine, { type, sdp, round }) {
    mine.round = round;
    await mine.pc.setRemoteDescription({ type, sdp });
    for (const line of mine.pc.getTransceivers()) if (line.direction !== "sendrecv") line.direction = "sendrecv";
    await place(mine);
    await mine.pc.setLocalDescription(await mine.pc.createAnswer());
    signal(mine.stay, "answer", { type: "answer", sdp: mine.pc.localDescription.sdp, round });
    await take(mine);
    await apply();
  }

  /** Ways found together are told together. */
  function gather(mine, candidate) {
    mine.found.push(candidate.toJSON());
    if (mine.found.length > 1) return;
    setTimeout(() => {
      const candidates = mine.found.splice(0);
      if (mine === peer) signal(mine.stay, "candidate", { candidates, round: mine.round });
    }, 20);
  }

  async function take(mine) {
    const now = mine.early.filter(({ round }) => round === mine.round);
    mine.early = mine.early.filter(({ round }) => round > mine.round);
    for (const { candidates } of now) for (const one of candidates) await mine.pc.addIceCandidate(one).catch(() => {});
  }

  async function place(mine) {
    const lines = mine.pc.getTransceivers();
    await Promise.all(KINDS.map((kind, n) => lines[n] && lines[n].sender.track !== out[kind] && lines[n].sender.replaceTrack(out[kind])));
  }

  function changed(mine) {
    const state = mine.pc.connectionState || mine.pc.iceConnectionState;
    if (state === "connected" || state === "completed") {
      clearTimeout(mine.timer);
      mine.cutAt = 0;
      on.state("live");
      apply();
      return;
    }
    if (state !== "disconnected" && state !== "failed") return;
    if (!mine.cutAt) {
      mine.cutAt = Date.now();
      on.state("cut");
    }
    watch(mine, state === "failed" ? 0 : GRACE);
  }

  function watch(mine, time) {
    clearTimeout(mine.timer);
    mine.timer = setTimeout(() => {
      if (mine !== peer || !mine.cutAt) return;
      if (Date.now() - mine.cutAt > GIVE_UP) {
        mine.cutAt = Date.now();
        on.state("failed");
      }
      look(mine);
      watch(mine, TRY);
    }, time);
  }

  /** A new way for the same connection: who called calls again, the other asks for it. */
  function look(mine) {
    if (mine.calls) offer(mine, true);
    else signal(mine.stay, "candidate", { again: true, candidates: [], round: mine.round });
  }

  async function apply() {
    if (!peer) return;
    const lines = peer.pc.getTransceivers();
    if (lines.length < 3) return;
    const { audio, video } = limits;
    await bound(lines[0].sender, { maxBitrate: audio.bitrate, adaptivePtime: true });
    const shared = Boolean(out.screen);
    await bound(lines[1].sender, shared || !video ? { active: false } : small(video, out.video));
    await bound(lines[2].sender, video ? { active: true, maxBitrate: video.bitrate, maxFramerate: SCREEN_RATE } : { active: false });
  }

  function small({ width, rate, bitrate }, track) {
    const taken = (track && track.getSettings().width) || width;
    return { active: true, maxBitrate: bitrate, maxFramerate: rate, scaleResolutionDownBy: Math.max(1, taken / width) };
  }

  async function bound(sender, wanted) {
    try {
      const said = sender.getParameters();
      if (!said.encodings || !said.encodings.length) said.encodings = [{}];
      Object.assign(said.encodings[0], wanted);
      await sender.setParameters(said);
    } catch (error) {
      // An older browser, or not yet agreed with the other: then it is as the browser has it.
    }
  }

  return {
    people(room) {
      const own = room.people.find((one) => one.stay === me);
      const other = room.people.find((one) => one.stay !== me);
      if (!other || !own) {
        hangUp();
        takeAhead(false);
        return;
      }
      if (peer && peer.stay === other.stay) return;
      const calls = other.stay === offered || (own.since === other.since ? own.stay > other.stay : own.since > other.since);
      if (calls) meet(other.stay, true);
      else hangUp();
    },
    heard({ from, kind, data }) {
      if (kind === "offer") {
        if (!peer || peer.stay !== from) meet(from, false);
        const mine = peer;
        if (!mine.calls) next(mine, () => answer(mine, data));
      } else if (peer && peer.stay === from) {
        const mine = peer;
        if (kind === "answer") {
          next(mine, async () => {
            if (data.round !== mine.round || mine.pc.signalingState !== "have-local-offer") return;
            await mine.pc.setRemoteDescription({ type: data.type, sdp: data.sdp });
            await take(mine);
            await apply();
          });
        } else if (data.again && mine.calls) {
          offer(mine, true);
        } else {
          mine.early.push(data);
          next(mine, async () => { if (mine.pc.remoteDescription) await take(mine); });
        }
      }
    },
    async send(tracks) {
      Object.assign(out, tracks);
      if (!peer) return;
      const mine = peer;
      await next(mine, () => place(mine));
      await apply();
    },
    limit(wanted) {
      limits = wanted;
      return apply();
    },
    /** How loud the other is now, 0 to 1. */
    level(stay) {
      if (!peer || peer.stay !== stay || !peer.pc.getTransceivers().length) return 0;
      const { receiver } = peer.pc.getTransceivers()[0];
      const [source] = receiver.getSynchronizationSources ? receiver.getSynchronizationSources() : [];
      return (source && source.audioLevel) || 0;
    },
    async measure() {
      if (!peer || peer.cutAt) return null;
      const found = understood(await peer.pc.getStats(), before);
      before = found.counters;
      return found.measure;
    },
    restart(fresh) {
      settings = configuration(fresh);
      if (!peer) return;
      try { peer.pc.setConfiguration(settings); } catch (error) { /* as it was, then */ }
      look(peer);
    },
    close() {
      hangUp();
      takeAhead(false);
    },
  };
}

/** What a report says since the one before. */
function understood(report, before) {
  const counters = { lost: 0, got: 0, in: 0, out: 0, at: Date.now() };
  const said = { loss: 0, trip: 0, rate: null, audioIn: 0, energy: 0, audioOut: 0, through: "" };
  report.forEach((one) => {
    if (one.type === "inbound-rtp") {
      counters.lost += one.packetsLost || 0;
      counters.got += one.packetsReceived || 0;
      counters.in += one.bytesReceived || 0;
      if (one.kind === "audio") Object.assign(said, { audioIn: one.packetsReceived, energy: one.totalAudioEnergy || 0 });
    } else if (one.type === "outbound-rtp") {
      counters.out += one.bytesSent || 0;
      if (one.kind === "audio") said.audioOut = one.packetsSent;
    } else if (one.type === "remote-inbound-rtp") {
      said.loss = Math.max(said.loss, one.fractionLost || 0);
      said.trip = Math.max(said.trip, (one.roundTripTime || 0) * 1000);
    } else if (one.type === "candidate-pair" && one.nominated && one.state === "succeeded") {
      said.trip = Math.max(said.trip, (one.currentRoundTripTime || 0) * 1000);
      if (one.availableOutgoingBitrate) said.rate = one.availableOutgoingBitrate / 1000;
      const local = report.get(one.localCandidateId);
      said.through = local ? local.candidateType : "";
    }
  });
  const past = before.at ? before : counters;
  const lost = Math.max(0, counters.lost - past.lost);
  const got = Math.max(0, counters.got - past.got);
  const seconds = Math.max(1, counters.at - past.at) / 1000;
  const both = ((counters.in - past.in + counters.out - past.out) * 8) / 1000 / seconds;
  const { audioIn, audioOut, energy, through, rate } = said;
  const loss = Math.min(1, Math.max(said.loss, lost + got ? lost / (lost + got) : 0));
  return { counters, measure: { loss, roundTrip: said.trip, rate, both: Math.max(0, both), audioIn, audioOut, energy, through } };
}
