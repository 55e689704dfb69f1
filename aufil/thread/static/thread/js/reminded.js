// The reminder an entry says: how it stands, and « C’est fait ». Drawn as `thread/_reminder.html` draws it.

import { element, part } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";

// What one does with a message, not with a reminder.
const NOT_HERE = ["edit", "delete", "react"];

export function drawReminder(view, line, { id, due_on, state, says }) {
  for (const role of NOT_HERE) {
    const link = part(line, role);
    if (link) link.remove();
  }
  const before = part(line, "reminder");
  if (before) before.remove();
  const box = element("div", "reminder reminder--" + state, "");
  box.dataset.role = "reminder";
  const words = element("p", "reminder__says", "");
  const link = element("a", "", says);
  link.href = "/fil/" + view.thread + "/rappels/";
  words.append(link);
  box.append(words);
  if (state === "open" && view.form) box.append(doneForm(view, id, due_on));
  part(line, "text").after(box);
}

function doneForm(view, id, dueOn) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/fil/" + view.thread + "/rappels/" + id + "/fait/";
  for (const [name, value] of [["due_on", dueOn], ["next", location.pathname + location.search]]) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  const done = element("button", "button button--small", say("reminder_done"));
  done.type = "submit";
  form.append(done);
  return form;
}
