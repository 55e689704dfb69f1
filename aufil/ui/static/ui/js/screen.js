// « Cacher les conversations »: while the screen is shared, words and names give way; this tab remembers.

const SHARED = "screen-shared";

export function startScreen() {
  const root = document.documentElement;
  const buttons = document.querySelectorAll('[data-role="hide-screen"]');
  let shared = false;
  try {
    shared = sessionStorage.getItem(SHARED) === "yes";
  } catch (error) {
    // A browser that keeps nothing: the button works for this page.
  }
  const draw = () => {
    if (shared) root.dataset.screen = "shared";
    else delete root.dataset.screen;
    for (const button of buttons) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(shared));
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      shared = !shared;
      try {
        sessionStorage.setItem(SHARED, shared ? "yes" : "no");
      } catch (error) {
        // As above.
      }
      draw();
    });
  }
  draw();
}
