// What goes from this page to a video room of Janus: sound first, a picture and a screen when there are some.

const ORDER = ["audio", "video", "screen"];
// A picture among several is small, and costs everybody who is shown it; a screen must be readable. Bits a second.
const WIDEST = 320;
const MOST = 150000;
const SCREEN = 240000;

/**
 * One connection that only sends. `ask(body, jsep)` and `trickle(candidate)` speak with Janus; `join` is what is asked
 * first. Calls wait for one another: there is one negotiation at a time.
 */
export function publishing({ ice, join, ask, trickle, changed }) {
  const connection = new RTCPeerConnection({ iceServers: ice, bundlePolicy: "max-bundle" });
  const senders = {};
  let limits = null;
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
    await connection.setRemoteDescription(jsep);
    if (limits) apply();
    return data;
  }

  /** How much each may take: `audio` `{ bitrate }`, `video` null or `{ width, rate, bitrate }`, in bits a second. */
  function limit(said) {
    limits = said;
    apply();
  }

  function apply() {
    const { audio, video } = limits;
    // Packets of more sound where there is little room: headers cost more than words.
    if (senders.audio) set(senders.audio.sender, { maxBitrate: audio.bitrate, adaptivePtime: true });
    if (senders.screen) set(senders.screen.sender, video ? { active: true, maxBitrate: SCREEN, maxFramerate: 5 } : { active: false });
    if (!senders.video) return;
    const { sender } = senders.video;
    if (!video || (senders.screen && senders.screen.sender.track)) return set(sender, { active: false });
    const taken = sender.track && sender.track.getSettings().width;
    const width = Math.min(video.width, WIDEST);
    set(sender, {
      active: true,
      maxBitrate: Math.min(video.bitrate, MOST),
      maxFramerate: video.rate,
      scaleResolutionDownBy: Math.max(1, (taken || width) / width),
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
