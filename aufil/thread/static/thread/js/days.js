// What stands between entries and joins them: the days, and runs of one author.

import { element, part } from "../../ui/js/elements.js";
import { dayName, dayOf } from "./times.js";

const JOINED = 300000; // ms within which an author's entries are one run

/** Separate the days and join the runs again, after lines came or moved. */
export function settleDays(view) {
  const separators = new Map();
  for (const line of view.list.querySelectorAll('[data-role="day"]')) separators.set(line.dataset.day, line);
  let before = null;
  for (const line of Array.from(view.list.children)) {
    if (line.dataset.role !== "entry" || line.hidden) continue;
    const day = keyOf(line);
    const newDay = !before || keyOf(before) !== day;
    if (newDay) {
      separate(line, day, separators.get(day));
      separators.delete(day);
    }
    joinRun(view, line, newDay ? null : before);
    before = line;
  }
  for (const orphan of separators.values()) orphan.remove();
}

function keyOf(line) {
  const { at, dayAt, dayKey } = line.dataset;
  if (dayAt === at && dayKey) return dayKey;
  line.dataset.dayAt = at;
  line.dataset.dayKey = dayOf(new Date(at));
  return line.dataset.dayKey;
}

function separate(line, day, separator) {
  const name = dayName(new Date(line.dataset.at));
  const made = separator || element("li", "day", "");
  if (!separator) {
    made.dataset.role = "day";
    made.dataset.day = day;
    made.append(element("span", "", ""));
  }
  if (made.firstElementChild.textContent !== name) made.firstElementChild.textContent = name;
  const above = line.previousElementSibling;
  const target = above && above.dataset.role === "unread-line" ? above : line;
  if (target.previousElementSibling !== made) target.before(made);
}

function joinRun(view, line, before) {
  const { at, author } = line.dataset;
  const above = line.previousElementSibling;
  const quoted = !part(line, "quote").hidden;
  const near = before && before.dataset.author === author && new Date(at) - new Date(before.dataset.at) < JOINED;
  const joined = Boolean(near && !quoted && above.dataset.role === "entry");
  line.classList.toggle("entry--joined", joined);
  part(line, "author").hidden = joined || author === view.me || !isNamed(view, author);
}

/** In a group everybody is named; in a support thread, the staff when they are several. */
function isNamed(view, author) {
  if (view.kind !== "support") return true;
  const member = view.members.get(author);
  const staff = Array.from(view.members.values()).filter(({ side }) => side === "staff");
  return (!member || member.side === "staff") && staff.length > 1;
}
