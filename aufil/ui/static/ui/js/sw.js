// The service worker: pages and shell without network, the outbox when no page is open, and who is told by push.

import { anyBytes } from "./bytes.js";
import { carry } from "./carrier.js";
import { deliver } from "./courier.js";
import { answerNavigation, expectFresh, keepOpenPages } from "./pages.js";
import { openPush, renewPush, showPush } from "./push.js";
import { answerAsset, fillShell, isAsset } from "./shell.js";
import { countWaiting, hurry } from "./lanes.js";
import { fact } from "./store.js";

self.addEventListener("install", (event) => {
  self.skipWaiting();
  loadTus(); // a worker may later load only what it loaded now
  event.waitUntil(fillShell());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
  event.waitUntil(keepOpenPages());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (request.method === "GET") event.respondWith(answerNavigation(event));
    else expectFresh();
  } else if (request.method === "GET" && isAsset(url)) event.respondWith(answerAsset(request));
});

// The browser says that the network is back, maybe long after the page was closed. To fail is to be called again.
self.addEventListener("sync", (event) => {
  if (event.tag === "aufil-outbox") event.waitUntil(deliverAll());
});

self.addEventListener("push", (event) => {
  if (event.data) event.waitUntil(showPush(event.data.json()));
});

self.addEventListener("notificationclick", (event) => event.waitUntil(openPush(event.notification)));

self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renewPush(event)));

async function deliverAll() {
  const author = await fact("person");
  await hurry(author);
  const next = (await deliver()) || ((await anyBytes()) && (await carry(loadTus)));
  const waits = (await countWaiting(author)) || (await anyBytes());
  if (next || (navigator.onLine === false && waits)) throw new Error("not all has left");
}

function loadTus() {
  if (!self.tus) importScripts("/static/ui/vendor/tus.js");
}
