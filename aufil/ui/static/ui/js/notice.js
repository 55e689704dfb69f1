// What the page says of the network and of the phone, above everything.

import { hear } from "./hub.js";
import { say } from "./texts.js";

const CALM = 1500; // ms: a call that fails once while the phone changes antenna says nothing
let worry = 0;

function banner(role) {
  return document.querySelector('[data-role="' + role + '"]');
}

/** Follow the network: what calls find, and what the browser says. */
export function watchNetwork() {
  const show = (reached) => {
    clearTimeout(worry);
    if (reached && navigator.onLine !== false) setDown(false);
    else worry = setTimeout(setDown, CALM, true);
  };
  hear("network", show);
  addEventListener("offline", () => setDown(true));
  addEventListener("online", () => clearTimeout(worry));
  if (navigator.onLine === false) setDown(true);
}

function setDown(down) {
  const line = banner("network");
  if (line) line.hidden = !down;
  document.body.classList.toggle("is-offline", down);
}

/** Say one sentence (by name) that stays; `link` is `{href, text}`. */
export function notify(name, link) {
  const line = banner("notice");
  if (!line || !say(name)) return;
  line.textContent = say(name);
  line.dataset.says = name;
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.href;
    anchor.textContent = link.text;
    line.append(" ", anchor);
  }
  line.hidden = false;
}
