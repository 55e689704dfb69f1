// The server's clock, guessed from the `Date` of its answers. Order never depends on it.

import { fact, setFact } from "./store.js";

const SAME = 3000; // ms: closer than a header's second and a slow network can tell

/** Note what the server's clock said in an answer that proved to be the server's; times in ms. */
export async function noteServerTime(header, asked, answered) {
  const said = Date.parse(header || "");
  if (Number.isNaN(said)) return;
  const ahead = said + 500 - (asked + answered) / 2;
  const known = (await fact("clock")) || 0;
  if (Math.abs(ahead - known) > SAME) await setFact("clock", Math.abs(ahead) > SAME ? ahead : 0);
}

/** A time of this phone (ms) as the server would have written it (RFC 3339). */
export async function serverTime(local) {
  const ahead = (await fact("clock").catch(() => 0)) || 0;
  return new Date(local + ahead).toISOString();
}
