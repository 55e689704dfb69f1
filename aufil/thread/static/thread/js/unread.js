// The line above what is new.

import { element, part } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";
import { realLines } from "./view.js";
import { settleDays } from "./days.js";

/** Draw the line above the first entry of others after `seq`, unless there is one already. */
export function drawUnreadLine(view, seq) {
  if (part(view.list, "unread-line")) return;
  const first = realLines(view).find((line) => Number(line.dataset.seq) > seq && line.dataset.author !== view.me);
  if (!first) return;
  const line = element("li", "unread-line", "");
  line.dataset.role = "unread-line";
  line.append(element("span", "", say("new_messages")));
  first.before(line);
  settleDays(view);
}

/** Who writes has read. */
export function eraseUnreadLine(view) {
  const line = part(view.list, "unread-line");
  if (!line) return;
  line.remove();
  settleDays(view);
}
