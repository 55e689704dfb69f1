// Signs on entries: shown under them with a count, put and taken off by the short list that opens in place.

import { element, part } from "../../ui/js/elements.js";
import { recordsOf } from "../../ui/js/lanes.js";
import { react } from "../../ui/js/reacting.js";
import { send } from "../../ui/js/sending.js";
import { say } from "../../ui/js/texts.js";
import { nameOf } from "./names.js";
import { lineOf, placeOf } from "./view.js";

const SIGNS = ["👍", "❤️", "😂", "😮", "😢", "🙏"];
const served = new WeakMap(); // line → [{sign, by}] as the server has them
let waiting = []; // records of the outbox
let open = null; // the list that is open: {box, line, opener}

/** What the server has on an entry. */
export function setSigns(view, line, reactions) {
  served.set(line, reactions);
  drawSigns(view, line);
}

/** Read the outbox; answers the lines whose signs may be others now. */
export async function readSigns(view) {
  const before = waiting;
  waiting = (await recordsOf(view.me)).filter(({ op, url }) => op === "react" && url === placeOf(view).url);
  const ids = new Set([...before, ...waiting].map(({ of }) => of));
  return [...ids].map(lineOf).filter(Boolean);
}

/** `[{sign, by, waits}]`, what waits over what the server has. */
function signsOf(view, line) {
  if (!served.has(line)) served.set(line, written(line));
  const signs = served.get(line).map(({ sign, by }) => ({ sign, by: [...by], waits: false }));
  for (const { sign, text } of waiting.filter(({ of }) => of === line.dataset.entryId)) {
    let one = signs.find((known) => known.sign === sign);
    if (!one) signs.push((one = { sign, by: [] }));
    one.waits = true;
    one.by = one.by.filter((id) => id !== view.me);
    if (text) one.by.push(view.me);
  }
  return signs.filter(({ by }) => by.length);
}

/** What the page as the server wrote it says. */
function written(line) {
  return Array.from(line.querySelectorAll("[data-sign]"), ({ dataset }) => ({ sign: dataset.sign, by: dataset.by.split(" ") }));
}

/** Write them under the entry. */
export function drawSigns(view, line) {
  const signs = line.classList.contains("entry--deleted") ? [] : signsOf(view, line);
  const former = part(line, "reactions");
  if (!signs.length) {
    if (former) former.remove();
  } else {
    const place = element("p", "reactions", "");
    place.dataset.role = "reactions";
    place.append(...signs.map((one) => chip(view, line, one)));
    if (former) former.replaceWith(place);
    else part(line, "text").after(place);
  }
  if (open && open.line === line) fillSigns(view);
}

function chip(view, line, { sign, by, waits }) {
  const mine = by.includes(view.me);
  const made = element("a", "reaction" + (mine ? " reaction--mine" : "") + (waits ? " reaction--waiting" : ""), "");
  made.href = "/fil/" + view.thread + "/message/" + line.dataset.entryId + "/reagir/";
  made.title = namesOf(view, by);
  Object.assign(made.dataset, { sign, by: by.join(" ") });
  made.append(hush(sign), " ");
  if (by.length > 1) made.append(hush(by.length));
  made.append(element("span", "visually-hidden", say(sign) + " : " + made.title + (waits ? ". " + say("pending") : "")));
  return made;
}

function hush(text) {
  const made = element("span", "", text);
  made.setAttribute("aria-hidden", "true");
  return made;
}

function namesOf(view, ids) {
  return ids.map((id) => (id === view.me ? say("you") : nameOf(view, id))).join(", ");
}

/** The short list, under the entry, and who put what. The same link again closes it. */
export function openSigns(view, line, opener) {
  const again = open && open.line === line;
  close();
  if (again) return;
  const box = element("div", "signs", "");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", say("react"));
  const row = element("div", "signs__row", "");
  for (const sign of SIGNS) row.append(signButton(view, line, sign));
  box.append(row, element("p", "signs__who", ""));
  part(line, "reactions") ? part(line, "reactions").after(box) : part(line, "text").after(box);
  open = { box, line, opener };
  fillSigns(view);
  box.scrollIntoView({ block: "nearest" });
  row.firstChild.focus({ preventScroll: true });
}

function signButton(view, line, sign) {
  const made = element("button", "signs__one", sign);
  made.type = "button";
  made.title = say(sign);
  made.setAttribute("aria-label", say(sign));
  made.addEventListener("click", async () => {
    const on = made.getAttribute("aria-pressed") !== "true";
    close();
    await wish(view, line, sign, on);
  });
  return made;
}

/** Shown at once: a second tap finds what the first one wished. */
async function wish(view, line, sign, on) {
  const of = line.dataset.entryId;
  waiting = [...waiting.filter((one) => one.of !== of || one.sign !== sign), { of, sign, text: on ? sign : "" }];
  drawSigns(view, line);
  await react(placeOf(view), of, sign, on);
  await send();
}

function fillSigns(view) {
  const signs = signsOf(view, open.line);
  for (const one of open.box.querySelectorAll("button")) {
    const there = signs.find(({ sign }) => sign === one.textContent);
    one.setAttribute("aria-pressed", String(Boolean(there && there.by.includes(view.me))));
  }
  const who = signs.map(({ sign, by }) => sign + " " + namesOf(view, by)).join(" · ");
  open.box.querySelector(".signs__who").textContent = who;
}

function close() {
  if (!open) return;
  const { box, line, opener } = open;
  open = null;
  const inside = box.contains(document.activeElement);
  box.remove();
  if (inside) (opener.isConnected ? opener : line).focus();
}

document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
document.addEventListener("click", ({ target }) => {
  if (open && !open.box.contains(target) && !target.closest('[data-role="react"], [data-role="reactions"]')) close();
});
