// The entries that wait on this phone. Every function is one transaction: a tap and a verdict that come
// together cannot undo each other.

import { keepBytes, moveBytes } from "./bytes.js";
import { isOver } from "./fate.js";
import { change, remove } from "./lanes.js";
import { answerOf } from "./store.js";

const FRESH_RECORD = { state: "waiting", sent: false, known: false, tries: 0, next_at: 0, not_before: 0, problem: null };

function changeOne(id, work) {
  return change(async (box) => {
    const record = await answerOf(box.index("id").get(id));
    return record ? work(record, box) : undefined;
  });
}

/**
 * Keep a new entry, last in its lane: `{id, lane, url, text, reply_to, quote, author, written_at}`, and `kind` and
 * `files` when some go with it; `blobs` are their bytes, kept with it or not at all.
 */
export function keep(entry, blobs = []) {
  return change(async (box) => {
    await answerOf(box.add({ ...FRESH_RECORD, op: "post", born: "post", ...entry }));
    await keepBytes(box.transaction, entry, blobs);
  });
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
    const errors = (record.problem && record.problem.errors) || {};
    if (errors.reply_to) Object.assign(record, { reply_to: null, quote: null }); // it answered what is not there
    Object.assign(record, { text, problem: null, tries: 0, next_at: 0 });
    if (taken) {
      await moveBytes(box.transaction, record.id, otherId);
      record.id = otherId;
    }
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
    const never = !record.sent && !record.known && record.op === "post";
    if (isOver(record) || never) return remove(box, record, !record.known);
    Object.assign(record, { op: "delete", problem: null, tries: 0, next_at: 0 });
    if (record.state !== "sending") record.state = "waiting";
    return answerOf(box.put(record));
  });
}

function changeOfKnown(op, place, id, text) {
  return { ...FRESH_RECORD, ...place, id, op, born: op, text, known: true, written_at: Date.now() };
}

/** Let go of a record that is refused or over, and of its bytes: nothing is asked of the server. */
export function forget(id) {
  return changeOne(id, (record, box) => remove(box, record, !record.known));
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
