// Word passed between the parts of a page, the other tabs and the service worker.

const hearers = {};
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("aufil");

if (channel) channel.onmessage = (message) => spread(message.data.kind, message.data.data, true);

function spread(kind, data, fromElsewhere) {
  for (const hearer of hearers[kind] || []) hearer(data, fromElsewhere);
}

/** Call `hearer(data, fromElsewhere)` at every word of this kind. */
export function hear(kind, hearer) {
  (hearers[kind] = hearers[kind] || []).push(hearer);
}

/** Tell this page, the other tabs and the worker. `data` must be cloneable. */
export function tell(kind, data) {
  if (channel) channel.postMessage({ kind, data });
  spread(kind, data, false);
}

/** Tell this page alone. */
export function tellHere(kind, data) {
  spread(kind, data, false);
}
