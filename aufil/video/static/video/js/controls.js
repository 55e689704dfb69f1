// The buttons under the picture, and what to do when a microphone or a camera does not come.

import { part } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";
import { canShareScreen } from "./media.js";
import { drawing } from "./stage.js";

const ROW = 5; // buttons beside each other on a phone

/** A button of a drawing and a word. */
function draw(made, icon, text, on) {
  if (made.dataset.shows === icon + text + on) return;
  made.dataset.shows = icon + text + on;
  const word = document.createElement("span");
  word.textContent = text;
  made.textContent = "";
  made.append(drawing(icon), word);
  made.classList.toggle("control--on", Boolean(on));
}

export function openControls(root, { talk, media, tell }) {
  const button = (name) => part(root, name);
  const help = part(root, "trouble");
  let wanted = "audio"; // what « try again » asks for
  let turning = false;

  /** What one does about a failure: a sentence, and the way through the settings where they are in question. */
  function trouble(kind, word) {
    if (!word) {
      help.hidden = true;
      return;
    }
    wanted = kind;
    part(root, "trouble-said").textContent = say(kind + "_" + word);
    part(root, "trouble-steps").hidden = word !== "refused";
    part(root, "trouble-again").textContent = say(word === "interrupted" ? "take_back" : "try_again");
    help.hidden = false;
    if (word === "refused") openOwnSteps();
  }

  /** Each way is there; the one for this device is open. */
  function openOwnSteps() {
    const agent = navigator.userAgent;
    const own = /Android/.test(agent) ? "android" : /iPhone|iPad/.test(agent) ? "iphone" : "desk";
    for (const one of help.querySelectorAll("details")) one.open = one.dataset.device === own;
  }

  async function microphone() {
    if (!media.tracks.audio || media.tracks.audio.readyState === "ended" || media.tracks.audio.muted) {
      trouble("audio", await media.microphone());
    } else {
      media.mute(media.tracks.audio.enabled);
    }
  }

  async function camera() {
    if (media.tracks.video) media.stop("video");
    else trouble("video", await media.camera());
    turning = turning || (Boolean(media.tracks.video) && (await media.severalCameras()));
    show();
  }

  async function screen() {
    if (media.tracks.screen) {
      media.stop("screen");
      return;
    }
    const word = await media.screen();
    if (word && word !== "refused") tell(say("screen_failed"));
  }

  button("mic").addEventListener("click", microphone);
  button("camera").addEventListener("click", camera);
  button("camera-large").addEventListener("click", camera);
  button("turn").addEventListener("click", async () => trouble("video", await media.turn()));
  button("screen").addEventListener("click", screen);
  button("blur").addEventListener("click", () => media.blur(!media.blurred()));
  button("hand").addEventListener("click", () => { talk.hand = !talk.hand; talk.changed(); tell(say(talk.hand ? "hand_said" : "hand_down_said")); });
  button("help").addEventListener("click", () => { talk.help = !talk.help; talk.changed(); tell(say(talk.help ? "help_said" : "help_down_said")); });
  button("trouble-again").addEventListener("click", async () => {
    trouble(wanted, await (wanted === "audio" ? media.microphone() : media.camera()));
  });
  button("trouble-close").addEventListener("click", () => trouble("audio", ""));

  function show() {
    const { audio, video, screen: shared } = media.tracks;
    const speaks = talk.speaks();
    draw(button("mic"), speaks ? "mic" : "mic-off", say(speaks ? "mute" : audio ? "unmute" : "turn_mic_on"), !speaks);
    draw(button("camera"), video ? "camera" : "camera-off", say(video ? "camera_off" : "camera_on"), false);
    button("camera-offer").hidden = Boolean(video);
    button("camera").hidden = !video;
    draw(button("hand"), "hand", say(talk.hand ? "hand_down" : "hand_raise"), talk.hand);
    draw(button("help"), "help", say(talk.help ? "help_down" : "help_ask"), talk.help);
    button("turn").hidden = !video || !turning;
    draw(button("screen"), "screen", say(shared ? "screen_stop" : "screen_share"), Boolean(shared));
    button("screen").hidden = !canShareScreen();
    const blurred = media.blurred();
    button("blur").hidden = blurred === null;
    draw(button("blur"), "blur", say(blurred ? "blur_off" : "blur_on"), Boolean(blurred));
    shareRows();
  }

  /** On a phone, rows of the same length: no button alone on the last. */
  function shareRows() {
    const bar = part(root, "controls");
    const shown = [...bar.children].filter((one) => !one.hidden && !one.disabled).length;
    bar.style.setProperty("--row", String(Math.ceil(shown / Math.ceil(shown / ROW))));
  }

  show();
  return { show, trouble };
}
