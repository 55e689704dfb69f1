// What stands on entries beside their words: signs, names called, what is pinned or hidden. Loaded when there is some.

import { call } from "../../ui/js/call.js";
import { element, part } from "../../ui/js/elements.js";
import { hear } from "../../ui/js/hub.js";
import { say } from "../../ui/js/texts.js";
import { drawAppointment } from "./appointed.js";
import { startNaming } from "./calling.js";
import { nameOf, setOff } from "./names.js";
import { drawJoin } from "./joining.js";
import { drawPin, goTo, pin } from "./pins.js";
import { keepingPlace } from "./scrolling.js";
import { drawReminder } from "./reminded.js";
import { drawSigns, openSigns, readSigns, setSigns } from "./reactions.js";

let dressed = false;
const following = new WeakSet();

/** Styles, and the outbox: once. */
function begin(view) {
  if (!following.has(view)) {
    following.add(view);
    hear("outbox", () => drawWaitingSigns(view));
  }
  if (dressed) return;
  dressed = true;
  const href = new URL("../../ui/css/adds.css", import.meta.url).href;
  if (Array.from(document.styleSheets).some((sheet) => sheet.href === href)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  document.head.append(link);
}

/** All that stands on an entry, as the API shapes it. */
export function draw(view, line, shape) {
  begin(view);
  keepingPlace(view, () => {
    setSigns(view, line, shape.deleted_at ? [] : shape.reactions);
    if (shape.mentions.length) setOff(view, part(line, "text"), shape.mentions);
    if (shape.hidden_by) drawHidden(view, line, shape);
    drawPin(view, line, shape);
    if (shape.marks) drawMarks(line, shape.marks);
    if (shape.reminder) drawReminder(view, line, shape.reminder);
    if (shape.appointment) drawAppointment(view, line, shape.appointment);
    else drawJoin(line, shape.join);
  });
  if (shape.kind === "event" && view.kind === "group") renewMembers(view);
}

/** How its author had it sent. */
function drawMarks(line, marks) {
  for (const former of line.querySelectorAll(".entry__mark")) former.remove();
  for (const mark of [...marks].reverse()) part(line, "edited").after(" ", element("span", "entry__mark", say("mark_" + mark)));
}

function drawHidden(view, line, shape) {
  const words = part(line, "text");
  words.textContent = say("hidden", { name: nameOf(view, shape.hidden_by, "the_team") });
  if (!shape.mine && view.side !== "staff") return;
  const why = document.createElement("a");
  why.href = "/fil/" + view.thread + "/message/" + shape.id + "/masquer/";
  why.textContent = say("hidden_why");
  words.append(" ", why);
}

/** Somebody came or went: who is here now. */
async function renewMembers(view) {
  const { status, body } = await call("GET", view.address + "/members");
  if (status === 200 && body && body.results) view.members = new Map(body.results.map((member) => [member.id, member]));
}

/** Draw over what the server has the signs this phone has not sent yet. */
export async function drawWaitingSigns(view) {
  begin(view);
  const lines = await readSigns(view);
  keepingPlace(view, () => { for (const line of lines) drawSigns(view, line); });
}

/** What a link of ours does without leaving the page. */
export function act(view, link) {
  begin(view);
  const { role } = link.dataset;
  const line = link.closest('[data-role="entry"]');
  if (role === "pin") pin(view, line.dataset.entryId, !("pinned" in line.dataset), link);
  else if (role === "pin-off") pin(view, link.closest("[data-pin]").dataset.pin, false, link);
  else if (role === "pin-go") goTo(view, link);
  else openSigns(view, line, link);
}

/** From now on names are offered after `@`. */
export function startCalling(view) {
  begin(view);
  startNaming(view);
}
