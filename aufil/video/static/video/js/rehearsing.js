// A rehearsal of an interview, beside the picture or alone: the question, who asks, what is noted. The server says where
// it is; this page asks, and draws what it was told.

import { part } from "../../ui/js/elements.js";
import { newId } from "../../ui/js/ids.js";

const SAVED_AFTER = 1200; // ms without a letter
const TRY_AGAIN = 3000;
const TOLD_FOR = 1500; // ms « enregistré » waits for the next letter before it is said

/** `ask(method, path, body)` gives `{ status, body }`, 0 when nobody answered. */
export function openRehearsal(panel, ask) {
  const uid = panel.dataset.rehearsal;
  const base = "/api/v1/rehearsals/" + uid;
  const role = (name) => part(panel, "play-" + name);
  const notes = openNotes(panel, (question, kept) => ask("PUT", base + "/questions/" + question + "/notes", kept), uid);
  let shown = null;
  let since = 0;

  function wrong(sentence) {
    role("wrong").textContent = sentence;
    role("wrong").hidden = !sentence;
  }

  /** Ask for a change; true when it was heard. What comes back is drawn. */
  async function act(method, path, body) {
    if (notes) notes.save();
    const answer = await ask(method, base + path, body);
    if (answer.status >= 200 && answer.status < 300) {
      wrong("");
      if (answer.status === 200) draw(answer.body);
      return true;
    }
    wrong((answer.status && answer.body && answer.body.detail) || role("wrong").dataset.away);
    return false;
  }

  async function refresh() {
    const answer = await ask("GET", base);
    if (answer.status === 200) draw(answer.body);
    return answer.status === 200;
  }

  function draw(shape) {
    if (shown && shape.rev < shown.rev) return;
    shown = shape;
    since = Date.now() - shape.since * 1000;
    role("place").textContent = shape.place;
    sayIn(role("question"), shape.question ? shape.question.text : "");
    sayIn(role("advice-text"), shape.advice);
    role("advice").hidden = !shape.advice;
    sayIn(role("roles"), shape.roles);
    role("next").hidden = !shape.asks || shape.position >= shape.count;
    role("back").hidden = !shape.asks || shape.position < 2;
    role("advise").hidden = !shape.may_advise;
    role("last").hidden = !shape.asks || !shape.question || shape.position < shape.count;
    role("add").hidden = !shape.asks;
    if (role("retain")) {
      role("retain").hidden = shape.retained;
      role("retained-done").hidden = !shape.retained;
    }
    if (notes) notes.about(shape.question ? shape.question.id : "", shape.notes);
    panel.querySelector('[name="at"]').value = shape.position;
    tick();
  }

  function tick() {
    const seconds = Math.max(0, Math.floor((Date.now() - since) / 1000));
    const asked = shown && shown.question && !shown.ended;
    role("since").textContent = asked ? Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0") : "";
  }

  function on(name, make) {
    role(name).addEventListener("click", (event) => {
      event.preventDefault();
      if (shown) act(...make());
    });
  }

  on("next", () => ["POST", "/step", { from: shown.position, to: shown.position + 1 }]);
  on("back", () => ["POST", "/step", { from: shown.position, to: shown.position - 1 }]);
  on("advise", () => ["PUT", "/advice", { number: shown.position }]);
  on("swap", () => ["PUT", "/employer", { employer: shown.employer === "staff" ? "young" : "staff" }]);
  let own = newId(); // the same until it has passed
  said("add-form", "own", (text) => ["POST", "/questions", { id: own, text }], () => {
    own = newId();
    role("add").open = false;
  });
  if (role("retain-form")) said("retain-form", "retained", (text) => ["POST", "/retained", { text }], refresh);

  function said(form, box, make, passed) {
    role(form).addEventListener("submit", async (event) => {
      event.preventDefault();
      const text = role(box).value.replace(/\s+/g, " ").trim();
      if (!text || !(await act(...make(text)))) return;
      role(box).value = "";
      passed();
    });
  }

  setInterval(tick, 1000);
  dress(panel);
  refresh().then(() => { panel.hidden = false; });

  return {
    /** What the room says of it: how far it is. */
    follow(rev) { if (!shown || rev > shown.rev) refresh(); },
    refresh,
    isOver: () => Boolean(shown && shown.ended),
  };
}

/** Written only when it differs, so that it is said once. */
function sayIn(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

/** Its styles, if the page has not got them yet. */
function dress(panel) {
  const href = panel.dataset.styles;
  if (document.querySelector('link[href="' + href + '"]')) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  document.head.append(link);
}

/** The counsellor's notes: kept in this tab until the server has them; null for who notes nothing. */
function openNotes(panel, put, uid) {
  const boxes = { well: part(panel, "play-well"), work: part(panel, "play-work") };
  if (!boxes.well) return null;
  const store = "aufil-entretien-" + uid;
  const line = part(panel, "play-saved");
  const waiting = recalled(store);
  let question = "";
  let timer = 0;
  let busy = false;
  part(panel, "play-keep").hidden = true;

  function remember() {
    try { sessionStorage.setItem(store, JSON.stringify(waiting)); } catch (error) { /* a full or closed store: the page has them */ }
  }

  function typed() {
    if (!question) return;
    waiting[question] = { well: boxes.well.value, work: boxes.work.value };
    remember();
    line.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(save, SAVED_AFTER);
  }

  async function save() {
    clearTimeout(timer);
    if (busy) return;
    busy = true;
    let again = false;
    for (const one of Object.keys(waiting)) {
      const kept = waiting[one];
      const { status } = await put(one, kept);
      const passed = status === 204;
      const never = status === 404 || status === 410 || status === 422;
      if ((passed || never) && waiting[one] === kept) delete waiting[one];
      again = again || (!passed && !never);
      if (never) line.textContent = line.dataset.lost;
      else if (!passed) line.textContent = line.dataset.unsaved;
      else if (!Object.keys(waiting).length) line.textContent = line.dataset.saved;
    }
    remember();
    busy = false;
    const left = Object.keys(waiting).length > 0;
    if (left) timer = setTimeout(save, again ? TRY_AGAIN : TOLD_FOR);
  }

  for (const box of Object.values(boxes)) {
    box.addEventListener("input", typed);
    box.addEventListener("blur", save);
  }
  addEventListener("online", save);
  if (Object.keys(waiting).length) save();

  return {
    save,
    /** The boxes are about this question now; what was typed here and has not passed is worth more than what came. */
    about(id, came) {
      const moved = id !== question;
      question = id;
      panel.querySelector('[name="question"]').value = id;
      const known = waiting[id] || came || { well: "", work: "" };
      for (const [name, box] of Object.entries(boxes)) {
        box.disabled = !id;
        if (moved || document.activeElement !== box) box.value = known[name];
      }
      if (moved && !waiting[id]) line.textContent = "";
    },
  };
}

function recalled(store) {
  try {
    return JSON.parse(sessionStorage.getItem(store)) || {};
  } catch (error) {
    return {};
  }
}
