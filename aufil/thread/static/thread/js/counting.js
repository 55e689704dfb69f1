// How many text messages what one writes will be, and the letters that cost: as `delivery/channels/sms/alphabet.py`
// counts them. `delivery/tests/texts.json` holds both to it.

import { element } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";

const BASIC = new Set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");
const DOUBLE = new Set("^{}\\[~]|€\f");
const LIKE = { "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-", "…": "...", "œ": "oe", "Œ": "OE", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "·": "-" };
const UNSEEN = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

const isPlain = (letter) => BASIC.has(letter) || DOUBLE.has(letter);

function nearest(letter) {
  if (isPlain(letter)) return letter;
  const bare = Array.from(letter.normalize("NFD"))[0];
  return isPlain(bare) ? bare : letter;
}

function share(sizes, alone, joined) {
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  if (whole <= alone) return { parts: 1, left: alone - whole };
  let parts = 1;
  let left = joined;
  for (const size of sizes) {
    if (size > left) {
      parts += 1;
      left = joined;
    }
    left -= size;
  }
  return { parts, left };
}

/** `{parts, left, wide, double}` of a text. */
export function countParts(text) {
  const like = Array.from(text.normalize("NFC")).map((letter) => LIKE[letter] || letter).join("");
  const near = Array.from(like).map(nearest);
  const wide = near.filter((letter) => !isPlain(letter));
  if (wide.length) {
    const sizes = Array.from(text).map((letter) => letter.length);
    return { ...share(sizes, 70, 67), wide: Array.from(new Set(wide.filter((letter) => !UNSEEN.test(letter)))), double: [] };
  }
  const double = Array.from(new Set(near.filter((letter) => DOUBLE.has(letter))));
  return { ...share(near.map((letter) => (DOUBLE.has(letter) ? 2 : 1)), 160, 153), wide: [], double };
}

const MOST = 3;

/** Say it under the box, while one writes. */
export function startCounting(view) {
  const line = element("p", "composer__sms", "");
  line.setAttribute("role", "status");
  const former = view.form.querySelector('[data-role="sms"]');
  const { before, after } = former.dataset; // who writes, and where to answer
  const show = () => {
    const text = view.box.value.trim();
    const marks = view.form.marks && view.form.marks.read();
    if (marks && marks.private) line.textContent = say("sms_private");
    else line.textContent = text && view.mode.name !== "edit" ? sentence(countParts(before + text + after)) : say("sms_to");
  };
  former.replaceWith(line);
  view.box.addEventListener("input", show);
  view.form.addEventListener("change", show);
  view.form.addEventListener("submit", () => setTimeout(show));
  show();
}

function sentence({ parts, left, wide, double }) {
  const said = [parts > MOST ? say("sms_long") : say(parts > 1 ? "sms_parts" : "sms_part", { n: parts, left })];
  if (wide.length) said.push(say("sms_wide", { letters: wide.slice(0, 5).join(" ") }));
  else if (double.length) said.push(say("sms_double", { letters: double.slice(0, 5).join(" ") }));
  return said.join(" ");
}
