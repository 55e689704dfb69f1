// On a device that was revoked: what was written and will not leave, as text to copy.

import { button, copyText, element } from "./elements.js";
import { recordsOf } from "./lanes.js";
import { forget } from "./outbox.js";
import { fact, setFact } from "./store.js";
import { say } from "./texts.js";

/** Keep, while somebody is signed in, the sentences that a page without anybody must be able to say. */
export async function rememberWords() {
  if (await fact("words")) return;
  await setFact("words", { title: say("revoked"), copy: say("copy"), copied: say("copied"), forget: say("forget") });
}

/** Show what a revoked device still keeps, above the page, until it is forgotten. */
export async function showLeftover() {
  const [person, words] = [await fact("revoked"), await fact("words")];
  if (!person || !words) return;
  const records = (await recordsOf(person)).filter((record) => record.state === "revoked" && record.op !== "delete");
  if (!records.length) return;
  const box = document.createElement("section");
  box.className = "leftover page page--narrow";
  box.dataset.role = "leftover";
  box.append(element("p", "banner", words.title));
  for (const record of records) box.append(leftoverLine(record, words));
  const main = document.querySelector("main");
  (main || document.body).prepend(box);
}

function leftoverLine(record, words) {
  const line = element("div", "leftover__entry", "");
  line.append(element("p", "entry__text", [record.label, record.text].filter(Boolean).join(" · ")));
  const copy = button(words.copy, async () => {
    await copyText(record.text);
    copy.textContent = words.copied;
  });
  const away = button(words.forget, async () => {
    await forget(record.id);
    line.remove();
  });
  line.append(copy, away);
  return line;
}
