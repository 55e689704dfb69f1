// What every page runs: who is here, what waits, what is new. Everything works without it, by reloading.

import { startRows } from "../../thread/js/rows.js";
import { startThread } from "../../thread/js/thread.js";
import { part } from "./elements.js";
import { hear } from "./hub.js";
import { rememberWords, showLeftover } from "./leftover.js";
import { startLive } from "./live.js";
import { notify, watchNetwork } from "./notice.js";
import { changePerson, shownFor } from "./person.js";
import { watchRenewal } from "./renewal.js";
import { startSending } from "./sending.js";
import { keepsThings } from "./store.js";
import { say } from "./texts.js";

async function start() {
  const { person, deviceState } = document.body.dataset;
  const worker = navigator.serviceWorker;
  // A page without anybody may be the stored one that says there is no network: then the worker knows.
  const known = person || !(worker && worker.controller) || deviceState === "revoked";
  if (known && location.pathname !== "/hors-ligne/") {
    await changePerson(person, deviceState === "revoked").catch(() => {});
  }
  if (!person) {
    await showLeftover().catch(() => {});
    return;
  }
  hear("person", (now) => { if (now !== person) location.reload(); });
  addEventListener("pageshow", async (event) => {
    if (event.persisted && !(await shownFor(person))) location.reload();
  });
  hear("sign-in", () => notify("sign_in", { href: "/connexion/", text: say("to_sign_in") }));
  watchNetwork();
  watchRenewal();
  startRows(person);
  const root = part(document, "thread");
  if (root) await startThread(root);
  startLive();
  if (!(await keepsThings())) return;
  startSending(person);
  await rememberWords();
}

function registerWorker() {
  if (!navigator.serviceWorker) return;
  navigator.serviceWorker.register("/sw.js").catch(() => {});
}

start();
if (document.readyState === "complete") registerWorker();
else addEventListener("load", registerWorker);
