// « Calendriers »: the address just made, copied with a tap.

import { copyText, part } from "../../ui/js/elements.js";

const made = part(document, "made");

if (made) {
  const address = part(made, "address");
  const copy = part(made, "copy");
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await copyText(address.value);
    copy.textContent = copy.dataset.done;
  });
  address.addEventListener("focus", () => address.select());
}
