// What an answer means for an entry that waits. The table is in `docs/outbox.md`, and tested line by line.

import { isRevocation } from "./call.js";

const MEND = [400, 409, 413, 422];
const END = [403, 404, 410];

/**
 * What becomes of the entry `id` after this answer (see `call`, or an item of a batch):
 *
 *   accepted  the server has it (`entry`)          wait      no proof of anything: try again (`after`, s)
 *   sign-in   keep all, the person must sign in    revoked   this device may send no more
 *   mend      refused: the person corrects it      end       refused for good: the text stays to be copied
 */
export function verdictOf(answer, id) {
  const { status, problem, retryAfter: after = 0 } = answer;
  if (status === 200 || status === 201) {
    const proven = answer.media === "application/json" && answer.body && answer.body.id === id;
    return proven ? { kind: "accepted", entry: answer.body } : { kind: "wait", after: 0 };
  }
  // An error that is not our own server's document is a proxy's page: it tells of the network only.
  if (!problem) return { kind: "wait", after };
  if (status === 401) return { kind: isRevocation(problem) ? "revoked" : "sign-in", problem };
  if (MEND.includes(status)) return { kind: "mend", problem };
  if (END.includes(status)) return { kind: "end", problem };
  return { kind: "wait", after };
}
