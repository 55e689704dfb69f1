// A page shown from the store is renewed behind. Its thread catches up by itself; of the rest, what tells of now
// (who answers when, the next meeting) is replaced.

import { hear } from "./hub.js";

/** Take over from the renewed page what was said of now. */
export function watchRenewal() {
  hear("page", ({ url, html }) => {
    if (url.split("#")[0] !== location.href.split("#")[0]) return;
    const renewed = new DOMParser().parseFromString(html, "text/html").querySelectorAll('[data-role="now"]');
    const shown = document.querySelectorAll('[data-role="now"]');
    if (shown.length !== renewed.length) return;
    shown.forEach((place, i) => {
      if (place.outerHTML !== renewed[i].outerHTML) place.replaceWith(renewed[i]);
    });
  });
}
