// A conversation with a Janus server over a WebSocket: one session, handles of its video rooms, requests and answers.

const PATIENCE = 8000; // ms for an answer
const BEAT = 15000; // ms; Janus forgets a session that was silent for 60 s
const PLUGIN = "janus.plugin.videoroom";

/** What Janus refused, by its code (436: somebody has that number already). */
export class Refused extends Error {
  constructor(code, reason) {
    super("Janus " + code + " " + reason);
    this.code = code;
  }
}

/**
 * `open(way)` connects and says how: "new", or "kept" when the session is the one from before a cut, with its handles.
 * `lost()` is called once each time an open connection ends by itself.
 */
export function janusClient(lost) {
  let socket = null;
  let session = 0;
  let token = "";
  let beat = 0;
  let count = 0;
  const waiting = new Map(); // transaction → { resolve, reject, clock }
  const handles = new Map(); // number → handler of its events
  const brief = new Set(); // transactions that nothing answers but « ack »: beats and candidates

  function transmit(said) {
    const transaction = String((count += 1));
    return new Promise((resolve, reject) => {
      if (!socket || socket.readyState !== WebSocket.OPEN) return reject(new Error("not connected"));
      const clock = setTimeout(() => settle(transaction, "reject", new Error("no answer")), PATIENCE);
      waiting.set(transaction, { resolve, reject, clock });
      socket.send(JSON.stringify({ ...said, ...(session ? { session_id: session } : {}), transaction, token }));
    });
  }

  function settle(transaction, how, value) {
    const one = waiting.get(transaction);
    if (!one) return false;
    waiting.delete(transaction);
    clearTimeout(one.clock);
    one[how](value);
    return true;
  }

  function take({ data: text }) {
    const said = JSON.parse(text);
    const { janus, transaction } = said;
    if (janus === "error") return settle(transaction, "reject", new Refused(said.error.code, said.error.reason));
    if (janus === "ack") return brief.delete(transaction) && settle(transaction, "resolve", said);
    const data = said.plugindata && said.plugindata.data;
    if (data && data.error_code && settle(transaction, "reject", new Refused(data.error_code, data.error))) return;
    if (transaction && settle(transaction, "resolve", said)) return;
    if (janus === "timeout") return end();
    const handle = handles.get(said.sender);
    if (handle) handle({ janus, data: data || {}, jsep: said.jsep, candidate: said.candidate });
  }

  function transmitBriefly(said) {
    const sent = transmit(said);
    brief.add(String(count));
    return sent;
  }

  function end() {
    if (!socket) return;
    const ended = socket;
    socket = null;
    clearInterval(beat);
    ended.onclose = ended.onmessage = null;
    ended.close();
    brief.clear();
    for (const transaction of Array.from(waiting.keys())) settle(transaction, "reject", new Error("cut"));
    lost();
  }

  function connect(address) {
    return new Promise((resolve, reject) => {
      const fresh = new WebSocket(address, "janus-protocol");
      const clock = setTimeout(() => fresh.close(), PATIENCE);
      fresh.onmessage = take;
      fresh.onclose = () => {
        clearTimeout(clock);
        reject(new Error("unreachable"));
      };
      fresh.onopen = () => {
        clearTimeout(clock);
        fresh.onclose = end;
        resolve(fresh);
      };
    });
  }

  async function open(way) {
    forget();
    token = way.token;
    socket = await connect(way.address);
    beat = setInterval(() => transmitBriefly({ janus: "keepalive" }).catch(end), BEAT);
    try {
      const kept = session && (await transmit({ janus: "claim" }).then(() => true, () => false));
      if (kept) return "kept";
      session = 0;
      handles.clear();
      session = (await transmit({ janus: "create" })).data.id;
      return "new";
    } catch (problem) {
      forget();
      throw problem;
    }
  }

  /** Leave the connection there is, without telling anybody. */
  function forget() {
    if (!socket) return;
    socket.onclose = socket.onmessage = null;
    socket.close();
    socket = null;
    clearInterval(beat);
    brief.clear();
    for (const transaction of Array.from(waiting.keys())) settle(transaction, "reject", new Error("cut"));
  }

  async function attach(hear) {
    const id = (await transmit({ janus: "attach", plugin: PLUGIN })).data.id;
    handles.set(id, hear);
    return {
      /** A request of the video rooms: what answers it, `{ data, jsep }`. */
      async ask(body, jsep) {
        const said = { janus: "message", handle_id: id, body, ...(jsep ? { jsep } : {}) };
        const answer = await transmit(said);
        return { data: answer.plugindata.data, jsep: answer.jsep };
      },
      trickle(candidate) {
        const said = candidate || { completed: true };
        transmitBriefly({ janus: "trickle", handle_id: id, candidate: said }).catch(() => {});
      },
      detach() {
        handles.delete(id);
        transmit({ janus: "detach", handle_id: id }).catch(() => {});
      },
    };
  }

  function close() {
    if (socket) transmit({ janus: "destroy" }).catch(() => {});
    session = 0;
    forget();
  }

  return { open, attach, close, isOpen: () => Boolean(socket) };
}
