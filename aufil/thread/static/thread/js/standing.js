// What stands over a group is said at one moment: on a page that was kept, or stays open, it goes when it is no longer true.

import { part } from "../../ui/js/elements.js";

const TRUE_FOR = 300000; // ms, of who is there now
const TIMED_WITHIN = 86400000;

export function startStanding(root) {
  const line = part(root, "standing");
  if (!line) return;
  hideAt(part(line, "standing-now"), Date.parse(line.dataset.at) + TRUE_FOR);
  hideAt(part(line, "standing-says"), Date.parse(line.dataset.until));
}

function hideAt(place, at) {
  const left = at - Date.now();
  if (place && left < TIMED_WITHIN) setTimeout(() => { place.hidden = true; }, Math.max(left, 0));
}
