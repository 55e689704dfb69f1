// The last entries read of each thread, so that an old stored page can show what was read since.

import { answerOf, within } from "./store.js";

const KEPT_MOST = 200; // of each thread

function rangeOf(thread, from = 0) {
  return IDBKeyRange.bound([thread, from], [thread, Infinity]);
}

/** Keep these entries of one thread as the API shaped them; the oldest beyond the last 200 go. */
export function keepRead(thread, shapes) {
  return within(["entries"], "readwrite", async (tx) => {
    const store = tx.objectStore("entries");
    for (const shape of shapes) await answerOf(store.put(shape));
    const keys = await answerOf(store.index("place").getAllKeys(rangeOf(thread)));
    for (const key of keys.slice(0, Math.max(0, keys.length - KEPT_MOST))) await answerOf(store.delete(key));
  });
}

/** The kept entries of a thread from this `seq` on, ascending. */
export function readSince(thread, seq) {
  return within(["entries"], "readonly", (tx) => {
    return answerOf(tx.objectStore("entries").index("place").getAll(rangeOf(thread, seq)));
  });
}
