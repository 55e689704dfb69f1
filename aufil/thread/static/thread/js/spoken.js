// Voices on the thread, as far as every page needs it: what records, plays and reads aloud comes at its first use.

import { part } from "../../ui/js/elements.js";
import { fact } from "../../ui/js/store.js";

export function startSpoken(view) {
  const { root, list, form, box } = view;
  const speech = self.speechSynthesis;
  // Only a voice of the device itself: the others send what they read to somebody's server.
  const look = () => root.classList.toggle("thread--aloud", speech.getVoices().some((voice) => voice.localService));
  if (speech) {
    speech.onvoiceschanged = look;
    look();
  }
  list.addEventListener("click", ({ target }) => {
    if (target.dataset.role === "aloud") import("./aloud.js").then(({ readAloud }) => readAloud(view, target), () => {});
  });
  if (list.querySelector(".recording")) import("./player.js").then(({ dressAll }) => dressAll(list), () => {});
  if (!box || !self.MediaRecorder || !navigator.mediaDevices) return; // the button stays hidden: see the tray
  const mic = part(form, "voice");
  const open = (found) => import("./voice.js").then(({ openVoice }) => openVoice(view, found), () => {
    location.assign(part(form, "attach").href); // the script could not come
  });
  mic.hidden = false;
  mic.addEventListener("click", () => open());
  fact("take " + view.me + " " + view.thread).then((take) => { if (take) open(take); }, () => {});
}
