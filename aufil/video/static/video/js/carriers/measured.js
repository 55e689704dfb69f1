// What two connections say of the network, from one look to the next.

const EMPTY = { received: 0, lost: 0, bytesIn: 0, bytesOut: 0, audioIn: 0, audioOut: 0 };

/**
 * `look(out, heard)`: `{ loss, lossIn, roundTrip, rate, audioIn, audioOut }` since the last look. `loss` is the worse of
 * the two ways, `rate` what the browser believes goes out (kbit/s; null without a picture, when it cannot know), `audioIn`
 * and `audioOut` packets of sound.
 */
export function measured() {
  let before = EMPTY;
  return async (out, heard) => {
    const now = { ...EMPTY };
    const said = { lossOut: 0, roundTrip: null, rate: null };
    for (const connection of [out, heard]) if (connection) read(await connection.getStats(), now, said);
    const last = before;
    before = now;
    const since = (name) => Math.max(now[name] - last[name], 0);
    const due = since("received") + since("lost");
    const lossIn = due ? since("lost") / due : 0;
    return {
      loss: Math.max(lossIn, said.lossOut),
      lossIn,
      roundTrip: said.roundTrip,
      rate: said.rate,
      audioIn: since("audioIn"),
      audioOut: since("audioOut"),
      bytesIn: since("bytesIn"),
      bytesOut: since("bytesOut"),
    };
  };
}

function read(stats, now, said) {
  let sendsPicture = false;
  let bears = null;
  stats.forEach((one) => {
    if (one.type === "inbound-rtp") {
      now.received += one.packetsReceived || 0;
      now.lost += Math.max(one.packetsLost || 0, 0);
      now.bytesIn += one.bytesReceived || 0;
      if (one.kind === "audio") now.audioIn += one.packetsReceived || 0;
    }
    if (one.type === "outbound-rtp") {
      now.bytesOut += one.bytesSent || 0;
      if (one.kind === "audio") now.audioOut += one.packetsSent || 0;
      if (one.kind === "video" && one.active !== false && one.framesPerSecond) sendsPicture = true;
    }
    if (one.type === "remote-inbound-rtp") {
      said.lossOut = Math.max(said.lossOut, one.fractionLost || 0);
      if (one.roundTripTime !== undefined) said.roundTrip = Math.max(said.roundTrip || 0, one.roundTripTime * 1000);
    }
    if (one.type === "candidate-pair" && one.nominated && one.state === "succeeded") {
      if (one.availableOutgoingBitrate) bears = one.availableOutgoingBitrate / 1000;
      if (said.roundTrip === null && one.currentRoundTripTime) said.roundTrip = one.currentRoundTripTime * 1000;
    }
  });
  if (sendsPicture && bears !== null) said.rate = bears;
}
