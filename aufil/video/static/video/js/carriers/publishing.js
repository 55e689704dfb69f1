// What goes from this page to a video room of Janus: sound first, a picture and a screen when there are some.

const ORDER = ["audio", "video", "screen"];

/**
 * One connection that only sends. `ask(body, jsep)` and `trickle(candidate)` speak with Janus; `failed()` is called when
 * the way is broken. Calls wait for one another: there is one negotiation at a time.
 */
export function publishing({ ice, join, ask, trickle, changed }) {
  const connection = new RTCPeerConnection({ iceServers: ice, bundlePolicy: "max-bundle" });
  const senders = {};
  let limits = null;
  let packet = 20;
  let joined = false;
  let turn = Promise.resolve();
  // Ways found before Janus has our offer go after it.
  let early = [];
  connection.onicecandidate = ({ candidate }) => (early ? early.push(candidate) : trickle(candidate));
  connection.onconnectionstatechange = () => changed(connection.connectionState);

  const queue = (work) => (turn = turn.then(work, work));

  /** Send these tracks from now on; a place that exists already is not negotiated again. */
  function send(tracks) {
    return queue(async () => {
      let fresh = false;
      for (const kind of ORDER) {
        const track = tracks[kind] || null;
        if (senders[kind]) await senders[kind].sender.replaceTrack(track);
        else if (track) {
          senders[kind] = connection.addTransceiver(track, { direction: "sendonly" });
          fresh = true;
        }
      }
      if (limits) apply();
      if (fresh || !joined) return negotiate();
    });
  }

  async function negotiate(options) {
    if (!Object.keys(senders).length) {
      // Nothing to send yet: listening is being there too.
      if (joined) return null;
      joined = true;
      return (await ask(join)).data;
    }
    const offer = await connection.createOffer(options);
    await connection.setLocalDescription(offer);
    const descriptions = ORDER.filter((kind) => senders[kind]).map((kind) => ({
      mid: senders[kind].mid,
      description: kind,
    }));
    const body = joined ? { request: "configure" } : { ...join, request: "joinandconfigure" };
    const answered = ask({ ...body, descriptions }, { type: offer.type, sdp: offer.sdp });
    for (const candidate of early || []) trickle(candidate);
    early = null;
    const { data, jsep } = await answered;
    joined = true;
    await connection.setRemoteDescription({ type: jsep.type, sdp: packed(jsep.sdp, packet) });
    if (limits) apply();
    return data;
  }

  /** How much each may take: `audio` `{ bitrate, packet }`, `video` null or `{ width, rate, bitrate }`, in kbit/s. */
  function limit(said) {
    limits = said;
    const wanted = (said.audio && said.audio.packet) || 20;
    if (wanted !== packet) {
      packet = wanted;
      if (joined && senders.audio) queue(() => negotiate());
    }
    apply();
  }

  function apply() {
    const { audio, video } = limits;
    if (senders.audio && audio) set(senders.audio.sender, { maxBitrate: audio.bitrate * 1000 });
    if (!senders.video) return;
    if (!video) return set(senders.video.sender, { active: false });
    const { width = video.width } = senders.video.sender.track ? senders.video.sender.track.getSettings() : {};
    set(senders.video.sender, {
      active: true,
      maxBitrate: video.bitrate * 1000,
      maxFramerate: video.rate,
      scaleResolutionDownBy: Math.max(1, width / video.width),
    });
  }

  function set(sender, wanted) {
    const parameters = sender.getParameters();
    if (!parameters.encodings || !parameters.encodings.length) return; // not negotiated yet: applied after
    Object.assign(parameters.encodings[0], wanted);
    sender.setParameters(parameters).catch(() => {}); // an old browser keeps what it had
  }

  return {
    send,
    limit,
    connection,
    take: (candidate) => queue(() => found(connection, candidate)),
    restart: () => queue(() => Object.keys(senders).length && negotiate({ iceRestart: true })),
    close: () => connection.close(),
  };
}

/** A way Janus found; one that is of no use is no trouble. */
export function found(connection, candidate) {
  return candidate.completed ? null : connection.addIceCandidate(candidate).catch(() => {});
}

/** The answer, asking for packets of sound of so many ms: headers cost more than words. */
function packed(sdp, packet) {
  if (packet === 20) return sdp;
  return sdp.replace(/(m=audio[^]*?)(?=\r\nm=|\s*$)/, "$1\r\na=ptime:" + packet + "\r\na=maxptime:" + Math.max(packet, 60)) + (sdp.endsWith("\r\n") ? "" : "\r\n");
}
