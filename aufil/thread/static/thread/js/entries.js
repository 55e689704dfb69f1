// Entries as lines of the page. By whatever road an entry comes, it is one line, found by its id.

import { part } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";
import { adorn } from "./adorn.js";
import { settleDays } from "./days.js";
import { showFiles } from "./filed.js";
import { fillLinked } from "./linked.js";
import { markSeen } from "./seen.js";
import { clockOf, writtenText } from "./times.js";
import { firstSeq, lineOf, realLines } from "./view.js";

// The links under an entry: role, page, under whose.
const ACTS = [
  ["edit", "/modifier/", "mine"],
  ["delete", "/supprimer/", "mine"],
  ["react", "/reagir/", "theirs"],
  ["pin", "/epingler/", ""],
  ["hide", "/masquer/", "theirs"],
];
const LATE = 600000; // ms between writing and arrival from which both times are shown

/**
 * Show entries as the API shapes them; true when one of another person is new here. Those above the first shown
 * are left alone unless `older`.
 */
export function show(view, shapes, { older = false } = {}) {
  const top = older ? 0 : firstSeq(view);
  let fresh = false;
  for (const shape of shapes) {
    const known = lineOf(shape.id);
    const real = Boolean(known && known.dataset.seq);
    if (real && Number(known.dataset.rev) >= shape.rev) continue;
    if (!known && shape.seq < top) continue;
    const line = known || newLine(view);
    fresh = fresh || (!known && !shape.mine && !shape.deleted_at);
    fill(view, line, shape);
    if (!real) place(view, line, shape.seq);
  }
  settleDays(view);
  markSeen(view);
  return fresh;
}

/** An empty line, from the page's own template. */
export function newLine(view) {
  const line = document.getElementById("entry-template").content.firstElementChild.cloneNode(true);
  for (const name of ["seq", "rev", "state"]) delete line.dataset[name];
  return line;
}

function fill(view, line, shape) {
  const { id, seq, rev } = shape;
  line.id = "e-" + id;
  line.former = null; // what waited over it is drawn again if it still waits
  delete line.dataset.waiting;
  Object.assign(line.dataset, { entryId: id, seq, rev, author: shape.author.id, at: shape.created_at });
  if (shape.label) line.dataset.label = shape.label;
  if (shape.mine) line.dataset.state = shape.state;
  else delete line.dataset.state;
  fillWords(view, line, {
    mine: shape.mine,
    name: shape.author.name,
    text: shape.deleted_at ? null : shape.text,
    files: shape.files,
    label: shape.label,
    quote: shape.reply && { id: shape.reply.id, name: shape.reply.name, text: shape.reply.text },
    at: new Date(shape.created_at),
  });
  const [written, created] = [new Date(shape.written_at), new Date(shape.created_at)];
  const late = part(line, "late");
  late.hidden = created - written <= LATE;
  if (!late.hidden) late.textContent = writtenText(written, created);
  const via = part(line, "via");
  if (via) {
    via.hidden = (shape.via !== "sms" && shape.via !== "email") || Boolean(shape.deleted_at);
    if (!via.hidden) via.textContent = say("via_" + shape.via);
  }
  line.classList.toggle("entry--event", shape.kind === "event");
  if (shape.kind === "event" && part(line, "actions")) part(line, "actions").remove();
  part(line, "edited").hidden = !shape.edited_at || Boolean(shape.deleted_at);
  part(line, "problem").hidden = true;
  adorn(view, line, shape);
}

/**
 * What a line says and shows, alike for the entries of the server and for those that wait. `text` null: deleted;
 * `files` as the API shapes them (left as they are without), `label` what they are called together.
 */
export function fillWords(view, line, { mine, name, text, files, label, quote, at }) {
  line.classList.toggle("entry--mine", mine);
  line.classList.toggle("entry--theirs", !mine);
  line.classList.toggle("entry--deleted", text === null);
  part(line, "author").textContent = name;
  const quoted = part(line, "quote");
  quoted.hidden = !quote;
  if (quote) {
    quoted.href = "#e-" + quote.id;
    part(line, "quote-name").textContent = quote.name;
    part(line, "quote-text").textContent = quote.text;
  }
  const words = part(line, "text");
  fillLinked(words, text === null ? say("deleted") : text);
  words.hidden = text === "";
  const time = part(line, "time");
  time.dateTime = at.toISOString();
  time.textContent = clockOf(at);
  if (files) showFiles(view, line, files, { mine, name, label, time: time.textContent });
  fillActions(view, line, mine, text === null);
}

function fillActions(view, line, mine, deleted) {
  const actions = part(line, "actions");
  if (!actions) return;
  if (deleted || !view.form) return actions.remove();
  const id = line.dataset.entryId;
  const own = "/fil/" + view.thread + "/message/" + id;
  part(actions, "reply").href = "/fil/" + view.thread + "/?repondre=" + id;
  for (const [role, page, whose] of ACTS) {
    const link = part(actions, role);
    if (link && (mine ? whose !== "theirs" : whose !== "mine")) link.href = own + page;
    else if (link) link.remove();
  }
  return undefined;
}

/** Put a line where its `seq` wants it: after the nearest below, before what waits. */
function place(view, line, seq) {
  const lines = realLines(view).filter((other) => other !== line);
  let index = lines.length;
  while (index && Number(lines[index - 1].dataset.seq) > seq) index -= 1;
  if (index) lines[index - 1].after(line);
  else if (lines.length) lines[0].before(line);
  else view.list.prepend(line);
}
