// The appointment an entry stands for: when, where, how it stands, and what one may answer. Drawn as
// `thread/_appointment.html` draws it; the words come with it.

import { element, part } from "../../ui/js/elements.js";
import { joining, revealJoins } from "./joining.js";

export function drawAppointment(view, line, it) {
  part(line, "text").hidden = true;
  const before = part(line, "appointment");
  if (before) before.remove();
  const card = element("article", "meeting" + (it.tone ? " meeting--" + it.tone : ""), "");
  Object.assign(card.dataset, { role: "appointment", appointment: it.id });
  card.append(leaf(it.leaf), what(it));
  if (it.join) card.append(joining(it.join));
  if (it.asks.length && view.form) card.append(asked(it));
  part(line, "text").after(card);
  revealJoins(card);
}

function leaf([day, number, month]) {
  const shown = element("p", "leaf", "");
  shown.setAttribute("aria-hidden", "true");
  shown.append(element("span", "", day), " ", element("b", "", number), " ", element("span", "", month));
  return shown;
}

function what(it) {
  const words = element("div", "meeting__what", "");
  const title = element("p", "meeting__title", "");
  const link = element("a", "", it.title);
  link.href = it.path;
  title.append(link);
  words.append(title, element("p", "", it.when), element("p", "quiet", it.where));
  if (it.says) words.append(element("p", "meeting__says", it.says));
  return words;
}

function asked(it) {
  const form = element("form", "meeting__do", "");
  form.method = "post";
  form.action = it.path + "repondre/";
  it.asks.forEach(({ value, label }, number) => {
    const button = element("button", "button button--small" + (number ? "" : " button--main"), label);
    form.append(Object.assign(button, { type: "submit", name: "answer", value }));
  });
  return form;
}
