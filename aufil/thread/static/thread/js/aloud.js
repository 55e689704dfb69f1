// An entry read aloud by a voice of the device itself: what is read leaves it for nobody.

import { button, element, part } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";
import { hush } from "./hush.js";
import { wearSpoken } from "./spokenlook.js";

const LINK = /https?:\/\/\S+/g;
const STRETCH = /\S[^\n]*?(?:[.!?…]+(?=\s|$)|\n|$)/g; // about a sentence; no address, no « 8.30 » is cut
const LONGEST = 220; // characters said in one go: some phones stop in the middle of longer ones

let reading = null; // {view, line, bar, stretches, at, utterance}

/** Read the entry of the action that was pressed. */
export async function readAloud(view, pressed) {
  stopReading();
  const line = pressed.closest('[data-role="entry"]');
  const stretches = [part(line, "text"), ...line.querySelectorAll('[data-role="transcript"]')]
    .filter((place) => !place.hidden)
    .flatMap(stretchesOf);
  const voice = voiceOf(speechSynthesis.getVoices());
  if (!voice || !stretches.length) return;
  hush();
  await wearSpoken();
  reading = { view, line, bar: barOf(view), stretches, voice, at: 0, utterance: null };
  addEventListener("pagehide", stopReading, { once: true });
  goOn();
}

/** A voice of the device: a French one if there is one; null when all would send what they read. */
export function voiceOf(voices) {
  const own = voices.filter(({ localService }) => localService);
  return own.find(({ lang }) => /^fr/i.test(lang)) || own[0] || null;
}

/** The words of a place, cut where one breathes: `{place, from, words}`. */
function stretchesOf(place) {
  return Array.from(place.textContent.matchAll(STRETCH)).flatMap(({ 0: words, index }) => {
    const parts = [];
    for (let from = 0; from < words.length;) {
      const room = words.length - from > LONGEST ? words.lastIndexOf(" ", from + LONGEST) + 1 : words.length;
      const to = room > from ? room : from + LONGEST;
      parts.push({ place, from: index + from, words: words.slice(from, to) });
      from = to;
    }
    return parts;
  });
}

function barOf(view) {
  const bar = element("div", "aloud", "");
  bar.dataset.role = "aloud-bar";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", say("aloud"));
  const hold = button(say("aloud_pause"), () => {
    if (reading.held) goOn();
    else wait();
    hold.textContent = say(reading && reading.held ? "aloud_resume" : "aloud_pause");
  });
  bar.append(element("span", "aloud__says", say("aloud")), hold, button(say("aloud_stop"), stopReading));
  if (view.form) view.form.before(bar);
  else view.root.append(bar);
  hold.focus();
  return bar;
}

/** Say this stretch, then the next. Pausing and going on say a stretch again: on many phones a voice cannot wait. */
function goOn() {
  reading.held = false;
  const mine = reading;
  const { place, from, words } = mine.stretches[mine.at];
  const said = new SpeechSynthesisUtterance(words.replace(LINK, say("aloud_link")));
  Object.assign(said, { voice: mine.voice, lang: mine.voice.lang });
  said.onboundary = ({ name, charIndex, charLength }) => {
    if (name !== "sentence" && said.text === words) point(place, from + charIndex, charLength || wordAt(words, charIndex));
  };
  said.onend = () => {
    if (reading !== mine || mine.utterance !== said) return;
    mine.at += 1;
    if (mine.at < mine.stretches.length) goOn();
    else stopReading();
  };
  said.onerror = () => { if (reading === mine && mine.utterance === said) stopReading(); };
  mine.utterance = said; // held here too: some browsers drop what nobody holds
  speechSynthesis.speak(said);
}

function wait() {
  reading.held = true;
  reading.utterance = null;
  speechSynthesis.cancel();
}

function stopReading() {
  if (!reading) return;
  const { bar, line } = reading;
  reading = null;
  speechSynthesis.cancel();
  if (self.Highlight) CSS.highlights.delete("aloud");
  if (bar.contains(document.activeElement)) line.focus({ preventScroll: true });
  bar.remove();
}

function wordAt(words, index) {
  return /^\S*/.exec(words.slice(index))[0].length;
}

/** Show the word that is being said, where the browser can without touching the text. */
function point(place, from, length) {
  if (!self.Highlight || !self.CSS.highlights) return;
  const range = document.createRange();
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  let passed = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (from >= passed && from < passed + node.length) {
      range.setStart(node, from - passed);
      range.setEnd(node, Math.min(node.length, from - passed + length));
      CSS.highlights.set("aloud", new Highlight(range));
      return;
    }
    passed += node.length;
  }
}
