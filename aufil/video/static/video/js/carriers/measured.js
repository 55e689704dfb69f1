// What two connections say of the network, from one look to the next.

const NONE = { lost: 0, got: 0, in: 0, out: 0, at: 0 };

/**
 * `look(out, heard)`: as the other carrier measures, `{ loss, roundTrip, rate, both, audioIn, audioOut, energy, through }`,
 * and `lossIn`, what is lost on the way here. `rate` and `both` in kbit/s; `rate` is what the browser believes goes out.
 */
export function measured() {
  let before = NONE;
  return async (out, heard) => {
    const now = { ...NONE, at: Date.now() };
    const said = { lossOut: 0, roundTrip: 0, rate: null, audioIn: 0, audioOut: 0, energy: 0, through: "" };
    for (const connection of [out, heard]) if (connection) read(await connection.getStats(), now, said);
    const past = before.at ? before : now;
    before = now;
    const since = (name) => Math.max(now[name] - past[name], 0);
    const due = since("got") + since("lost");
    const seconds = Math.max(since("at"), 1000) / 1000;
    const lossIn = due ? since("lost") / due : 0;
    const { lossOut, ...shown } = said;
    const both = ((since("in") + since("out")) * 8) / 1000 / seconds;
    return { ...shown, loss: Math.min(1, Math.max(lossIn, lossOut)), lossIn, both };
  };
}

function read(stats, now, said) {
  let bears = null;
  let films = false;
  stats.forEach((one) => {
    const isSound = one.kind === "audio";
    if (one.type === "inbound-rtp") {
      now.got += one.packetsReceived || 0;
      now.lost += Math.max(one.packetsLost || 0, 0);
      now.in += one.bytesReceived || 0;
      if (isSound) said.audioIn += one.packetsReceived || 0;
      if (isSound) said.energy += one.totalAudioEnergy || 0;
    } else if (one.type === "outbound-rtp") {
      now.out += one.bytesSent || 0;
      if (isSound) said.audioOut += one.packetsSent || 0;
      else films = films || Boolean(one.framesPerSecond);
    } else if (one.type === "remote-inbound-rtp") {
      said.lossOut = Math.max(said.lossOut, one.fractionLost || 0);
      said.roundTrip = Math.max(said.roundTrip, (one.roundTripTime || 0) * 1000);
    } else if (one.type === "candidate-pair" && one.nominated && one.state === "succeeded") {
      said.roundTrip = Math.max(said.roundTrip, (one.currentRoundTripTime || 0) * 1000);
      if (one.availableOutgoingBitrate) bears = one.availableOutgoingBitrate / 1000;
      const local = stats.get(one.localCandidateId);
      said.through = (local && local.candidateType) || said.through;
    }
  });
  // Without a picture the browser cannot know what more would go through.
  if (films && bears !== null) said.rate = bears;
}
