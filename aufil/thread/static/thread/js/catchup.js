// What is new comes as hints, which may be lost; `rev` says whether something is missing, and then it is asked.

import { call } from "../../ui/js/call.js";
import { part } from "../../ui/js/elements.js";
import { hear } from "../../ui/js/hub.js";
import { keepRead, readSince } from "../../ui/js/kept.js";
import { show } from "./entries.js";
import { isAtEnd, keepingPlace } from "./scrolling.js";
import { markSeen, noteSeen } from "./seen.js";
import { firstSeq, lastSeq, lineOf } from "./view.js";
import { drawUnreadLine } from "./unread.js";

const STRETCH = 100;
const ASK_AGAIN = 5000; // ms before another try, when nothing else asks

/** Follow what happens on this thread; `changed` is called after each change of the page. */
export function startCatchUp(view, changed) {
  view.changed = changed;
  hear("entry", (shape) => { if (shape.thread === view.thread) arrive(view, shape); });
  hear("live", ({ event, data }) => {
    if (event === "entry" && data.thread === view.thread) arrive(view, data);
    else if (event === "read" && data.thread === view.thread) seen(view, { [data.person]: data.seq });
    else if (event === "silence") catchUp(view);
    else if (event === "state" || event === "beat") compare(view, data.threads || []);
  });
}

function compare(view, threads) {
  const mine = threads.find(({ id }) => id === view.thread);
  if (!mine) return;
  if (mine.seen) seen(view, mine.seen);
  if (mine.rev > view.rev) catchUp(view);
}

function seen(view, upTo) {
  const moved = Object.keys(upTo).filter((person) => noteSeen(view, person, upTo[person]));
  if (moved.length) markSeen(view);
}

/** One entry by the stream, by the answer to a post, or from another tab. */
function arrive(view, shape) {
  const gap = shape.rev > view.rev + 1;
  if (shape.rev === view.rev + 1) view.rev = shape.rev;
  put(view, [shape]);
  if (gap) catchUp(view);
}

function put(view, changed) {
  // A page of older entries does not reach the last: what is new would stand beside what it does not follow.
  const shapes = part(view.root, "newer") ? changed.filter(({ id, mine }) => mine || lineOf(id)) : changed;
  const wasAtEnd = isAtEnd(view);
  const last = lastSeq(view);
  const fresh = keepingPlace(view, () => {
    const found = show(view, shapes);
    if (found && (!wasAtEnd || document.visibilityState !== "visible")) drawUnreadLine(view, last);
    return found;
  });
  if (fresh && !wasAtEnd) view.pill.hidden = false;
  keepRead(view.thread, shapes).catch(() => {});
  view.changed();
}

/** Ask for all that changed since `view.rev`, until nothing is missing. */
export async function catchUp(view) {
  if (view.catching) {
    view.again = true;
    return;
  }
  view.catching = true;
  clearTimeout(view.retry);
  try {
    do view.again = false;
    while ((await nextStretch(view)) || view.again);
  } finally {
    view.catching = false;
  }
}

/** True when there is more to ask. */
async function nextStretch(view) {
  const answer = await call("GET", view.address + "/entries?since=" + view.rev + "&limit=" + STRETCH);
  const page = answer.status === 200 && answer.media === "application/json" && answer.body;
  if (!page || !Array.isArray(page.results)) {
    if (!answer.problem || answer.status >= 429) view.retry = setTimeout(catchUp, ASK_AGAIN, view);
    return false;
  }
  for (const { rev } of page.results) view.rev = Math.max(view.rev, rev);
  put(view, page.results);
  return Boolean(page.next);
}

/** On an old stored page, show at once what was already read since; the network may say more. */
export async function showKept(view) {
  const kept = await readSince(view.thread, firstSeq(view));
  let next = lastSeq(view) + 1;
  const joined = kept.filter(({ seq }) => seq < next || seq === next++);
  if (joined.length) keepingPlace(view, () => show(view, joined));
}
