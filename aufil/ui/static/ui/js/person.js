// Who is signed in on this phone. When that changes, all that was kept of what the former could read goes; what
// they wrote and could not send stays, and waits for them.

import { tell } from "./hub.js";
import { revoke } from "./lanes.js";
import { answerOf, fact, setFact, within } from "./store.js";

/** May what belongs to `person` be shown now? */
export async function shownFor(person) {
  return (await fact("person")) === person;
}

/**
 * The server says that `person` ("" for nobody) is signed in here. `revoked`: this device was taken from the
 * former, and what they wrote stays on it as text to copy.
 */
export async function changePerson(person, revoked = false) {
  const lost = revoked && (await fact("person"));
  if (lost) {
    await revoke(lost);
    await setFact("revoked", lost);
  }
  const former = await exchange(person);
  // A page whose device was revoked must go, whatever a late hand noted here.
  if (former === person && !revoked) return;
  if (person && (await fact("revoked")) === person) await setFact("revoked", "");
  if (!former && !revoked) return;
  await forgetWhatWasRead();
  tell("person", person);
}

/** Note who is here and answer who was, in one: the page and the worker both do. */
function exchange(person) {
  return within(["facts"], "readwrite", async (tx) => {
    const facts = tx.objectStore("facts");
    const former = await answerOf(facts.get("person"));
    if (former !== person) await answerOf(facts.put(person, "person"));
    return former;
  });
}

async function forgetWhatWasRead() {
  await within(["entries"], "readwrite", (tx) => answerOf(tx.objectStore("entries").clear()));
  if (typeof caches !== "undefined") await caches.delete("aufil-pages");
}
