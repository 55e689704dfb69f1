// When a page sends: at once, at the next try, when the network or the person comes back. What could not leave is
// also left to the service worker, where the browser can wake it. Bytes of files follow their entries, and nothing
// waits for them.

import { anyBytes } from "./bytes.js";
import { deliver } from "./courier.js";
import { hear, tellHere } from "./hub.js";
import { countWaiting, hurry } from "./lanes.js";

const LONGEST = 2 ** 31 - 1; // ms a timer can wait
let timer = 0;
let bytesTimer = 0;
let wasDown = false;
let sender = "";

/** Send what may leave now, and plan the next try. */
export async function send() {
  clearTimeout(timer);
  const next = await deliver();
  clearTimeout(timer);
  if (next) timer = setTimeout(send, untilThen(next));
  if (next || navigator.onLine === false) await wakeWorkerLater();
  sendBytes().catch(() => {}); // without the script that carries them they leave at another time
}

function untilThen(next) {
  return Math.min(LONGEST, Math.max(500, next - Date.now()));
}

async function sendBytes() {
  if (!sender || !(await anyBytes())) return;
  const { carry } = await import("./carrier.js");
  const next = await carry(() => import("../vendor/tus.js"));
  clearTimeout(bytesTimer);
  if (next) bytesTimer = setTimeout(sendBytes, untilThen(next));
}

/** Do not wait for the next try: something says that the network is there. */
async function sendNow() {
  if (navigator.onLine === false || !sender) return;
  await hurry(sender);
  await send();
}

async function wakeWorkerLater() {
  const worker = navigator.serviceWorker;
  if (!worker || !worker.controller || !((await countWaiting(sender)) || (await anyBytes()))) return;
  const registration = await worker.ready;
  if (registration.sync) await registration.sync.register("aufil-outbox").catch(() => {});
}

/** From now on this page carries the outbox of `person`. */
export function startSending(person) {
  sender = person;
  hear("network", (reached) => {
    if (reached && wasDown) sendNow();
    wasDown = !reached;
  });
  addEventListener("online", sendNow);
  addEventListener("offline", () => tellHere("network", false));
  addEventListener("focus", sendNow);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") sendNow();
    else wakeWorkerLater();
  });
  sendNow();
}
