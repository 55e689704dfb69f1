// What comes to this page from a video room of Janus: one connection for everybody, negotiated when it changes.

import { found } from "./publishing.js";

const named = ({ feed, mid }) => feed + " " + mid;

/**
 * `attach(hear)` gives a handle of Janus, `shown(tracks)` is told what there is: a list of `{ feed, kind, track }`.
 * `want(streams)` says which streams (`{ feed, mid }`) are wanted, at any time: the last word counts.
 */
export function hearing({ ice, join, attach, shown, changed }) {
  const connection = new RTCPeerConnection({ iceServers: ice, bundlePolicy: "max-bundle" });
  let handle = null;
  let begun = false;
  let wanted = new Map();
  let had = new Map(); // what Janus was asked for
  let places = []; // what Janus says is where
  let turn = Promise.resolve();
  let closed = false;
  connection.onicecandidate = ({ candidate }) => handle && handle.trickle(candidate);
  connection.onconnectionstatechange = () => changed(connection.connectionState);

  const queue = (work) => (turn = turn.then(() => !closed && work(), () => !closed && work()));

  function want(streams) {
    wanted = new Map(streams.map((one) => [named(one), one]));
    queue(reconcile);
  }

  async function reconcile() {
    const more = Array.from(wanted.values()).filter((one) => !had.has(named(one)));
    const less = Array.from(had.values()).filter((one) => !wanted.has(named(one)));
    if (!more.length && !less.length) return;
    if (!begun && !more.length) return;
    had = new Map(wanted);
    try {
      if (!handle) handle = await attach(hear);
      const body = begun
        ? { request: "update", ...(more.length ? { subscribe: more } : {}), ...(less.length ? { unsubscribe: less } : {}) }
        : { ...join, request: "join", ptype: "subscriber", streams: more };
      const answer = await handle.ask(body);
      begun = true;
      await follow(answer);
    } catch (problem) {
      // Somebody has left meanwhile: what Janus still says of them corrects it.
      had = new Map(Array.from(had).filter(([name]) => !more.some((one) => named(one) === name)));
      if (problem.code === undefined) throw problem;
    }
  }

  function hear({ janus, data, jsep, candidate }) {
    if (janus === "hangup") return changed("failed");
    if (janus === "trickle") return queue(() => found(connection, candidate));
    if (data.streams || jsep) queue(() => follow({ data, jsep }));
  }

  async function follow({ data, jsep }) {
    if (data.streams) places = data.streams;
    if (jsep) {
      await connection.setRemoteDescription(jsep);
      const answer = await connection.createAnswer();
      await connection.setLocalDescription(answer);
      await handle.ask({ request: "start" }, { type: answer.type, sdp: answer.sdp });
    }
    tell();
  }

  function tell() {
    const receivers = new Map(connection.getTransceivers().map((one) => [one.mid, one.receiver]));
    const known = places.filter(({ mid, active, feed_id: feed }) => active && feed && receivers.has(mid));
    shown(
      known.map(({ mid, type, feed_id: feed, feed_description: said }) => ({
        feed,
        kind: type === "video" && said === "screen" ? "screen" : type,
        track: receivers.get(mid).track,
        receiver: receivers.get(mid),
      })),
    );
  }

  return {
    want,
    connection,
    /** Find the way again, Janus offering. */
    restart: () => queue(async () => begun && follow(await handle.ask({ request: "configure", restart: true }))),
    /** A stream left the room: it will not be asked about any more. */
    gone(feed) {
      had = new Map(Array.from(had).filter(([, one]) => one.feed !== feed));
    },
    close() {
      closed = true;
      if (handle) handle.detach();
      connection.close();
    },
  };
}
