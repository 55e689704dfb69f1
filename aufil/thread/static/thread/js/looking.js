// « Vu »: an entry is seen when its page is in view for a second. A background tab, a locked screen or a page
// loaded in advance see nothing.

import { call } from "../../ui/js/call.js";
import { realLines } from "./view.js";

const GLANCE = 1000; // ms
const HALF = 0.5;

/** Watch which entries of others are in view, and tell the server up to which one. */
export function startLooking(view) {
  const inView = new Set();
  const seen = view.members.get(view.me);
  let told = seen ? seen.seen_seq : 0;
  let timer = 0;

  const highest = () => Math.max(0, ...Array.from(inView, (line) => Number(line.dataset.seq)));
  const look = () => {
    clearTimeout(timer);
    if (document.visibilityState !== "visible" || highest() <= told) return;
    timer = setTimeout(tellSeen, GLANCE, highest());
  };
  const tellSeen = async (seq) => {
    const before = told;
    told = Math.max(told, seq);
    const { status } = await call("POST", view.address + "/read", { person: view.me, body: { seq } });
    if (status === 200 && view.form) view.form.elements.seen.value = seq;
    if (status !== 200) told = Math.min(told, before); // said again at the next look
    else look();
  };

  const observer = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting, intersectionRatio, intersectionRect } of changes) {
      const enough = intersectionRatio >= HALF || intersectionRect.height >= view.scroll.clientHeight * HALF;
      if (isIntersecting && enough) inView.add(target);
      else inView.delete(target);
    }
    look();
  }, { root: view.scroll, threshold: [0, 0.25, HALF, 1] });

  const watched = new WeakSet();
  view.watch = () => {
    for (const line of realLines(view)) {
      if (line.dataset.author === view.me || Number(line.dataset.seq) <= told || watched.has(line)) continue;
      watched.add(line);
      observer.observe(line);
    }
    look();
  };
  document.addEventListener("visibilitychange", look);
  addEventListener("online", look);
  view.watch();
}
