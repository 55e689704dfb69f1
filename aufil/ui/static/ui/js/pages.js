// Pages without network. The server says by `Aufil-Keep` what may be stored: `first` is shown from the store at
// once and renewed behind, `fallback` is shown from the store when the network says nothing for four seconds.
// `Aufil-Person` says whose page it is; nobody finds the pages of another.

import { changePerson, shownFor } from "./person.js";
import { fillShell, offlinePage, storeAssets } from "./shell.js";

const PAGES = "aufil-pages";
const SHORT = 4000; // ms
const FRESH = 10000; // ms after a form or a redirect during which a stored page may be wrong
let freshUntil = 0;

/** The next page must come from the server: a form was sent, which may have signed somebody out. */
export function expectFresh() {
  freshUntil = Date.now() + FRESH;
}

/** Answer a navigation. */
export async function answerNavigation(event) {
  const mustBeFresh = Date.now() < freshUntil;
  freshUntil = 0;
  const stored = mustBeFresh ? undefined : await storedPage(event.request);
  const coming = fromNetwork(event);
  if (!stored) return coming.catch(offlinePage);
  if (stored.headers.get("Aufil-Keep") === "first") {
    coming.catch(() => {});
    return stored;
  }
  const patience = new Promise((resolve) => setTimeout(resolve, SHORT, stored));
  return Promise.race([coming.catch(() => stored), patience]);
}

async function storedPage(request) {
  const stored = await (await caches.open(PAGES)).match(request);
  const person = stored && stored.headers.get("Aufil-Person");
  return person && (await shownFor(person)) ? stored : undefined;
}

function fromNetwork(event) {
  const coming = fetch(event.request);
  const kept = coming.then((response) => keepPage(event.request, response)).catch(() => {});
  event.waitUntil(kept);
  return coming.then(async (response) => {
    if (response.status >= 500 || response.status === 408) return refusedByProxy(event.request, response);
    // Another person's page: what was the former's goes before this one is shown.
    if (response.headers.get("Aufil-Person") || response.type === "opaqueredirect") await kept;
    return response;
  });
}

/** An error that is not ours: better what we have. */
async function refusedByProxy(request, response) {
  return (await storedPage(request)) || response;
}

async function keepPage(request, original) {
  if (original.type === "opaqueredirect") return expectFresh();
  if (original.status !== 200) return undefined;
  const response = original.clone();
  const person = response.headers.get("Aufil-Person") || "";
  const html = await response.clone().text();
  // A captive portal's page has no person either: only a page of ours says that nobody is signed in.
  if (!person && !html.includes("data-device-state=")) return undefined;
  await changePerson(person, html.includes('data-device-state="revoked"'));
  if (!person || !response.headers.get("Aufil-Keep")) return undefined;
  await (await caches.open(PAGES)).put(request, response);
  if (await storeAssets(html)) await fillShell();
  return undefined;
}
