// Answers as one types, after a pause. The page is asked for again, and what it found takes the place of what is shown.

import { part } from "../../ui/js/elements.js";

const PAUSE = 350; // ms without a key

function startSearch(form, place) {
  let timer = 0;
  let asking = null;

  const address = () => {
    const said = new URLSearchParams(new FormData(form));
    for (const [name, value] of Array.from(said)) if (!value) said.delete(name);
    return said;
  };
  const ask = async (typing) => {
    clearTimeout(timer);
    if (asking) asking.abort();
    asking = new AbortController();
    const said = address();
    history.replaceState(null, "", "?" + said);
    if (typing) said.set("frappe", "1");
    try {
      const response = await fetch("?" + said, { credentials: "same-origin", signal: asking.signal });
      if (!response.ok || response.redirected) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const found = part(page, "search-found");
      if (!found) return;
      place.replaceChildren(...found.childNodes);
      part(document, "search-said").textContent = part(page, "search-said").textContent;
    } catch (error) {
      // Another key came, or no network: what is shown stays, and the button still asks.
    }
  };

  form.elements.q.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE, true);
  });
  form.addEventListener("change", ({ target }) => { if (target !== form.elements.q) ask(false); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(false);
  });
}

const searchForm = part(document, "search");
if (searchForm && window.AbortController) startSearch(searchForm, part(document, "search-found"));
