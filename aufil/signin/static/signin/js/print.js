// A button that prints the page; without script the page says how.

/** Show the button, and let it print. */
export function offerPrint(made) {
  if (!made) return;
  made.hidden = false;
  made.addEventListener("click", () => print());
}
