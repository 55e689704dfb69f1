// The phone may forget: asking it not to, and what to do when it cannot keep anything.

import { call } from "../../ui/js/call.js";
import { tell } from "../../ui/js/hub.js";
import { notify } from "../../ui/js/notice.js";
import { serverTime } from "../../ui/js/servertime.js";
import { fact, setFact } from "../../ui/js/store.js";
import { verdictOf } from "../../ui/js/verdict.js";

/** At the first message, ask the browser to keep what waits; a refusal is said once. */
export async function askToStay() {
  const storage = navigator.storage;
  if (!storage || !storage.persist || (await fact("asked to stay"))) return;
  await setFact("asked to stay", true);
  if (!(await storage.persist().catch(() => false))) notify("may_forget");
}

/** Send an entry that could not be kept; true when the server has it. */
export async function sendWithoutKeeping({ id, url, text, reply_to, marks, author, written_at }) {
  const body = { ...marks, id, text, reply_to, written_at: await serverTime(written_at) };
  const verdict = verdictOf(await call("POST", url, { person: author, body }), id);
  if (verdict.kind === "accepted") tell("entry", verdict.entry);
  notify(verdict.kind === "accepted" ? "disk_full" : "disk_full_stay");
  return verdict.kind === "accepted";
}
