// What is written in a room: a list, a form, and the last words in large letters under the picture.

import { element, part } from "../../ui/js/elements.js";
import { newId } from "../../ui/js/ids.js";
import { say } from "../../ui/js/texts.js";

const LARGE = 9000; // ms a line stays under the picture

/** `write(line)` sends one; `own` is the guest's own identifier, known once inside. */
export function openChat(root, { write, unread }) {
  const list = part(root, "lines");
  const form = part(root, "chat-form");
  const box = part(root, "chat-text");
  const large = part(root, "caption");
  let own = "";
  let waiting = null; // a line that did not pass: the same again when it is tried again
  let timer = 0;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return;
    if (!waiting || waiting.text !== text) waiting = { id: newId(), text };
    const passed = await write(waiting);
    part(root, "chat-wrong").hidden = passed;
    if (!passed) return;
    waiting = null;
    if (box.value.trim() === text) box.value = "";
    box.focus();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit ? form.requestSubmit() : form.dispatchEvent(new Event("submit", { cancelable: true }));
  });

  function show(line) {
    const item = element("li", line.guest === own ? "talk__line talk__line--mine" : "talk__line", "");
    item.append(element("b", "talk__who", line.guest === own ? say("you") : line.name));
    if (line.aside) item.append(element("span", "quiet", " " + say("aside")));
    item.append(element("p", "talk__text", line.text));
    list.append(item);
    item.scrollIntoView({ block: "nearest" });
    if (line.guest === own) return;
    unread();
    clearTimeout(timer);
    large.textContent = line.text;
    large.hidden = false;
    timer = setTimeout(() => { large.hidden = true; }, LARGE);
  }

  return {
    show,
    knows(guest) { own = guest; },
    /** Large letters for who prefers to read, for as long as they wish. */
    focus() { box.focus(); },
  };
}
