// Files on the thread, as far as every page needs it: the scripts that draw and show them come when there are some.

import { part } from "../../ui/js/elements.js";
import { keepingPlace } from "./scrolling.js";

/** Show what an entry carries; until the script that draws it is here, `about.label` says it in words. */
export function showFiles(view, line, files, about) {
  const place = part(line, "files");
  if (!place || (!files.length && !place.firstChild)) return;
  if (!place.firstChild) place.textContent = about.label || "";
  return drawing().then(({ fillFiles }) => keepingPlace(view, () => fillFiles(view, place, files, about)), () => {});
}

/** Photos open in the page; what is still on its way says how far it has come. */
export function startFiles(view) {
  if (view.list.querySelector("[data-file]:not([data-is=ready])")) drawing().catch(() => {});
  view.list.addEventListener("click", (event) => {
    const photo = event.target.closest("a.photo");
    if (!photo || !window.HTMLDialogElement || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    import("./viewer.js").then(({ openViewer }) => openViewer(view, photo), () => location.assign(photo.href));
  });
}

/** Loaded once; asked for again when the network was missing. */
async function drawing() {
  const script = await import("./files.js");
  script.followArrivals();
  return script;
}
