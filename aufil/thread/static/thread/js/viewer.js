// A photo on the whole screen: the one before, the one after, the original, and back. The browser's own dialog holds
// the keyboard inside and gives the focus back; its own pinch makes things larger.

import { button, element, part } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";

const SWIPE = 60; // px
const MEGA = 1048576; // bytes

/** Open a photo of the thread, followed by the others that are on the page. */
export function openViewer(view, photo) {
  const photos = Array.from(view.list.querySelectorAll("a.photo"));
  const look = { dialog: dialogWith(photos.length > 1), photos, at: photos.indexOf(photo) };
  const { dialog } = look;
  const turn = (step) => {
    look.at = (look.at + step + photos.length) % photos.length;
    showPhoto(look);
  };
  part(dialog, "before").addEventListener("click", () => turn(-1));
  part(dialog, "after").addEventListener("click", () => turn(1));
  dialog.addEventListener("keydown", ({ key }) => {
    if (key === "ArrowLeft") turn(-1);
    if (key === "ArrowRight") turn(1);
  });
  followFinger(part(dialog, "stage"), turn);
  const leave = () => dialog.close(); // the phone's own « back »
  history.pushState({ viewer: true }, "");
  addEventListener("popstate", leave);
  dialog.addEventListener("close", () => {
    removeEventListener("popstate", leave);
    if (history.state && history.state.viewer) history.back();
    dialog.remove();
    photos[look.at].focus();
  });
  dress();
  document.body.append(dialog);
  showPhoto(look);
  dialog.showModal();
}

/** Its styles come with it. */
function dress() {
  const href = new URL("../../ui/css/viewer.css", import.meta.url).href;
  if (document.querySelector('link[href="' + href + '"]')) return;
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
}

function dialogWith(several) {
  const dialog = element("dialog", "viewer", "");
  dialog.setAttribute("aria-label", say("viewer"));
  const close = () => dialog.close();
  const original = playing("original", element("a", "button", ""));
  Object.assign(original, { target: "_blank", rel: "noopener" });
  const stage = playing("stage", element("div", "viewer__stage", ""));
  stage.append(document.createElement("img"));
  stage.addEventListener("click", ({ target }) => { if (target === stage) close(); });
  const turns = element("p", "viewer__bar", "");
  const where = playing("where", element("span", "", ""));
  const step = (role) => playing(role, button(say(role), () => {}, "button"));
  turns.append(step("before"), where, step("after"));
  turns.hidden = !several;
  const bar = element("p", "viewer__bar", "");
  const away = playing("close", button(say("close"), close, "button"));
  away.autofocus = true;
  bar.append(original, away);
  const caption = playing("caption", element("p", "viewer__words", ""));
  caption.setAttribute("aria-live", "polite");
  dialog.append(bar, stage, caption, turns);
  return dialog;
}

function playing(role, node) {
  node.dataset.role = role;
  return node;
}

/** The small picture at once; the large one in its place when it is here. */
function showPhoto(look) {
  const { dialog, photos, at } = look;
  const link = photos[at];
  const small = link.querySelector("img");
  const picture = dialog.querySelector("img");
  Object.assign(picture, { alt: small.alt, src: small.src });
  const large = new Image();
  large.addEventListener("load", () => { if (look.at === at) picture.src = large.src; });
  large.src = link.href;
  part(dialog, "where").textContent = say("photo_at", { n: at + 1, count: photos.length });
  const size = Number(link.dataset.size);
  const original = part(dialog, "original");
  original.hidden = !size;
  original.href = link.href.replace("/shown/", "/original/");
  original.textContent = say("original", { size: (size / MEGA).toFixed(1).replace(".", ",") });
  const words = part(link.closest('[data-role="entry"]'), "text");
  part(dialog, "caption").textContent = words.hidden ? small.alt : words.textContent;
}

/** A finger drawn to the side turns, unless the picture was made larger. */
function followFinger(stage, turn) {
  let from = 0;
  const enlarged = () => window.visualViewport && window.visualViewport.scale > 1.01;
  stage.addEventListener("touchstart", ({ touches }) => { from = touches.length === 1 ? touches[0].clientX : NaN; }, { passive: true });
  stage.addEventListener("touchend", ({ changedTouches }) => {
    const moved = enlarged() ? 0 : changedTouches[0].clientX - from;
    if (Math.abs(moved) > SWIPE) turn(moved < 0 ? 1 : -1);
  }, { passive: true });
}
