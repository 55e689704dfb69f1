// What is pinned above a group: one line each, which leads to the entry.

import { call } from "../../ui/js/call.js";
import { element, part } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";
import { complain } from "./composer.js";
import { show } from "./entries.js";
import { nameOf } from "./names.js";
import { lineOf } from "./view.js";

const AFTER = 20; // entries that follow the pinned one where it is not on the page

/** Pin an entry, or no longer; a refusal is said above the box. */
export async function pin(view, id, on, link) {
  const address = view.address + "/entries/" + id + "/pin";
  const { status, body, problem } = await call(on ? "PUT" : "DELETE", address, { person: view.me });
  if (status === 200) show(view, [body], { older: true });
  else complain(view, (problem && problem.detail) || say("no_network_now"));
  if (link.isConnected) link.focus();
}

/** The line of an entry above the group, and the word under it, as they now should be. */
export function drawPin(view, line, shape) {
  const list = part(view.root, "pins");
  if (!list) return;
  const former = list.querySelector('[data-pin="' + shape.id + '"]');
  const pinned = Boolean(shape.pinned_at) && !shape.deleted_at;
  const link = part(line, "pin");
  if (pinned) line.dataset.pinned = "";
  else delete line.dataset.pinned;
  if (link) link.textContent = say(pinned ? "unpin" : "pin");
  if (!pinned) {
    if (former) former.remove();
  } else if (former) former.replaceWith(pinLine(view, shape));
  else list.prepend(pinLine(view, shape));
  list.hidden = !list.firstElementChild;
}

function pinLine(view, shape) {
  const made = element("li", "pin", "");
  made.dataset.pin = shape.id;
  const go = element("a", "pin__go", "");
  go.dataset.role = "pin-go";
  go.href = "/fil/" + view.thread + "/?avant=" + (shape.seq + AFTER) + "#e-" + shape.id;
  const words = [shape.label, shape.text].filter(Boolean).join(" · ").replace(/\s+/g, " ");
  const line = element("span", "pin__words", "");
  line.append(element("b", "", nameOf(view, shape.author.id)), " ", words);
  go.append(line);
  made.append(go);
  if (view.side !== "staff" || !view.form) return made;
  const off = element("a", "pin__off", "");
  off.dataset.role = "pin-off";
  off.href = "/fil/" + view.thread + "/message/" + shape.id + "/epingler/";
  off.title = say("unpin");
  const cross = element("span", "", "×");
  cross.setAttribute("aria-hidden", "true");
  off.append(cross, element("span", "visually-hidden", say("unpin")));
  made.append(off);
  return made;
}

/** To the entry, where it is on the page; else to the page where it is. */
export function goTo(view, link) {
  const line = lineOf(link.closest("[data-pin]").dataset.pin);
  if (!line) return location.assign(link.href);
  line.scrollIntoView({ block: "center" });
  line.focus({ preventScroll: true });
  return undefined;
}
