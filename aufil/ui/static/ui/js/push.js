// What comes by web push: who writes, shown unless the thread is before one's eyes already; a tap opens it.

import { call } from "./call.js";
import { fact } from "./store.js";

const ICON = "/static/ui/img/icon-192.png";
const THREAD = /[0-9a-f]{8}-[0-9a-f-]{27}/; // its identifier, in whatever address shows it

/** Show what a push says: `{title, path, tag, id}`. */
export async function showPush({ title, path, tag, id }) {
  if (await windowOn(path, (one) => one.visibilityState === "visible")) return;
  const former = await self.registration.getNotifications({ tag });
  const again = former.some((one) => one.data && one.data.id === id); // told twice: it makes no second noise
  const how = { tag, icon: ICON, badge: ICON, lang: "fr", renotify: !again, silent: again, data: { path, id } };
  await self.registration.showNotification(title, how);
}

/** A tap on it: to the window that shows the thread, else to a new one. Nobody is taken away from where they write. */
export async function openPush(notification) {
  notification.close();
  const { path } = notification.data;
  const there = await windowOn(path, () => true);
  if (there) await there.focus();
  else await self.clients.openWindow(path);
}

/** The browser changed where it is told: say so. */
export async function renewPush({ oldSubscription, newSubscription }) {
  const options = oldSubscription && oldSubscription.options;
  const made = newSubscription || (options && (await self.registration.pushManager.subscribe(options)));
  if (made) await call("POST", "/api/v1/push", { body: made.toJSON(), person: await fact("person") });
}

async function windowOn(path, fits) {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const one of windows.filter(fits)) if (await shows(one.url, path)) return one;
  return null;
}

/** Does the page at this address show what a push speaks of? Its address says, or the page as it is kept. */
async function shows(address, path) {
  const { pathname, search } = new URL(address);
  const [thread] = THREAD.exec(path) || [];
  if (pathname + search === path) return true;
  if (!thread || (pathname + search).includes(thread)) return Boolean(thread);
  const stored = await caches.match(address, { ignoreVary: true });
  return new RegExp('data-role="thread"[^>]*data-thread="' + thread).test(stored ? await stored.text() : "");
}
