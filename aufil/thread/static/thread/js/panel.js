// Where one records, in the place of the composer: what is said, what is shown, what can be done.

import { button, element } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";
import { wearSpoken } from "./spokenlook.js";

const SURE = 4000; // ms one has to say yes

/**
 * May a panel be opened for `found`? One that is open stays; but what an earlier page began, and only waits beside the
 * box, is taken up (`goOn`), or gives way to a file that was chosen.
 */
export function isFree({ panel }, found) {
  if (panel && panel.goOn && found) panel.close();
  else if (panel && panel.goOn) panel.goOn();
  return !panel || !panel.open;
}

/** An empty panel: `{view, form, box, open, tell(sentence), close()}`, also `view.panel` while it is open. */
export async function openPanel(view, opener, label) {
  const { form } = view;
  const box = element("div", "recorder", "");
  box.dataset.role = "recorder";
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", label);
  const says = element("p", "recorder__says", "");
  says.setAttribute("role", "status");
  const rest = element("div", "recorder__rest", "");
  box.append(says, rest);
  const panel = { view, form, box, rest, open: true, goOn: null, chosen: false };
  panel.tell = (sentence) => { if (says.textContent !== sentence) says.textContent = sentence; };
  panel.close = () => {
    const held = box.contains(document.activeElement);
    for (const media of box.querySelectorAll("audio, video")) media.pause();
    panel.open = false;
    view.panel = null;
    form.classList.remove("composer--records");
    box.remove();
    if (held) opener.focus();
  };
  view.panel = panel;
  await wearSpoken();
  form.classList.add("composer--records");
  form.prepend(box);
  return panel;
}

/** Show one state: `says` in words, `shows` and `does` elements; the last thing one can do takes the focus. */
export function drawPanel({ box, rest, tell, form, open }, { state = "", says = "", shows = [], does }) {
  if (!open) return;
  box.dataset.state = state;
  tell(says);
  const acts = element("p", "recorder__acts", "");
  acts.append(...does);
  rest.textContent = "";
  rest.append(...shows, acts);
  if (form.classList.contains("composer--records")) does[does.length - 1].focus();
}

/** A button that asks once more before what was recorded goes. */
export function sureButton(text, act) {
  let timer = 0;
  const asks = button(text, () => {
    if (timer) {
      clearTimeout(timer);
      act();
      return;
    }
    asks.textContent = say("sure");
    timer = setTimeout(() => {
      timer = 0;
      asks.textContent = text;
    }, SURE);
  }, "button");
  return asks;
}

/** A button that lets one choose a file of this kind. */
export function pickButton(text, accept, act) {
  const input = Object.assign(document.createElement("input"), { type: "file", accept, hidden: true });
  const pick = button(text, () => input.click(), "button");
  input.addEventListener("change", () => { if (input.files[0]) act(input.files[0]); });
  pick.append(input);
  return pick;
}
