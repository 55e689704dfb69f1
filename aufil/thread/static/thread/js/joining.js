// « Rejoindre la visio » stands on a card only while its room lets people in.

import { element, part } from "../../ui/js/elements.js";

const A_DAY = 86400000;

/** From now on each link below `root` shows when its hours begin, and goes when they end. */
export function revealJoins(root) {
  for (const link of root.querySelectorAll('[data-role="join"]')) {
    const [from, until] = [link.dataset.from, link.dataset.until].map((at) => Date.parse(at) - Date.now());
    link.hidden = from > 0 || until <= 0;
    for (const wait of [from, until]) {
      if (wait > 0 && wait < A_DAY) setTimeout(() => { link.hidden = wait === until; }, wait);
    }
  }
}

/** The link itself; shown by `revealJoins`. */
export function joining(join) {
  const link = element("a", "button button--main meeting__join", join.label);
  Object.assign(link.dataset, { role: "join", from: join.from, until: join.until });
  return Object.assign(link, { href: join.path, hidden: true });
}

/** Where an entry lets one in: a call by video. */
export function drawJoin(line, join) {
  const before = part(line, "join");
  if (before) before.remove();
  if (!join) return;
  part(line, "text").after(joining(join));
  revealJoins(line);
}
