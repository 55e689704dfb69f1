// Lists of threads that live: what was said last, how much is unread, and the total in navigation and title.

import { call } from "../../ui/js/call.js";
import { part } from "../../ui/js/elements.js";
import { hear } from "../../ui/js/hub.js";
import { say } from "../../ui/js/texts.js";

const EXCERPT = 120;
const unreadOf = new Map(); // thread → how many entries this person has not seen
const lastOf = new Map(); // thread → its last `seq`
const calledAt = new Map(); // thread → the `seq` at which this person was last called by name, unseen
const muted = new Set(); // threads of which they want to hear nothing but their name
let plainTitle = "";

/** Keep rows and counts of this page true for `person`. */
export function startRows(person) {
  plainTitle = document.title;
  hear("live", ({ event, data }) => {
    if (event === "state") takeState(data.threads || []);
    else if (event === "entry") takeEntry(data, person);
    else if (event === "read" && data.person === person) takeRead(data);
  });
}

function rowOf(thread) {
  return document.querySelector('[data-role="thread-row"][data-thread="' + thread + '"]');
}

async function takeState(threads) {
  const behind = [];
  for (const { id, unread, last_seq, mentioned, muted: quiet } of threads) {
    const row = rowOf(id);
    const shown = row && (Number(part(row, "unread-count").textContent) || 0) * !part(row, "unread-count").hidden;
    if (mentioned) calledAt.set(id, last_seq);
    else calledAt.delete(id);
    if (quiet) muted.add(id);
    else muted.delete(id);
    const before = unreadOf.has(id);
    unreadOf.set(id, unread);
    if (before ? lastOf.get(id) !== last_seq : row && shown !== loud(id)) behind.push(id);
    lastOf.set(id, last_seq);
    drawCounts(id);
  }
  drawTotal();
  if (!document.querySelector('[data-role="thread-row"]')) return;
  for (const id of behind) await refresh(id);
}

/** A row that is behind asks for the last entry of its thread. */
async function refresh(thread) {
  const { status, body } = await call("GET", "/api/v1/threads/" + thread + "/entries?limit=1");
  if (status === 200 && body && body.results && body.results[0]) await drawEntry(body.results[0]);
}

function takeEntry(shape, person) {
  const { thread, seq } = shape;
  const fresh = seq > (lastOf.get(thread) || 0);
  if (!fresh) return;
  lastOf.set(thread, seq);
  if (shape.author.id === person || shape.deleted_at) drawEntry(shape);
  else {
    unreadOf.set(thread, (unreadOf.get(thread) || 0) + 1);
    if (shape.mentions.includes(person)) calledAt.set(thread, seq);
    drawEntry(shape);
    drawCounts(thread);
    drawTotal();
  }
}

function takeRead({ thread, seq }) {
  const left = Math.max(0, (lastOf.get(thread) || seq) - seq);
  unreadOf.set(thread, Math.min(unreadOf.get(thread) || 0, left));
  if (calledAt.get(thread) <= seq) calledAt.delete(thread);
  drawCounts(thread);
  drawTotal();
}

async function drawEntry(shape) {
  const row = rowOf(shape.thread) || (await newRow(shape.thread));
  if (!row) return;
  const words = (shape.deleted_at ? say("deleted") : [shape.label, shape.text].filter(Boolean).join(" · ")).replace(/\s+/g, " ");
  part(row, "excerpt").textContent = words.length <= EXCERPT ? words : words.slice(0, EXCERPT - 1) + "…";
  const you = part(row, "excerpt-mine");
  if (you) you.hidden = !shape.mine;
  const ago = part(row, "ago");
  ago.dateTime = shape.created_at;
  ago.textContent = say("just_now");
  drawCounts(shape.thread);
  move(row, shape.mine);
}

/** What waits for an answer, the oldest first, stays where it is; the rest is led by the newest. */
function move(row, mine) {
  const item = row.closest("li") || row;
  const waiting = document.querySelector('[data-role="rows-unread"]');
  const recent = document.querySelector('[data-role="rows-recent"]') || item.parentElement;
  if (!recent) return;
  if (mine || !waiting || row.querySelector(".face--group")) recent.prepend(item);
  else if (!item.parentElement.matches('[data-role="rows-unread"], [data-role="rows-covered"]')) waiting.append(item);
}

/** A row for a thread the list did not show, after the model of another. */
async function newRow(thread) {
  const model = document.querySelector('[data-role="thread-row"]');
  if (!model) return null;
  const { status, body } = await call("GET", "/api/v1/threads");
  const found = status === 200 && body && body.results.find(({ id }) => id === thread);
  if (!found || rowOf(thread)) return rowOf(thread);
  const item = (model.closest("li") || model).cloneNode(true);
  for (const act of item.querySelectorAll('[data-role="row-do"]')) act.remove(); // they are the model's own
  const row = item.matches('[data-role="thread-row"]') ? item : part(item, "thread-row");
  row.dataset.thread = thread;
  row.setAttribute("href", row.getAttribute("href").replace(model.dataset.thread, thread));
  row.removeAttribute("aria-current");
  row.querySelector("b").textContent = found.title;
  const face = row.querySelector(".face");
  if (face) face.textContent = found.title.split(/\s+/).slice(0, 2).map((word) => word[0]).join("").toUpperCase();
  const list = document.querySelector('[data-role="rows-recent"]') || (model.closest("li") || model).parentElement;
  list.prepend(item);
  return row;
}

/** How many unread entries of a thread this person wants to be told of. */
function loud(thread) {
  return muted.has(thread) && !calledAt.has(thread) ? 0 : unreadOf.get(thread) || 0;
}

/** In the row of a thread, and in the link to a group on a young person's page: a count, or a quiet dot. */
function drawCounts(thread) {
  const count = loud(thread);
  const quiet = !count && unreadOf.get(thread) > 0;
  for (const place of document.querySelectorAll('[data-role][data-thread="' + thread + '"]:not(section)')) {
    const shown = part(place, "unread-count");
    shown.textContent = quiet ? "•" : count;
    shown.hidden = !count && !quiet;
    shown.classList.toggle("count--quiet", quiet);
    part(place, "mentioned").hidden = !calledAt.has(thread);
    if (place.dataset.role === "thread-row") place.classList.toggle("row--unread", count > 0);
  }
}

function drawTotal() {
  let total = 0;
  for (const thread of unreadOf.keys()) total += loud(thread);
  for (const place of document.querySelectorAll('[data-role="unread-count"][data-total]')) {
    place.textContent = total;
    place.hidden = !total;
  }
  document.title = (total ? "(" + total + ") " : "") + plainTitle;
}
