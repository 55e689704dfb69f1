// A reaction waits in the outbox like a text, in a lane of its own: it neither waits for a text that is held nor holds one.

import { change } from "./lanes.js";
import { answerOf } from "./store.js";

const FRESH = { state: "waiting", sent: false, known: true, tries: 0, next_at: 0, not_before: 0, problem: null };

/** Put a sign on the entry `of`, or take it off; of several taps the last holds. */
export async function react({ lane, url, author }, of, sign, on) {
  const id = of + " " + sign;
  const text = on ? sign : ""; // what is wanted: another text is another wish (see `fate.js`)
  await change(async (box) => {
    const record = await answerOf(box.index("id").get(id));
    const wish = { ...(record || FRESH), text, tries: 0, next_at: 0 };
    if (record) return answerOf(box.put(wish));
    const place = { lane: lane + " signs", url, author, id, of, sign };
    return answerOf(box.add({ ...wish, ...place, op: "react", born: "react", written_at: Date.now() }));
  });
  const worker = navigator.onLine === false && navigator.serviceWorker;
  if (!worker || !worker.controller) return;
  const { sync } = await worker.ready;
  if (sync) await sync.register("aufil-outbox").catch(() => {});
}
