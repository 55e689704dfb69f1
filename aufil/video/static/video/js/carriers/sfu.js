// A room of several, through Janus: what I send goes there once, what I hear comes from there.
//
// Everybody is heard; of those with a camera a few are seen, who spoke last first; screens are always seen.

import { listened, SEATS, seats, toBeSeen } from "./crowd.js";
import { hearing } from "./hearing.js";
import { janusClient } from "./janus.js";
import { measured } from "./measured.js";
import { publishing } from "./publishing.js";

const LOOK = 500; // ms between two looks at who speaks
const AGAIN = 1000; // ms
const LATER = 4000; // ms at most between two tries
const GIVE_UP = 20000; // ms without any way: it is said, and still tried
const NARROW = 700; // px

/** See « carriers » in `docs/map.md`; `renew()` asks the server for a fresh way, null when it has none now. */
export function openCarrier({ way: first, me, on, renew }) {
  let way = first;
  let state = "";
  let out = null;
  let heard = null; // the connection that hears
  let feeds = new Map(); // number at Janus → its streams
  let people = [];
  let tracks = { audio: null, video: null, screen: null };
  let limits = null;
  let told = new Map(); // "stay kind" → track
  let coming = []; // what comes now
  let voices = new Map();
  let looks = 0;
  let watch = { most: top(), bad: 0, good: 0 };
  let closed = false;
  let working = false;
  let stale = false; // while we were joining, that was no longer the room
  let part = null; // our small room
  let run = 0; // a new beginning leaves what the last one still waits for
  const measures = measured();
  const janus = janusClient(() => cut());
  const looking = setInterval(look, LOOK);

  function become(next) {
    if (closed || state === next) return;
    state = next;
    on.state(next);
  }

  function cut() {
    if (working || closed) return;
    if (state !== "failed") become("cut");
    begin(true);
  }

  /** Our place is in another small room, or was given up for us: the server knows where we are. */
  function moved() {
    if (closed) return;
    stale = working;
    become("joining");
    begin(true);
  }

  function lead(fresh) {
    if (!fresh) return;
    if (fresh.room !== way.room) janus.close();
    way = fresh;
  }

  async function join() {
    const mine = (run += 1);
    drop();
    feeds = new Map(); // who comes while we join is heard of before our own answer is read
    const { room, pin, number, key } = way;
    const handle = await janus.attach(follow);
    const me = { request: "join", ptype: "publisher", room, pin, id: number, token: key };
    out = publishing({
      ice: way.ice,
      join: me,
      ask: handle.ask,
      trickle: handle.trickle,
      changed: (said) => mine === run && stand(said),
    });
    if (limits) out.limit(limits);
    const data = await out.send(tracks);
    if (mine !== run || closed) return;
    heard = hearing({
      ice: way.ice,
      join: { room, pin, private_id: data.private_id },
      attach: janus.attach,
      shown: (list) => mine === run && come(list),
      changed: (said) => mine === run && stand(said),
    });
    learn(data.publishers || []);
    if (!tracks.audio) become("live"); // nothing goes out: to be there is enough
  }

  function follow({ janus: what, data, candidate }) {
    if (what === "trickle") return out && out.take(candidate);
    if (what === "hangup" && out) return stand("failed");
    if (data.publishers) learn(data.publishers);
    const left = data.leaving || data.unpublished;
    if (left === "ok" || data.videoroom === "destroyed") return moved();
    if (!left) return;
    feeds.delete(left);
    if (heard) heard.gone(left);
    choose();
  }

  function learn(publishers) {
    for (const { id, streams } of publishers) feeds.set(id, (streams || []).filter((one) => !one.disabled));
    choose();
  }

  /** Say again what is wanted: everybody's sound, screens, the pictures of a few. */
  function choose() {
    if (!heard) return;
    const shows = new Set(people.filter((one) => one.picture).map((one) => one.number));
    const seen = new Set(toBeSeen(Array.from(feeds.keys()).filter((number) => shows.has(number)), voices, watch.most));
    const screens = new Set(people.filter((one) => one.screen).map((one) => one.number));
    const wanted = [];
    for (const [feed, streams] of feeds) {
      for (const { type, mid, description } of streams) {
        const isScreen = description === "screen";
        const take = type === "audio" || (isScreen ? screens.has(feed) : type === "video" && seen.has(feed));
        if (take) wanted.push({ feed, mid });
      }
    }
    heard.want(wanted);
  }

  function come(list) {
    coming = list;
    tell();
  }

  /** Tell the page what changed: which sound and which pictures there are of whom. */
  function tell() {
    const stays = new Map(people.map((one) => [one.number, one.stay]));
    const next = new Map();
    for (const { feed, kind, track } of coming) if (stays.has(feed)) next.set(stays.get(feed) + " " + kind, track);
    for (const [name, track] of told) if (next.get(name) !== track) show(name, null);
    for (const [name, track] of next) if (told.get(name) !== track) show(name, new MediaStream([track]));
    told = next;
  }

  function show(name, stream) {
    const [stay, kind] = name.split(" ");
    on.track(stay, kind, stream);
  }

  /** How loud each is now, of 1, by number. */
  function levels() {
    const found = new Map();
    for (const { feed, kind, receiver } of coming) {
      if (kind !== "audio" || !receiver.getSynchronizationSources) continue;
      const [source] = receiver.getSynchronizationSources();
      found.set(feed, (source && source.audioLevel) || 0);
    }
    return found;
  }

  function look() {
    looks += 1;
    const before = voices;
    voices = listened(voices, levels(), looks);
    const changed = Array.from(voices).some(([number, { last }]) => (before.get(number) || { last: 0 }).last !== last);
    if (changed) choose();
  }

  function stand(said) {
    if (said === "connected") become("live");
    if (said === "failed") cut();
  }

  function drop() {
    if (out) out.close();
    if (heard) heard.close();
    out = heard = null;
    come([]);
  }

  /** Until we are in. `again`: it was cut, Janus may have forgotten us and our room; the server asks it to remember. */
  async function begin(again, fresh) {
    if (working) return;
    working = true;
    const since = Date.now();
    let wait = AGAIN / 4;
    lead(fresh);
    for (let asks = again && !fresh; !closed; asks = true) {
      try {
        if (asks) lead(await renew());
        const whole = Boolean(out && heard);
        const how = await janus.open(way);
        if (how === "kept" && !whole) {
          janus.close(); // half begun: its number would be in our own way
          await janus.open(way);
        }
        if (how === "kept" && whole) await Promise.all([out.restart(), heard.restart()]);
        else await join();
        if (!stale) break;
        stale = false;
      } catch (problem) {
        if (janus.isOpen()) janus.close();
        if (Date.now() - since > GIVE_UP) become("failed");
        await new Promise((done) => setTimeout(done, wait));
        wait = Math.min(wait * 2, LATER);
      }
    }
    working = false;
    if (out && out.connection.connectionState === "connected") become("live");
  }

  function top() {
    return Math.min(window.innerWidth, window.innerHeight) < NARROW ? SEATS.phone : SEATS.desk;
  }

  become("joining");
  begin(false);
  return {
    people(room) {
      people = room.people;
      const own = people.find((one) => one.stay === me);
      const is = own ? own.part : part;
      const changes = part !== null && is !== part;
      part = is;
      if (changes) moved();
      tell();
      choose();
    },
    heard() {},
    send(next) {
      tracks = { ...tracks, ...next };
      if (out) out.send(tracks).catch(cut);
    },
    limit(next) {
      limits = next;
      if (out) out.limit(next);
    },
    /** How it goes both ways; how many pictures come follows what is lost on the way here. */
    async measure() {
      if (state !== "live") return null;
      const said = await measures(out && out.connection, heard && heard.connection);
      const before = watch.most;
      watch = seats(watch, said.lossIn, top());
      if (watch.most !== before) choose();
      return said;
    },
    /** How loud somebody is now, 0 to 1. */
    level(stay) {
      const one = people.find((some) => some.stay === stay);
      return (one && levels().get(one.number)) || 0;
    },
    restart(fresh) {
      return begin(true, fresh);
    },
    close() {
      closed = true;
      clearInterval(looking);
      drop();
      janus.close();
    },
  };
}
