// Pages without network. The server says by `Aufil-Keep` what may be stored: `first` is shown from the store at
// once and renewed behind, `fallback` is shown from the store when the network says nothing for four seconds.
// `Aufil-Person` says whose page it is; nobody finds the pages of another.

import { tell } from "./hub.js";
import { changePerson, shownFor } from "./person.js";
import { fillShell, offlinePage, storeAssets } from "./shell.js";

const PAGES = "aufil-pages";
const PAGES_MOST = 8;
const REVOKED = 'data-device-state="revoked"'; // in a page of ours
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
  const coming = fromNetwork(event, stored);
  if (!stored) return coming.catch(offlinePage);
  const orStored = coming.catch(() => stored);
  if (stored.headers.get("Aufil-Keep") === "first") return stored;
  return Promise.race([orStored, new Promise((resolve) => setTimeout(resolve, SHORT, stored))]);
}

async function storedPage(request) {
  const stored = await (await caches.open(PAGES)).match(request, { ignoreVary: true });
  const person = stored && stored.headers.get("Aufil-Person");
  return person && (await shownFor(person)) ? stored : undefined;
}

/** The server's page, kept behind if it may be; an error on the way gives what is stored, if anything is. */
async function fromNetwork(event, stored) {
  let keeping = null;
  event.waitUntil(new Promise((resolve) => { keeping = resolve; }));
  try {
    const response = await fetch(event.request);
    if (response.type === "opaqueredirect") expectFresh();
    if (stored && (response.status >= 500 || response.status === 408)) return stored;
    const person = response.headers.get("Aufil-Person");
    if (person) await changePerson(person); // what was the former's goes before this page is shown
    keeping(keepPage(event.request, response.clone(), Boolean(stored)).catch(() => {}));
    return response;
  } finally {
    keeping();
  }
}

async function keepPage(request, response, renews) {
  if (response.status !== 200) return;
  const person = response.headers.get("Aufil-Person") || "";
  const html = await response.clone().text();
  // A captive portal's page has no person either: only a page of ours says that nobody is signed in.
  if (!person && !html.includes("data-device-state=")) return;
  await changePerson(person, html.includes(REVOKED));
  if (person) await storePage(request, response, html, renews);
}

async function storePage(request, response, html, renews) {
  if (!response.headers.get("Aufil-Keep")) return;
  if (renews) tell("page", { url: response.url, html });
  const cache = await caches.open(PAGES);
  await cache.put(request, response);
  for (const old of (await cache.keys()).slice(0, -PAGES_MOST)) await cache.delete(old);
  if (await storeAssets(html)) await fillShell();
}

/** At the first visit the page came before the worker: keep it too, so that it opens without network at once. */
export async function keepOpenPages() {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const { url } of windows) await keepOpenPage(url).catch(() => {});
}

/**
 * The open page said itself whose it is, and somebody may have signed in since: what comes now is kept for who is
 * here, and changes nobody. But that a device is revoked the server says once: who hears it tells the others.
 */
async function keepOpenPage(url) {
  const response = await fetch(url, { credentials: "same-origin", redirect: "manual" });
  if (response.status !== 200) return;
  const html = await response.clone().text();
  if (html.includes(REVOKED)) await changePerson("", true);
  const person = response.headers.get("Aufil-Person");
  if (person && (await shownFor(person))) await storePage(url, response, html, false);
}
