// A page in a room and the server: coming in, hearing what happens there, and saying every ten seconds how it is.

import { newId } from "../../ui/js/ids.js";

const TAB = "aufil-video-tab";
const SOON = 200; // ms: changes made together are told together
const RETRY = 1000; // ms, doubled each time
const RETRY_MOST = 8000;
const TRIES = 6; // of one signal: it is worth nothing later
const SILENCE = 40000; // ms; the server speaks every 25 s
const JUST_OPEN = 3000; // ms in which a hole among the signals is what the server no longer keeps

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

function tabId() {
  try {
    const known = sessionStorage.getItem(TAB);
    if (known) return known;
    const made = newId();
    sessionStorage.setItem(TAB, made);
    return made;
  } catch (error) {
    return newId();
  }
}

/**
 * `on.room`, `on.line`, `on.signal`, `on.over(why)`, `on.network(reached)`; `on.standing()` gives what is said of this
 * page, see `SeenIn`.
 */
export function openLink({ room, key, person, on }) {
  const base = "/api/v1/rooms/" + room;
  const tab = tabId();
  let id = "";
  let stay = null;
  let ticket = ""; // good for one question after the end
  let stream = null;
  let openedAt = 0;
  let spokeAt = 0;
  let heard = { rev: -1, signals: 0, lines: new Set() };
  let behind = 0;
  let asked = 0; // how many lines there were when we last asked for what we may have missed
  let beat = 0;
  let soon = 0;
  let queue = Promise.resolve();

  async function ask(path, body, keepalive = false, method = "POST") {
    const headers = { Accept: "application/json", "Content-Type": "application/json", "X-Requested-With": "aufil" };
    if (key) headers["Aufil-Guest"] = key;
    else if (person) headers["Aufil-Person"] = person;
    if (ticket) headers["Aufil-Stay"] = ticket;
    const options = { method, headers, keepalive, cache: "no-store", redirect: "manual" };
    try {
      const sent = method === "GET" ? options : { ...options, body: JSON.stringify(body || {}) };
      const answer = await fetch((path.startsWith("/api/") ? "" : base) + path, sent);
      const text = await answer.text();
      return { status: answer.status, body: text ? JSON.parse(text) : null };
    } catch (error) {
      return { status: 0, body: null };
    }
  }

  /** Into the room or its lobby, with what to say to the one other inside (`callAhead`): the stay, or why not. Called again after an end, it is a stay of its own. */
  async function come(takeOver = false, offer = null) {
    stop();
    stay = null;
    ticket = "";
    id = newId();
    heard = { rev: -1, signals: 0, lines: heard.lines };
    const answer = await ask("/stays", { id, tab, take_over: takeOver, offer });
    if (answer.status !== 201) return { ok: false, status: answer.status, ...(answer.body || {}) };
    stay = answer.body;
    ticket = stay.ticket;
    hearRoom(stay.room);
    listen();
    beat = setInterval(say, stay.every * 1000);
    return { ok: true, ...stay };
  }

  /** The way to the others, whole once inside, with fresh credentials; null when it cannot be had now. */
  async function renew() {
    if (!stay) return null;
    const answer = await ask("/stays", { id, tab });
    if (answer.status === 410 && answer.body) ended(answer.body.why);
    if (answer.status !== 201) return null;
    stay = answer.body;
    return stay;
  }

  function hearRoom(shape) {
    if (shape.rev < heard.rev) return;
    heard.rev = shape.rev;
    on.room(shape);
  }

  function listen() {
    if (stream) stream.close();
    const mine = new EventSource(base + "/events/" + stay.ticket);
    stream = mine;
    openedAt = spokeAt = Date.now();
    const hear = (name, act) => mine.addEventListener(name, (event) => {
      spokeAt = Date.now();
      if (mine === stream) act(event.data ? JSON.parse(event.data) : {});
    });
    hear("room", hearRoom);
    hear("line", hearLine);
    hear("signal", hearSignal);
    hear("over", ({ why }) => ended(why));
    hear("beat", () => {});
    mine.onopen = () => on.network(true);
    mine.onerror = () => {
      if (mine !== stream) return;
      on.network(false);
      say(); // why, if it is over
      if (mine.readyState === 2) setTimeout(() => { if (mine === stream && stay) listen(); }, RETRY * 2);
    };
  }

  function hearLine(line) {
    if (heard.lines.has(line.number)) return;
    heard.lines.add(line.number);
    on.line(line);
  }

  function hearSignal(signal) {
    if (signal.number <= heard.signals) return;
    if (signal.number > heard.signals + 1 && Date.now() - openedAt > JUST_OPEN) {
      listen();
      return;
    }
    heard.signals = signal.number;
    on.signal(signal);
  }

  /** How this page is; what comes back shows what it missed. */
  async function say() {
    clearTimeout(soon);
    soon = 0;
    if (!stay) return;
    const mine = stay.stay;
    const answer = await ask("/seen", on.standing());
    if (!stay || stay.stay !== mine) return;
    on.network(answer.status > 0 && answer.status < 500);
    if (answer.status === 410) ended((answer.body && answer.body.why) || "gone");
    else if (answer.status === 401 || answer.status === 404) ended("gone");
    else if (answer.status === 200) compare(answer.body);
    else if (!soon) soon = setTimeout(say, RETRY * 3);
  }

  function compare({ rev, signals, lines }) {
    const missed = rev > heard.rev || signals > heard.signals || lines > Math.max(asked, ...heard.lines, 0);
    behind = missed ? behind + 1 : 0;
    if (behind > 1 || Date.now() - spokeAt > SILENCE) {
      behind = 0;
      asked = lines;
      listen();
    } else if (missed && !soon) {
      soon = setTimeout(say, RETRY);
    }
  }

  function ended(why) {
    if (!stay) return;
    stop();
    stay = null;
    on.over(why);
  }

  function stop() {
    clearInterval(beat);
    clearTimeout(soon);
    soon = 0;
    if (stream) stream.close();
    stream = null;
  }

  async function deliver(body, mine) {
    for (let turn = 0; turn < TRIES && stay && stay.stay === mine; turn += 1) {
      const { status } = await ask("/signals", body);
      if (status && status < 500 && status !== 429) return;
      await pause(Math.min(RETRY_MOST, RETRY * 2 ** turn));
    }
  }

  return {
    come,
    renew,
    say,
    /** Something changed that others should see. */
    changed() { if (stay) { clearTimeout(soon); soon = setTimeout(say, SOON); } },
    /** To another stay; one after the other, in order. */
    send(to, kind, data = {}) {
      const body = { id: newId(), to, kind, data };
      const mine = stay && stay.stay;
      queue = queue.then(() => deliver(body, mine));
      return queue;
    },
    /** A line; false when it did not pass, then the same `line` may be tried again. */
    async write(line) {
      const answer = await ask("/lines", line);
      if (answer.status === 201) hearLine(answer.body);
      return answer.status === 201;
    },
    host(guest, act) { return ask("/guests/" + guest + "/" + act); },
    /** Small rooms: `{ count, minutes }` by chance, or `{ guests, minutes }`. */
    divide(body) { return ask("/parts", body); },
    callBack() { return ask("/parts", {}, false, "DELETE"); },
    move(guest, part) { return ask("/guests/" + guest + "/part", { part }, false, "PUT"); },
    callAgain() { return ask("/call"); },
    /** What else is ours to ask with this page's ticket: a whole path. */
    beside(method, path, body) { return ask(path, body, false, method); },
    end() { return ask("/end"); },
    opinion(answer) { return ask("/opinion", { answer }); },
    /** Out; the ticket stays good for the one question. `going`: with the page, whose last word only a beacon brings. */
    leave(going = false) {
      if (!stay) return null;
      stop();
      stay = null;
      const sent = going && navigator.sendBeacon && navigator.sendBeacon(base + "/leave?ticket=" + ticket);
      return sent ? null : ask("/leave", {}, true);
    },
  };
}
