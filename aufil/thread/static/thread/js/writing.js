// « Camille écrit… »: told while one writes, shown for a few seconds.

import { call } from "../../ui/js/call.js";
import { part } from "../../ui/js/elements.js";
import { hear } from "../../ui/js/hub.js";
import { say } from "../../ui/js/texts.js";

const EVERY = 4000; // ms
const SHOWN = 6000;

/** Tell the others when this person writes, and show who does. */
export function startWriting(view) {
  const line = part(view.root, "writing");
  let last = 0;
  let timer = 0;
  const hide = () => { line.hidden = true; };

  if (view.form) {
    view.box.addEventListener("input", () => {
      if (!view.box.value || Date.now() - last < EVERY || navigator.onLine === false) return;
      last = Date.now();
      call("POST", view.address + "/writing", { person: view.me });
    });
  }
  hear("live", ({ event, data }) => {
    if (data.thread !== view.thread) return;
    if (event === "entry" && data.author.id === line.dataset.person) hide();
    if (event !== "writing" || data.person === view.me) return;
    clearTimeout(timer);
    line.dataset.person = data.person;
    line.textContent = say("writing", { name: data.name });
    line.hidden = false;
    timer = setTimeout(hide, SHOWN);
  });
}
