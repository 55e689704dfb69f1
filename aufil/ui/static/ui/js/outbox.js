// The entries that wait on this phone. Every function is one transaction: a tap and a verdict that come
// together cannot undo each other.
//
// A record: `n` (order of writing), `id`, `lane` (thread), `url`, `op` (`post`, `edit`, `delete`), `born` (its
// first `op`), `text`, `reply_to`, `quote` ({name, text}, for the screen), `author`, `written_at` (ms, this
// phone's clock), `state`, `sent` (its bytes may have reached the server), `known` (the server has it), `revised`,
// `solo` (not in a batch), `tries`, `next_at` and `not_before` (ms), `confirmed` (sent although old), `problem`.
//
// States: `waiting`, `sending`; `refused` and `held` block their lane until the person decides; `ended` and
// `revoked` will never leave, their text stays to be copied.

import { afterVerdict, headOf, isBlocked, isOld, isOver } from "./fate.js";
import { tell } from "./hub.js";
import { answerOf, fact, setFact, within } from "./store.js";

const FRESH_RECORD = { state: "waiting", sent: false, known: false, tries: 0, next_at: 0, not_before: 0, problem: null };

/** Change the outbox in one transaction, then tell every tab. */
async function change(work) {
  const result = await within(["outbox"], "readwrite", (tx) => work(tx.objectStore("outbox")));
  tell("outbox");
  return result;
}

function changeOne(id, work) {
  return change(async (box) => {
    const record = await answerOf(box.index("id").get(id));
    return record ? work(record, box) : undefined;
  });
}

/** Keep a new entry, last in its lane: `{id, lane, url, text, reply_to, quote, author, written_at}`. */
export function keep(entry) {
  return change((box) => answerOf(box.add({ ...FRESH_RECORD, op: "post", born: "post", ...entry })));
}

/**
 * Another text for an entry, at once. One whose bytes may have reached the server becomes an `edit`: the server
 * is asked to change it, and gets it posted only if it never had it. `place` is `{lane, url, author}`, `otherId`
 * the id it takes when the server knows its own as something else.
 */
export function revise(place, id, text, otherId) {
  return change(async (box) => {
    const record = await answerOf(box.index("id").get(id));
    if (!record) return answerOf(box.add(changeOfKnown("edit", place, id, text)));
    const taken = record.state === "refused" && record.problem.status === 409;
    Object.assign(record, { text, problem: null, tries: 0, next_at: 0 });
    if (taken) record.id = otherId;
    else if (record.op === "post" && record.sent) record.op = "edit";
    if (record.state !== "sending") record.state = "waiting";
    return answerOf(box.put(record));
  });
}

/** Take an entry back, at once; what may have reached the server is deleted there too. */
export function withdraw(place, id) {
  return change(async (box) => {
    const record = await answerOf(box.index("id").get(id));
    if (!record) return answerOf(box.add(changeOfKnown("delete", place, id, "")));
    if (isOver(record) || (!record.sent && !record.known && record.op === "post")) return answerOf(box.delete(record.n));
    Object.assign(record, { op: "delete", problem: null, tries: 0, next_at: 0 });
    if (record.state !== "sending") record.state = "waiting";
    return answerOf(box.put(record));
  });
}

function changeOfKnown(op, place, id, text) {
  return { ...FRESH_RECORD, ...place, id, op, born: op, text, known: true, written_at: Date.now() };
}

/** Let go of a record that is refused or over: nothing is asked of the server. */
export function forget(id) {
  return changeOne(id, (record, box) => answerOf(box.delete(record.n)));
}

/** "Yes, send it": a held record and the old ones behind it in its lane, or one that a revoked device kept. */
export function confirm(id) {
  return changeOne(id, async (record, box) => {
    for (const one of await answerOf(box.index("lane").getAll(record.lane))) {
      if (one.author !== record.author || (isOver(one) && one.id !== id)) continue;
      one.confirmed = true;
      if (one.state === "held" || one.state === "revoked") one.state = "waiting";
      await answerOf(box.put(one));
    }
  });
}

/** Let all that waits for its next try leave now, except where the server itself asked for a delay. */
export function hurry(author) {
  return within(["outbox"], "readwrite", async (tx) => {
    const box = tx.objectStore("outbox");
    for (const record of await answerOf(box.getAll())) {
      if (record.author === author && record.next_at) await answerOf(box.put({ ...record, next_at: 0 }));
    }
  });
}

/** This device was revoked: nothing of this author leaves any more. */
export function revoke(author) {
  return change(async (box) => {
    for (const record of await answerOf(box.getAll())) {
      if (record.author === author && record.state !== "ended") await answerOf(box.put({ ...record, state: "revoked" }));
    }
  });
}

/**
 * What of a lane leaves now: `{records, after}` (`after`: how many of this author stay behind), marked as sent
 * before a byte leaves; or `{later}`, the time (ms) of the next try, if there is one. To be called by the only
 * sender of the lane: a record still marked as sending was left so by one that died.
 */
export async function claim(lane, author) {
  const now = Date.now();
  let held = false;
  const claimed = await within(["outbox"], "readwrite", async (tx) => {
    const box = tx.objectStore("outbox");
    const all = (await answerOf(box.getAll())).filter((record) => record.author === author && !isOver(record));
    const line = all.filter((record) => record.lane === lane);
    const [first] = line;
    if (!first || isBlocked(first)) return {};
    if (isOld(first, now)) {
      held = true;
      await answerOf(box.put({ ...first, state: "held" }));
      return {};
    }
    const due = Math.max(first.next_at, first.not_before);
    if (due > now) return { later: due };
    const records = headOf(line, now).map((record) => ({ ...record, state: "sending" }));
    for (const record of records) await answerOf(box.put({ ...record, sent: true }));
    return { records, after: all.length - records.length };
  });
  if (held || claimed.records) tell("outbox");
  return claimed;
}

/** Put what was sent back in its place: `pairs` of the record as it left and the verdict on it. */
export function settle(pairs) {
  return change(async (box) => {
    for (const [sent, verdict] of pairs) {
      const record = await answerOf(box.index("id").get(sent.id));
      const next = record && afterVerdict(record, sent, verdict);
      if (next) await answerOf(box.put(next));
      else if (record) await answerOf(box.delete(record.n));
    }
  });
}

/** Every record of this author, in order of writing. */
export async function recordsOf(author) {
  const all = await within(["outbox"], "readonly", (tx) => answerOf(tx.objectStore("outbox").getAll()));
  return all.filter((record) => record.author === author);
}

/** How many entries of this author may still leave. */
export async function countWaiting(author) {
  return (await recordsOf(author)).filter((record) => !isOver(record)).length;
}

/** How many waiting entries of this author the server was last told of; and to note what it is told. */
export async function announced(author) {
  return (await fact("announced " + author)) || 0;
}

export function noteAnnounced(author, count) {
  return setFact("announced " + author, count);
}
