// Names of members, and where a text calls them. The same rule as `aufil/kernel/called.py`.

import { element } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";

const AT = /(^|[^\p{L}\p{N}_])@/gu;
const GOES_ON = /^(?:[\p{L}\p{N}_]|[-.][\p{L}\p{N}_])/u;

/** A member's name as the reader may know it; who is gone has none: the sentence `otherwise`. */
export function nameOf(view, id, otherwise = "somebody_gone") {
  const member = view.members.get(id);
  return member ? member.name : say(otherwise);
}

/** Among young people the name is the first name. */
export function firstNameOf({ name, first_name }) {
  return first_name || name;
}

export function plain(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
}

/** Where `text` calls one of `names`: `[{start, end, name}]`. */
export function called(text, names) {
  const ordered = names.filter(Boolean).sort((a, b) => b.length - a.length);
  const found = [];
  for (const at of text.matchAll(AT)) {
    const start = at.index + at[1].length;
    const name = ordered.find((one) => {
      const end = start + 1 + one.length;
      return plain(text.slice(start + 1, end)) === plain(one) && !GOES_ON.test(text.slice(end));
    });
    if (name) found.push({ start, end: start + 1 + name.length, name });
  }
  return found;
}

/** Set off, in the text of an entry, where it calls these members. */
export function setOff(view, place, ids) {
  const names = ids.map((id) => view.members.get(id)).filter(Boolean).map(firstNameOf);
  for (const node of Array.from(place.childNodes)) {
    if (node.nodeType !== Node.TEXT_NODE) continue;
    const text = node.data;
    const pieces = [];
    let end = 0;
    for (const one of called(text, names)) {
      pieces.push(text.slice(end, one.start), element("b", "called", text.slice(one.start, one.end)));
      end = one.end;
    }
    if (end) node.replaceWith(...pieces, text.slice(end));
  }
}
