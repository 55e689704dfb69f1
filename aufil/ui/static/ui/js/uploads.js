// The files whose bytes wait on this phone: which leaves next, how far it has come, when it is done.

import { isOver } from "./fate.js";
import { tell } from "./hub.js";
import { answerOf, within } from "./store.js";

/** Every upload of this author, in the order they were kept: identifiers of entries tell when they were made. */
export function uploadsOf(author) {
  return within(["uploads"], "readonly", (tx) => inOrder(tx, author));
}

async function inOrder(tx, author) {
  const all = await answerOf(tx.objectStore("uploads").getAll());
  const before = (one, other) => (one.entry === other.entry ? one.place - other.place : one.entry < other.entry ? -1 : 1);
  return all.filter((upload) => upload.author === author).sort(before);
}

/**
 * The upload of this author that leaves now, `{upload}`, or the time (ms) of the next try, `{later}`. Bytes follow
 * their entry: while its announcement is in the outbox and nothing proves that the server has it, they stay.
 */
export function nextUpload(author) {
  const now = Date.now();
  return within(["outbox", "uploads"], "readonly", async (tx) => {
    let later = 0;
    for (const upload of await inOrder(tx, author)) {
      if (upload.state !== "waiting") continue;
      const record = await answerOf(tx.objectStore("outbox").index("id").get(upload.entry));
      if (record && (!record.known || (record.op === "delete" && !isOver(record)))) continue;
      const due = Math.max(upload.next_at, upload.not_before);
      if (due <= now) return { upload };
      later = later ? Math.min(later, due) : due;
    }
    return { later };
  });
}

/** The bytes of a file, or undefined. */
export function bytesOf(id) {
  return within(["bytes"], "readonly", (tx) => answerOf(tx.objectStore("bytes").get(id)));
}

/** Change an upload, if it is still there, and tell every tab. */
export async function noteUpload(id, change) {
  await within(["uploads"], "readwrite", async (tx) => {
    const upload = await answerOf(tx.objectStore("uploads").get(id));
    if (upload) await answerOf(tx.objectStore("uploads").put({ ...upload, ...change }));
  });
  tell("uploads");
}

/** The server has it all, or the person lets go of it. */
export async function forgetUpload(id) {
  await within(["uploads", "bytes"], "readwrite", async (tx) => {
    await answerOf(tx.objectStore("uploads").delete(id));
    await answerOf(tx.objectStore("bytes").delete(id));
  });
  tell("uploads");
}
