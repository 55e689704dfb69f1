// The live thread: the parts of `view`, started in order.

import { keepsThings } from "../../ui/js/store.js";
import { decide, startActs } from "./acts.js";
import { startAdorning } from "./adorn.js";
import { showKept, startCatchUp } from "./catchup.js";
import { startComposer } from "./composer.js";
import { startFiles } from "./filed.js";
import { startLooking } from "./looking.js";
import { startOlder } from "./older.js";
import { drawWaiting, startPending } from "./pending.js";
import { startPill } from "./scrolling.js";
import { startSpoken } from "./spoken.js";
import { startStanding } from "./standing.js";
import { viewOf } from "./view.js";
import { startWriting } from "./writing.js";

/** Bring a thread to life. Where the browser keeps nothing, its form stays a plain form. */
export async function startThread(root) {
  const view = viewOf(root);
  startPill(view);
  startStanding(root);
  const keeps = await keepsThings();
  if (view.form && keeps) {
    startComposer(view);
    startActs(view);
    startAdorning(view);
  }
  startCatchUp(view, () => {
    drawWaiting(view);
    view.watch();
  });
  startLooking(view);
  startOlder(view);
  startFiles(view);
  startSpoken(view);
  if (view.box) startWriting(view);
  if (!keeps) return;
  await showKept(view);
  await startPending(view, (what, record) => decide(view, what, record));
}
