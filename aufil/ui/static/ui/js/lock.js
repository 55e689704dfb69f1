// Doing something in one place only, whatever the number of tabs.

/**
 * Run `work` while no other tab nor the worker runs under the same name; they wait for their turn.
 * `signal` stops waiting. Without Web Locks it runs at once: each sender waits for acceptance before its next
 * entry and the server knows repeats, so order and number still hold.
 */
export function alone(name, work, signal) {
  if (!navigator.locks) return work();
  return navigator.locks.request(name, signal ? { signal } : {}, work);
}

/** Can tabs agree on one that leads? */
export function canLead() {
  return Boolean(navigator.locks && typeof BroadcastChannel !== "undefined");
}
