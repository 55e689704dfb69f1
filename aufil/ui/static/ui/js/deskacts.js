// One act open at a time; Escape or a click beside closes it and gives the focus back.

export function startActsAtDesk() {
  const opened = () => document.querySelector(".act[open]");
  document.addEventListener("toggle", ({ target }) => {
    if (!target.matches || !target.matches(".act") || !target.open) return;
    for (const act of document.querySelectorAll(".act[open]")) if (act !== target) act.open = false;
  }, true);
  document.addEventListener("keydown", (event) => {
    const act = event.key === "Escape" && opened();
    if (!act) return;
    act.open = false;
    act.querySelector("summary").focus();
  });
  document.addEventListener("click", ({ target }) => {
    const act = opened();
    if (act && !act.contains(target)) act.open = false;
  });
}
