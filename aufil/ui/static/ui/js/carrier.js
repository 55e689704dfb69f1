// Carries the bytes of files to the server once their entry is there: one file at a time in the whole browser, from
// where the server has them. The same in pages (loaded when there are bytes) and in the service worker.

import { call } from "./call.js";
import { backoff } from "./fate.js";
import { tell } from "./hub.js";
import { alone } from "./lock.js";
import { sendPieces } from "./pieces.js";
import { fact } from "./store.js";
import { bytesOf, forgetUpload, nextUpload, noteUpload } from "./uploads.js";

const AGAIN_MOST = 5; // times in a row that the server may have another number of bytes than we thought
let carrying = null; // {again, done}

/**
 * Send the bytes that may leave. Answers the time (ms) of the next try, or 0 when nothing waits for one.
 * `loadTus` brings the library that knows the protocol.
 */
export function carry(loadTus) {
  if (carrying) {
    carrying.again = true;
    return carrying.done;
  }
  const work = { again: false, done: null };
  carrying = work;
  work.done = (async () => {
    try {
      let later;
      do {
        work.again = false;
        later = await alone("aufil-bytes", () => carryAll(loadTus));
      } while (work.again);
      return later;
    } finally {
      carrying = null;
    }
  })();
  return work.done;
}

async function carryAll(loadTus) {
  for (;;) {
    const author = await fact("person"); // asked each time: another person may have signed in
    if (!author || navigator.onLine === false) return 0;
    const { upload, later } = await nextUpload(author);
    if (!upload) return later;
    await loadTus();
    const outcome = await carryOne(upload);
    if (outcome.kind === "asked") {
      await call("GET", "/api/v1/me", { person: author }); // HEAD brings no document: this one says which
      tell("sign-in");
      return 0;
    }
    const next = await noteOutcome(upload, outcome);
    if (next) return next; // what stopped this file would stop the others
  }
}

async function carryOne(upload) {
  const blob = await bytesOf(upload.id);
  if (!blob || blob.size !== upload.size) return { kind: "end", problem: null }; // the browser lost them
  const moved = (received) => {
    const { lane, entry, id, size } = upload;
    if (received !== upload.offset) noteUpload(id, { offset: received, tries: 0 });
    Object.assign(upload, { offset: received, tries: 0 });
    tell("live", { event: "arriving", data: { thread: lane, entry, file: id, received, size } });
    tell("network", true);
  };
  for (let times = 0; times < AGAIN_MOST; times += 1) {
    const outcome = await sendPieces(upload, blob, moved);
    if (outcome.kind !== "again") return outcome;
  }
  return { kind: "wait" };
}

/** Note what became of it; the time (ms) of the next try when nothing more can leave before. */
async function noteOutcome({ id, tries }, { kind, after, problem }) {
  if (kind === "done") await forgetUpload(id);
  if (kind === "end") await noteUpload(id, { state: "ended", problem });
  if (kind !== "wait") return 0;
  const now = Date.now();
  const [next_at, not_before] = [now + backoff(tries + 1), after ? now + after * 1000 : 0];
  await noteUpload(id, { tries: tries + 1, next_at, not_before });
  tell("network", false);
  return Math.max(next_at, not_before);
}
