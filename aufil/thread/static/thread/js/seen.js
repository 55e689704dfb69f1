// How far the others have seen: « Envoyé », « Vu », « Vu par 3 » under one's own entries.

import { part } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";
import { realLines } from "./view.js";

/** Somebody has seen up to `seq`; never moves back. True when it moved. */
export function noteSeen(view, person, seq) {
  const member = view.members.get(person);
  if (!member || member.seen_seq >= seq) return false;
  member.seen_seq = seq;
  return true;
}

/** Write under each of one's own entries who has seen it. */
export function markSeen(view) {
  const others = othersOf(view);
  for (const line of realLines(view)) {
    if (line.dataset.author !== view.me || line.dataset.waiting) continue;
    const seq = Number(line.dataset.seq);
    const count = others.filter((member) => member.seen_seq >= seq).length;
    const whole = view.kind === "support" ? count > 0 : count > 0 && count === others.length;
    line.dataset.state = whole ? "seen" : "sent";
    const words = whole ? say("seen") : view.kind !== "support" && count ? say("seen_by", { n: count }) : say("sent");
    const state = part(line, "state");
    if (state.textContent !== words) state.textContent = words;
  }
}

/** In a support thread, those across; elsewhere, all the others. */
function othersOf(view) {
  const all = Array.from(view.members.values());
  return all.filter(({ id, side }) => (view.kind === "support" ? side !== view.side : id !== view.me));
}
