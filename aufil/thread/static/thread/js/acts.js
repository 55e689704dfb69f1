// What is done with one entry: answer it, correct it, take it back.

import { button, part } from "../../ui/js/elements.js";
import { withdraw } from "../../ui/js/outbox.js";
import { send } from "../../ui/js/sending.js";
import { say } from "../../ui/js/texts.js";
import { setMode } from "./composer.js";
import { lineOf, placeOf } from "./view.js";

/** Answer to the links under entries; a click with a key held goes to the page as usual. */
export function startActs(view) {
  view.list.addEventListener("click", (event) => {
    const link = event.target.closest('a[data-role="reply"], a[data-role="edit"], a[data-role="delete"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const line = link.closest('[data-role="entry"]');
    if (link.dataset.role === "reply") reply(view, line);
    else if (link.dataset.role === "edit") correct(view, line.dataset.entryId);
    else askToDelete(view, line);
  });
}

/** What `pending` asks for when the person decides on a record. */
export function decide(view, what, record) {
  if (what === "correct") setMode(view, { name: "edit", id: record.id, text: record.text });
  else takeBack(view, record.id);
}

function reply(view, line) {
  const mine = line.dataset.author === view.me;
  const member = view.members.get(line.dataset.author);
  const name = mine || !member ? part(line, "author").textContent || (member && member.name) : member.name;
  const words = [line.dataset.label, part(line, "text").textContent].filter(Boolean).join(" · ").replace(/\s+/g, " ").trim();
  const text = words.length <= 120 ? words : words.slice(0, 119) + "…";
  setMode(view, { name: "reply", quote: { id: line.dataset.entryId, name: name || "", text } });
}

function correct(view, id) {
  const record = view.records.get(id);
  const text = record ? record.text : part(lineOf(id), "text").textContent;
  setMode(view, { name: "edit", id, text });
}

/** What waits goes at once; what others may have read is asked about first. */
function askToDelete(view, line) {
  const id = line.dataset.entryId;
  if (!line.dataset.seq) {
    takeBack(view, id);
    return;
  }
  const place = part(line, "problem");
  const yes = button(say("delete"), () => takeBack(view, id));
  const no = button(say("keep"), () => {
    place.hidden = true;
    line.focus();
  });
  place.textContent = say("ask_delete") + " ";
  place.append(yes, no);
  place.hidden = false;
  yes.focus();
}

async function takeBack(view, id) {
  if (view.mode.name === "edit" && view.mode.id === id) setMode(view, { name: "new" });
  await withdraw(placeOf(view), id);
  await send();
}
