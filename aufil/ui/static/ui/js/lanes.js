// The lanes of the outbox: what leaves, in which order, and what becomes of it. For pages and for the worker;
// `outbox.js` is what the person does with entries that wait.
//
// A record: `n` (order of writing), `id`, `lane` (thread), `url`, `op` (`post`, `edit`, `delete`, and `react`:
// `sign` on the entry `of`, `text` empty to take it off), `born` (its first `op`), `text`, `reply_to`, `quote`
// ({name, text}, for the screen), `author`, `written_at` (ms, this phone's clock), `state`, `sent` (its bytes may
// have reached the server), `known` (the server has it), `revised`, `solo` (not in a batch), `tries`, `next_at` and
// `not_before` (ms), `confirmed` (sent although old), `problem`. When files go with it: `kind` and `files` as the
// API wants them announced, `label` (what they are called); their bytes are in `bytes.js`.
//
// States: `waiting`, `sending`; `refused` and `held` block their lane until the person decides; `ended` and
// `revoked` will never leave, their text stays to be copied.

import { dropBytes } from "./bytes.js";
import { afterVerdict, counts, headOf, isBlocked, isOld, isOver } from "./fate.js";
import { tell } from "./hub.js";
import { answerOf, fact, setFact, within } from "./store.js";

/** Change the outbox, and the bytes that go with it, in one transaction; then tell every tab. */
export async function change(work) {
  const result = await within(["outbox", "uploads", "bytes"], "readwrite", (tx) => work(tx.objectStore("outbox")));
  tell("outbox");
  return result;
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
    return { records, after: all.filter(counts).length - records.filter(counts).length };
  });
  if (held || claimed.records) tell("outbox");
  return claimed;
}

/** Let all that waits for its next try leave now, except where the server itself asked for a delay. */
export function hurry(author) {
  return within(["outbox", "uploads"], "readwrite", async (tx) => {
    for (const store of [tx.objectStore("outbox"), tx.objectStore("uploads")]) {
      for (const record of await answerOf(store.getAll())) {
        if (record.author === author && record.next_at) await answerOf(store.put({ ...record, next_at: 0 }));
      }
    }
  });
}

/** Take a record out of the outbox; `bytesToo`: what was to follow it will not. */
export async function remove(box, record, bytesToo) {
  await answerOf(box.delete(record.n));
  if (bytesToo) await dropBytes(box.transaction, record.id);
}

/** Put what was sent back in its place: `pairs` of the record as it left and the verdict on it. */
export function settle(pairs) {
  return change(async (box) => {
    for (const [sent, verdict] of pairs) {
      const record = await answerOf(box.index("id").get(sent.id));
      const next = record && afterVerdict(record, sent, verdict);
      if (next) await answerOf(box.put(next));
      else if (record) await remove(box, record, record.op === "delete");
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
  return (await recordsOf(author)).filter(counts).length;
}

/** How many waiting entries of this author the server was last told of; and to note what it is told. */
export async function announced(author) {
  return (await fact("announced " + author)) || 0;
}

export function noteAnnounced(author, count) {
  return setFact("announced " + author, count);
}

/** This device was revoked: nothing of this author leaves any more. */
export function revoke(author) {
  return change(async (box) => {
    for (const record of await answerOf(box.getAll())) {
      if (record.author !== author || record.state === "ended") continue;
      if (record.op === "react") await answerOf(box.delete(record.n));
      else await answerOf(box.put({ ...record, state: "revoked" }));
    }
  });
}
