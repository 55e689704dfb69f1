// Which of the page's screens is shown, and what is said to everybody, read aloud too.

import { part } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";

const SAID = 6000; // ms a passing word stays

/** `show(name)`, `tell(sentence)` for what passes, `hold(name, sentence)` for what lasts until it is taken back. */
export function openScreens(root) {
  const lasting = new Map();
  const line = part(root, "said");
  let timer = 0;

  function draw(passing = "") {
    const [held] = Array.from(lasting.values()).slice(-1);
    const text = passing || held || "";
    if (line.textContent !== text) line.textContent = text;
    line.classList.toggle("said-line--on", Boolean(text));
  }

  return {
    show(name) {
      const changed = root.dataset.screen !== name;
      root.dataset.screen = name;
      for (const one of root.querySelectorAll("[data-screen-of]")) {
        one.hidden = !one.dataset.screenOf.split(" ").includes(name);
      }
      if (!changed) return;
      const heading = root.querySelector('[data-screen-of~="' + name + '"] h2');
      if (heading && document.activeElement && document.activeElement !== document.body) heading.focus();
    },
    tell(sentence) {
      clearTimeout(timer);
      draw(sentence);
      timer = setTimeout(draw, SAID);
    },
    hold(name, sentence) {
      if (sentence === lasting.get(name)) return;
      if (sentence) lasting.set(name, sentence);
      else lasting.delete(name);
      draw();
    },
    /** The door: what is, what to do, and a button, or none. */
    door(title, sentence, action) {
      part(root, "door-title").textContent = title;
      part(root, "door-said").textContent = sentence;
      const again = part(root, "door-again");
      again.hidden = !action;
      again.textContent = action ? say(action) : "";
      part(root, "plain").hidden = true;
      this.show("door");
    },
  };
}

/** The hour, kept right, wherever the page shows one. */
export function startClock(root) {
  const zone = say("zone") || undefined;
  const shape = new Intl.DateTimeFormat("fr-FR", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: zone });
  const draw = () => {
    const time = shape.format(new Date()).replace(":", "\u202fh\u202f").replace(/^0/, "");
    for (const one of root.querySelectorAll('[data-role="clock"]')) one.textContent = time;
  };
  draw();
  setInterval(draw, 5000);
}
