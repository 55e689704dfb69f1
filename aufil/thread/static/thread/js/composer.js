// The box one writes in: a new entry, an answer, or another text for an entry of one's own.

import { part } from "../../ui/js/elements.js";
import { newId } from "../../ui/js/ids.js";
import { keep, revise } from "../../ui/js/outbox.js";
import { send } from "../../ui/js/sending.js";
import { say } from "../../ui/js/texts.js";
import { startBringing } from "./bringing.js";
import { draftOf, saveDraft } from "./draft.js";
import { askToStay, sendWithoutKeeping } from "./keeping.js";
import { goToEnd } from "./scrolling.js";
import { eraseUnreadLine } from "./unread.js";
import { lineOf, placeOf } from "./view.js";

export const LIMIT = 2000; // code points
const COUNT_FROM = 200; // from the limit, the count is shown

/** Make the form of the thread send by the outbox. */
export function startComposer(view) {
  const { form } = view;
  view.box = part(form, "composer-text");
  view.mode = { name: "new" };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(view).catch((error) => cannotKeep(view, error));
  });
  view.box.addEventListener("keydown", (event) => onKey(view, event));
  view.box.addEventListener("input", () => {
    if (view.mode.name !== "edit") saveDraft(view);
    fit(view);
  });
  startBringing(view);
  part(form, "reply-cancel").addEventListener("click", () => setMode(view, { name: "new" }));
  if (view.box.value) saveDraft(view); // typed before this script came
  else view.box.value = draftOf(view);
  const replyTo = form.elements.reply_to.value;
  if (replyTo) readReply(view, replyTo);
  fit(view);
  if (part(form, "sms")) import("./counting.js").then(({ startCounting }) => startCounting(view), () => {});
}

/** A page asked for with `?repondre=` already says what is answered. */
function readReply(view, id) {
  const preview = part(view.form, "reply-preview");
  const [name, text] = [preview.querySelector("b").textContent, preview.querySelector("span").textContent];
  view.mode = { name: "reply", quote: { id, name, text } };
}

/** `{name: "new"}`, `{name: "reply", quote: {id, name, text}}` or `{name: "edit", id, text}`. */
export function setMode(view, mode) {
  const former = view.mode;
  view.mode = mode;
  const preview = part(view.form, "reply-preview");
  preview.hidden = mode.name === "new";
  view.form.elements.reply_to.value = mode.name === "reply" ? mode.quote.id : "";
  if (mode.name === "edit") view.box.value = mode.text;
  else if (former.name === "edit") view.box.value = draftOf(view);
  if (!preview.hidden) {
    preview.querySelector("b").textContent = mode.name === "edit" ? say("editing") : mode.quote.name;
    preview.querySelector("span").textContent = mode.name === "edit" ? "" : mode.quote.text;
    part(preview, "reply-cancel").textContent = say(mode.name === "edit" ? "cancel_edit" : "cancel_reply");
  }
  complain(view, "");
  fit(view);
  view.box.focus();
}

function onKey(view, event) {
  if (event.isComposing) return;
  if (event.key === "Escape" && view.mode.name !== "new") {
    setMode(view, { name: "new" });
    return;
  }
  const touch = matchMedia("(pointer: coarse)").matches;
  const sends = event.ctrlKey || event.metaKey || (!event.shiftKey && !event.altKey && !touch);
  if (event.key !== "Enter" || !sends) return;
  event.preventDefault();
  part(view.form, "composer-send").click();
}

async function submit(view) {
  const { box, mode } = view;
  const text = box.value.replace(/\r\n?/g, "\n").trim();
  const length = Array.from(text).length;
  if ((!text && !view.tray && !mayBeBare(mode)) || length > LIMIT) {
    complain(view, text ? say("too_long", { n: length, limit: LIMIT }) : "");
    box.focus();
    return;
  }
  if (view.tray && mode.name !== "edit") {
    await view.tray.leave();
    saveDraft(view);
    return;
  }
  // Emptied before the outbox answers: a second tap finds nothing to send.
  box.value = "";
  const entry = entryOf(view, text);
  try {
    if (mode.name === "edit") await revise(placeOf(view), mode.id, text, newId());
    else await keep(entry);
  } catch (error) {
    box.value = text;
    throw Object.assign(error, { entry: mode.name === "edit" ? null : entry });
  }
  setMode(view, { name: "new" });
  if (view.form.marks && mode.name !== "edit") view.form.marks.clear();
  saveDraft(view);
  eraseUnreadLine(view);
  goToEnd(view);
  await Promise.all([askToStay(), send()]);
}

/** The words beside what was sent may go. */
function mayBeBare({ name, id }) {
  const line = name === "edit" && lineOf(id);
  return Boolean(line && line.dataset.label);
}

/** How staff want it sent (`marks.js`); the boxes of young people have no such thing. */
export const marksOf = ({ form }) => form.marks && form.marks.read();

function entryOf(view, text) {
  const quote = view.mode.name === "reply" ? view.mode.quote : null;
  return { ...placeOf(view), id: newId(), text, quote, reply_to: quote && quote.id, mentions: view.calls && view.calls(text), marks: marksOf(view), written_at: Date.now() };
}

/** The phone could not keep the entry: it is sent at once or stays in the box, and that is said. */
async function cannotKeep(view, error) {
  const sent = error.entry && (await sendWithoutKeeping(error.entry));
  if (sent) {
    view.box.value = "";
    saveDraft(view);
  } else complain(view, say("not_kept"));
}

/** A sentence above the box, or none. */
export function complain(view, sentence) {
  const line = part(view.form, "composer-error");
  line.textContent = sentence;
  line.hidden = !sentence;
}

/** As tall as its text; the count near the limit. */
function fit(view) {
  const { box, form } = view;
  if (!CSS.supports("field-sizing", "content")) {
    box.style.height = "auto";
    box.style.height = box.scrollHeight + 2 + "px";
  }
  const length = box.value.length < LIMIT - COUNT_FROM ? 0 : Array.from(box.value).length;
  let count = part(form, "composer-count");
  if (!count && length) {
    count = document.createElement("p");
    count.className = "composer__count";
    count.dataset.role = "composer-count";
    form.append(count);
  }
  if (!count) return;
  count.hidden = length < LIMIT - COUNT_FROM;
  count.textContent = say("count", { n: length, limit: LIMIT });
  if (length <= LIMIT) complain(view, "");
}
