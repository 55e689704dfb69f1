// Keys of the desk: never while somebody types, and only if they want them (WCAG 2.1.4).

const OFF = "keys-off";

export function startKeys() {
  const help = document.querySelector('[data-role="keys"]');
  const wanted = help && help.querySelector('[data-role="keys-on"]');
  if (!wanted || !help.showModal) return;
  try {
    wanted.checked = localStorage.getItem(OFF) !== "yes";
  } catch (error) {
    // A browser that keeps nothing: keys are on.
  }
  wanted.addEventListener("change", () => {
    try {
      localStorage.setItem(OFF, wanted.checked ? "no" : "yes");
    } catch (error) {
      // As above.
    }
  });
  const acts = {
    j: () => step(1),
    k: () => step(-1),
    r: () => focusOn('[data-role="composer-text"]'),
    a: () => openAct("phone"),
    n: () => openAct("note"),
    "/": () => focusOn('[data-role="search-field"]') || focusOn("#q") || go("/chercher/"),
    c: () => click('[data-role="hide-screen"]'),
    "?": () => help.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || types(event.target)) return;
    const act = acts[event.key];
    if (!act || help.open || (!wanted.checked && event.key !== "?")) return;
    if (act()) event.preventDefault();
  });
}

function types(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function step(by) {
  const rows = Array.from(document.querySelectorAll(".row, .meet__link, a.slot__link, .table__row .who__link")).filter((row) => row.offsetParent);
  const here = rows.findIndex((row) => row === document.activeElement || row.closest("li, tr").contains(document.activeElement));
  const from = here < 0 ? rows.findIndex((row) => row.getAttribute("aria-current")) : here;
  const next = rows[Math.min(rows.length - 1, Math.max(0, from + by))];
  if (next) next.focus();
  return Boolean(next);
}

function focusOn(selector) {
  const found = document.querySelector(selector);
  if (found) found.focus();
  return Boolean(found);
}

function go(address) {
  location.assign(address);
  return true;
}

function click(selector) {
  const found = document.querySelector(selector);
  if (found) found.click();
  return Boolean(found);
}

/** The act of the line one is on, else of the open conversation. */
function openAct(icon) {
  const line = document.activeElement.closest(".line, .panel-head");
  const places = [line, document.querySelector(".panel-head")].filter(Boolean);
  for (const place of places) {
    const link = icon === "phone" && place.querySelector('[data-role="call"]');
    if (link) {
      link.click();
      return true;
    }
    const use = Array.from(place.querySelectorAll(".act use")).find((one) => one.getAttribute("href") === "#icon-" + icon);
    if (use) {
      const act = use.closest(".act");
      act.open = true;
      const field = act.querySelector("a, textarea, input:not([type=hidden])");
      if (field) field.focus();
      return true;
    }
  }
  return false;
}
