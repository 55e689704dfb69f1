// What stands on entries beside their words, and who is called by name, as far as every page needs it: the script
// that draws it comes when there is some.

import { part } from "../../ui/js/elements.js";
import { revealJoins } from "./joining.js";

const LINKS = '[data-role="react"], [data-role="reactions"] a, [data-role="pin"], [data-role="pins"] a';

/** Draw what stands on an entry, if there is anything, or was. */
export function adorn(view, line, shape) {
  const { reactions = [], mentions = [], hidden_by, reminder, appointment, join, marks } = shape;
  const some = reactions.length || mentions.length || hidden_by || reminder || appointment || join || marks || part(line, "join") || part(line, "reactions");
  if (some || view.kind !== "support") import("./adds.js").then(({ draw }) => draw(view, line, shape), () => {});
}

/** The reactions that wait on this phone show too. */
export function adornWaiting(view, records) {
  if (records.some(({ op }) => op === "react")) import("./adds.js").then(({ drawWaitingSigns }) => drawWaitingSigns(view), () => {});
}

/** Without this script the links lead to pages that do the same. */
export function startAdorning(view) {
  revealJoins(view.root);
  view.root.addEventListener("click", (event) => {
    const link = event.target.closest(LINKS);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    import("./adds.js").then(({ act }) => act(view, link), () => location.assign(link.href));
  });
  const seek = () => {
    if (view.calls || view.members.size < 3 || !view.box.value.includes("@")) return;
    view.calls = () => []; // until the script is here
    import("./adds.js").then(({ startCalling }) => startCalling(view), () => { view.calls = null; });
  };
  view.box.addEventListener("input", seek);
  seek();
}
