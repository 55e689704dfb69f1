// One act open at a time; Escape or a click beside closes it and gives the focus back. A link to call opens its
// form in place.

import { newId } from "./ids.js";

export function startActsAtDesk() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest('[data-role="call"]');
    const form = document.getElementById("call-form");
    if (!link || !form || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // the listener below would see a click beside the form
    openCall(link, form.content.firstElementChild.cloneNode(true));
  });
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

/** The form of a call, in the place of the link that led to its page. */
export function openCall(link, act) {
  const role = (name) => act.querySelector('[data-role="' + name + '"]');
  const form = act.querySelector("form");
  form.action = link.getAttribute("href");
  form.elements.id.value = newId();
  role("whom").textContent = link.textContent.trim();
  const { phone, spoken } = link.dataset;
  if (phone) {
    role("tel").href = "tel:" + phone;
    role("tel").querySelector("span").textContent = spoken;
    role("no-phone").remove();
  } else {
    role("tel").parentElement.remove();
  }
  link.replaceWith(act);
  (phone ? role("tel") : form.elements.text).focus();
}
