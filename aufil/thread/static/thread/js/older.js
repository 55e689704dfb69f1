// Older entries, when one goes up.

import { call } from "../../ui/js/call.js";
import { part } from "../../ui/js/elements.js";
import { keepRead } from "../../ui/js/kept.js";
import { show } from "./entries.js";
import { keepingPlace } from "./scrolling.js";
import { firstSeq } from "./view.js";

const OLDER_STRETCH = 50;

/** Load them when the link is pressed, or comes into view because the reader scrolls. */
export function startOlder(view) {
  const link = part(view.root, "older");
  if (!link) return;
  let busy = false;
  const load = async () => {
    if (busy) return;
    busy = true;
    await loadOlder(view, link);
    busy = false;
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    load();
  });
  view.scroll.addEventListener("scroll", () => {
    const up = view.scroll.scrollHeight - view.scroll.clientHeight - Math.abs(view.scroll.scrollTop);
    if (up < 200 && link.isConnected) load();
  }, { passive: true });
}

async function loadOlder(view, link) {
  const address = view.address + "/entries?before=" + firstSeq(view) + "&limit=" + OLDER_STRETCH;
  const { status, body } = await call("GET", address);
  if (status !== 200 || !body || !Array.isArray(body.results)) return;
  keepingPlace(view, () => show(view, body.results, { older: true }));
  if (body.next) link.href = "/fil/" + view.thread + "/?avant=" + firstSeq(view);
  else link.remove();
  keepRead(view.thread, body.results).catch(() => {});
}
