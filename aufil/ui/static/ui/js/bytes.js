// The bytes of files, kept on the phone with the entry that announces them, until the server has proved that it has
// them all. What changes them works in its caller's transaction (`change` of `lanes.js`).
//
// An upload: `id` (the file's), `entry`, `place` (in its entry), `lane` (thread), `author`, `size`, `offset` (what the server is known to
// have, in bytes), `state` (`waiting`, or `ended`: the server wants none of it), `tries`, `next_at`, `not_before`,
// `problem`. Its bytes are a Blob under the same id in a store of their own, so that noting progress copies nothing.

import { answerOf, within } from "./store.js";

const FRESH_UPLOAD = { offset: 0, state: "waiting", tries: 0, next_at: 0, not_before: 0, problem: null };

/** Keep the bytes of the files that `entry` announces, in the same order. */
export async function keepBytes(tx, entry, blobs) {
  for (const [i, blob] of blobs.entries()) {
    const { id } = entry.files[i];
    const of = { id, entry: entry.id, place: i, lane: entry.lane, author: entry.author, size: blob.size };
    await answerOf(tx.objectStore("uploads").add({ ...FRESH_UPLOAD, ...of }));
    await answerOf(tx.objectStore("bytes").add(blob, id));
  }
}

/** Let go of all bytes of an entry. */
export async function dropBytes(tx, entry) {
  for (const id of await answerOf(tx.objectStore("uploads").index("entry").getAllKeys(entry))) {
    await answerOf(tx.objectStore("uploads").delete(id));
    await answerOf(tx.objectStore("bytes").delete(id));
  }
}

/** The entry has another id now. */
export async function moveBytes(tx, from, to) {
  for (const upload of await answerOf(tx.objectStore("uploads").index("entry").getAll(from))) {
    await answerOf(tx.objectStore("uploads").put({ ...upload, entry: to }));
  }
}

/** Do bytes wait here, whosever they are? */
export async function anyBytes() {
  return Boolean(await within(["uploads"], "readonly", (tx) => answerOf(tx.objectStore("uploads").count())));
}
