// Where the reader is in the thread. The list is drawn from its end: 0 is the last entry, above is negative.

import { button } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";

const NEAR_END = 60; // px from the end that still count as the end

export function isAtEnd(view) {
  return Math.abs(view.scroll.scrollTop) < NEAR_END;
}

export function goToEnd(view) {
  view.scroll.scrollTop = 0;
}

/** Change the list so that what the reader looks at stays where it is; at the end, the end stays in view. */
export function keepingPlace(view, work) {
  const followed = isAtEnd(view) ? null : firstInView(view);
  const before = followed && followed.getBoundingClientRect().top;
  const result = work();
  if (followed) view.scroll.scrollTop += followed.getBoundingClientRect().top - before;
  else goToEnd(view);
  return result;
}

/** The first entry in view; not a day, which moves up when older entries of that day come. */
function firstInView(view) {
  const top = view.scroll.getBoundingClientRect().top;
  const entries = Array.from(view.list.children).filter((line) => line.dataset.role === "entry");
  return entries.find((line) => line.getBoundingClientRect().bottom > top);
}

/** The button that says there is something new below. */
export function startPill(view) {
  view.scroll.style.overflowAnchor = "none"; // we keep the place ourselves, everywhere the same
  const pill = button(say("new_messages"), () => goToEnd(view), "button to-end");
  pill.dataset.role = "to-end";
  pill.hidden = true;
  view.scroll.after(pill);
  view.pill = pill;
  view.scroll.addEventListener("scroll", () => { if (isAtEnd(view)) pill.hidden = true; }, { passive: true });
}
