// Files one brings to the thread: by the button, pasted, or dropped. The tray that holds them is loaded at the first.

import { part } from "../../ui/js/elements.js";

/** Without this script the button leads to a page that does the same. */
export function startBringing(view) {
  const button = part(view.form, "attach");
  const open = async (files) => {
    try {
      const { openTray } = await import("./tray.js");
      openTray(view, button, files);
    } catch (error) {
      location.assign(button.href); // the script could not come
    }
  };
  button.setAttribute("role", "button");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", (event) => {
    event.preventDefault();
    open([]);
  });
  button.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    button.click();
  });
  const bring = (event) => {
    const { files, types } = event.clipboardData || event.dataTransfer;
    if (event.type === "dragover" ? !Array.from(types).includes("Files") : !files.length) return;
    event.preventDefault();
    if (event.type !== "dragover") open(Array.from(files)); // now: what was dropped is out of reach later
  };
  for (const way of ["paste", "dragover", "drop"]) view.root.addEventListener(way, bring);
}
