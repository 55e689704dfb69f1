// The thread on the page: what all its parts share.

import { part } from "../../ui/js/elements.js";

/**
 * `root`, `list`, `scroll`, `form` (or null when the thread is closed) are elements; `thread`, `me` ids; `kind`,
 * `side`; `members` by id; `rev` up to which all changes are on the page; `records` of the outbox by id.
 */
export function viewOf(root) {
  const { thread, me, kind, side, rev, members } = root.dataset;
  return {
    root,
    thread,
    me,
    kind,
    side,
    rev: Number(rev),
    members: new Map(JSON.parse(members).map((member) => [member.id, member])),
    list: part(root, "entries"),
    scroll: part(root, "scroll"),
    form: part(root, "composer"),
    address: "/api/v1/threads/" + thread,
    records: new Map(),
  };
}

/** The line of an entry on the page, or null. */
export function lineOf(id) {
  return document.getElementById("e-" + id);
}

/** The lines of entries the server has, in order. */
export function realLines(view) {
  return Array.from(view.list.querySelectorAll('[data-role="entry"]')).filter((line) => line.dataset.seq);
}

/** The greatest `seq` on the page, 0 when there is none; the smallest, for the entries above. */
export function lastSeq(view) {
  const lines = realLines(view);
  return lines.length ? Number(lines[lines.length - 1].dataset.seq) : 0;
}

export function firstSeq(view) {
  const lines = realLines(view);
  return lines.length ? Number(lines[0].dataset.seq) : 0;
}

/** What an outbox record must know of this thread. */
export function placeOf(view) {
  return { lane: view.thread, url: view.address + "/entries", author: view.me };
}
