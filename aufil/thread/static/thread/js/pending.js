// What waits in the outbox, drawn on the thread: new entries after all others, changes over the entry they change.

import { anyBytes } from "../../ui/js/bytes.js";
import { button, copyText, part } from "../../ui/js/elements.js";
import { hear } from "../../ui/js/hub.js";
import { recordsOf } from "../../ui/js/lanes.js";
import { confirm, forget } from "../../ui/js/outbox.js";
import { send } from "../../ui/js/sending.js";
import { say } from "../../ui/js/texts.js";
import { adornWaiting } from "./adorn.js";
import { settleDays } from "./days.js";
import { fillWords, newLine } from "./entries.js";
import { keepingPlace } from "./scrolling.js";
import { markSeen } from "./seen.js";
import { lineOf } from "./view.js";

let waiting = null; // the script that draws what is still on this phone, once there was something

const FAILED = ["refused", "ended", "revoked"];

/** Follow the outbox; `decide` is told which record the person wants to correct or withdraw. */
export function startPending(view, decide) {
  view.decide = decide;
  hear("outbox", () => readWaiting(view));
  hear("uploads", () => showOwn(view));
  return readWaiting(view);
}

/** Read the outbox of this thread and draw it. */
export async function readWaiting(view) {
  const records = await recordsOf(view.me);
  const ours = records.filter(({ lane }) => lane === view.thread);
  view.records = new Map(ours.map((record) => [record.id, record]));
  keepingPlace(view, () => drawWaiting(view));
  showOwn(view);
  adornWaiting(view, records);
}

async function showOwn(view) {
  if (!waiting && (await anyBytes())) waiting = await import("./waiting.js").catch(() => null);
  if (waiting) await waiting.showOwnFiles(view);
}

/** Draw what waits over what is on the page. */
export function drawWaiting(view) {
  let blocked = false;
  for (const record of view.records.values()) {
    const known = lineOf(record.id);
    const real = Boolean(known && known.dataset.seq);
    if (real && record.op === "post") continue; // it has arrived; the courier will learn it too
    if (record.op === "delete" && !real) {
      if (known) known.remove();
      continue;
    }
    const line = known || lastLine(view);
    if (record.op === "delete") line.hidden = record.state !== "ended";
    if (real) remember(line);
    drawRecord(view, line, record, real, blocked);
    blocked = blocked || record.state === "refused" || record.state === "held";
  }
  for (const line of view.list.querySelectorAll("[data-waiting]")) {
    if (view.records.has(line.dataset.entryId)) continue;
    if (line.dataset.seq) release(line);
    else line.remove();
  }
  settleDays(view);
  markSeen(view);
}

function lastLine(view) {
  const line = newLine(view);
  view.list.append(line);
  return line;
}

function drawRecord(view, line, record, real, blocked) {
  const mark = [record.state, record.op, record.text, record.tries > 0, blocked, navigator.onLine].join("|");
  if (line.dataset.waiting === mark && line.id === "e-" + record.id) return;
  const at = new Date(real ? line.dataset.at : record.written_at);
  line.id = "e-" + record.id;
  Object.assign(line.dataset, { waiting: mark, entryId: record.id, author: view.me, at: at.toISOString() });
  line.dataset.state = FAILED.includes(record.state) ? "failed" : "pending";
  if (record.op !== "delete") {
    const shown = part(line, "quote");
    const quote = real ? !shown.hidden && quoteShown(line) : record.quote;
    fillWords(view, line, { mine: true, name: "", text: record.text, quote: quote || null, at });
  }
  part(line, "state").textContent = stateWords(record, blocked);
  drawProblem(view, line, record);
}

function quoteShown(line) {
  const id = part(line, "quote").hash.slice(3);
  return { id, name: part(line, "quote-name").textContent, text: part(line, "quote-text").textContent };
}

function stateWords(record, blocked) {
  if (FAILED.includes(record.state)) return say("failed");
  if (record.state === "held") return say("held");
  if (blocked) return say("behind");
  const first = !record.tries && navigator.onLine !== false;
  return first ? say("sending") : say("pending");
}

/** Why it does not leave, and what can be done. */
function drawProblem(view, line, record) {
  const place = part(line, "problem");
  const { state } = record;
  const mend = button(say("correct"), () => view.decide("correct", record));
  const drop = button(say("withdraw"), () => view.decide("withdraw", record));
  const letGo = button(say("forget"), () => forget(record.id));
  const copy = button(say("copy"), async () => {
    await copyText(record.text);
    copy.textContent = say("copied");
  });
  const go = button(say("send_anyway"), async () => {
    await confirm(record.id);
    await send();
  });
  const reason = reasonOf(record.problem);
  place.hidden = state === "waiting" || state === "sending";
  place.textContent = "";
  if (state === "refused") place.append(reason, " ", mend, record.born === "post" ? drop : letGo);
  else if (state === "held") place.append(say("still_send"), " ", go, drop);
  else if (state === "ended") place.append(reason, " ", say("text_stays"), " ", copy, letGo);
  else if (state === "revoked") place.append(say("revoked_entry"), " ", go, copy, letGo);
}

/** The most precise thing the server said. */
function reasonOf(problem) {
  if (!problem) return "";
  const [first] = Object.values(problem.errors || {});
  return (first && first[0]) || problem.detail || problem.title;
}

/** What an entry of the server looked like before the change that waits. */
function remember(line) {
  if (line.former || line.dataset.waiting) return;
  line.former = Array.from(part(line, "text").childNodes, (node) => node.cloneNode(true));
}

/** The record is gone: the entry shows again as the server has it. */
function release(line) {
  line.hidden = false;
  part(line, "problem").hidden = true;
  delete line.dataset.waiting;
  if (!line.former) return;
  part(line, "text").textContent = "";
  part(line, "text").append(...line.former);
  line.former = null;
}
