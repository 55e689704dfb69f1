// What is being recorded, kept on the phone part by part: a page that closes loses nothing that was said. A take waits
// for its author, on its thread, until it is sent or thrown away.
//
// The fact `take <person> <thread>`: `id`, `kind` (`voice`, `video`), `type` (media type), `milliseconds`, `levels`,
// `parts` (how many), `at`. The parts themselves are among the bytes, under `[id, number]`.

import { newId } from "../../ui/js/ids.js";
import { answerOf, fact, within } from "../../ui/js/store.js";

const STORES = ["facts", "bytes"];

function takeName(view) {
  return "take " + view.me + " " + view.thread;
}

/** A take of which nothing is kept yet. */
export function newTake(kind, type) {
  return { id: newId(), kind, type, milliseconds: 0, levels: [], parts: 0, at: Date.now() };
}

/** Keep one more part of it. Where nothing can be kept, the page still has it. */
export function keepPart(view, take, blob) {
  const number = take.parts;
  take.parts += 1;
  const kept = { ...take, levels: take.levels.slice() };
  return within(STORES, "readwrite", async (tx) => {
    await answerOf(tx.objectStore("bytes").put(blob, [take.id, number]));
    await answerOf(tx.objectStore("facts").put(kept, takeName(view)));
  }).catch(() => {});
}

/** All that is kept of it, as one blob. */
export async function wholeOf(take) {
  const range = IDBKeyRange.bound([take.id, 0], [take.id, Infinity]);
  const parts = await within(["bytes"], "readonly", (tx) => answerOf(tx.objectStore("bytes").getAll(range)));
  return new Blob(parts, { type: take.type });
}

/** Throw away what this person recorded on this thread and did not send. */
export async function dropTake(view) {
  const take = await fact(takeName(view)).catch(() => null);
  if (!take) return;
  await within(STORES, "readwrite", async (tx) => {
    await answerOf(tx.objectStore("bytes").delete(IDBKeyRange.bound([take.id, 0], [take.id, Infinity])));
    await answerOf(tx.objectStore("facts").delete(takeName(view)));
  }).catch(() => {});
}
