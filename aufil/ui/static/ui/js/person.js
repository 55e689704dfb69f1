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
  const former = await fact("person");
  if (revoked && former) {
    await revoke(former);
    await setFact("revoked", former);
  }
  if (former === person) return;
  await setFact("person", person);
  if (person && (await fact("revoked")) === person) await setFact("revoked", "");
  if (!former) return;
  await forgetWhatWasRead();
  tell("person", person);
}

async function forgetWhatWasRead() {
  await within(["entries"], "readwrite", (tx) => answerOf(tx.objectStore("entries").clear()));
  if (typeof caches !== "undefined") await caches.delete("aufil-pages");
}
