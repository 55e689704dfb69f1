// Sending files: the entry takes its place at once, the bytes follow.

import { newId } from "../../ui/js/ids.js";
import { keep } from "../../ui/js/outbox.js";
import { send } from "../../ui/js/sending.js";
import { marksOf, setMode } from "./composer.js";
import { askToStay } from "./keeping.js";
import { goToEnd } from "./scrolling.js";
import { eraseUnreadLine } from "./unread.js";
import { placeOf } from "./view.js";

/**
 * Keep an entry of this `kind` (`photos`, `file`, `voice`, `video`) with `items` and the words beside them, and let
 * it leave. An item: `{blob, name, width, height, milliseconds, preview}`; `preview` is a base64 picture of at most
 * 1,500 bytes, or "". Comes back once the phone has it all; fails, keeping nothing, when it cannot
 * (`QuotaExceededError`: it is full).
 */
export async function sendFiles(view, kind, items, text = "") {
  const files = items.map(({ blob, name, width, height, milliseconds, preview }) => ({
    id: newId(),
    name,
    size: blob.size,
    preview: preview || "",
    width: width || null,
    height: height || null,
    milliseconds: milliseconds === undefined ? null : Math.round(milliseconds),
  }));
  const quote = view.mode && view.mode.name === "reply" ? view.mode.quote : null;
  const label = await import("./waiting.js").then(({ labelOf }) => labelOf(kind, files), () => "");
  const entry = { ...placeOf(view), id: newId(), kind, label, files, text, marks: marksOf(view) };
  const answers = { quote, reply_to: quote && quote.id };
  await keep({ ...entry, ...answers, written_at: Date.now() }, items.map(({ blob }) => blob));
  if (quote) setMode(view, { name: "new" });
  if (entry.marks) view.form.marks.clear();
  eraseUnreadLine(view);
  goToEnd(view);
  askToStay();
  send();
}
