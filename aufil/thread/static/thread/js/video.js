// A short video: recorded in the composer or chosen, seen before it leaves.

import { button, element, part } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";
import { sendFiles } from "./attach.js";
import { letGo, recorded } from "./capture.js";
import { setMode } from "./composer.js";
import { hindrance } from "./hindrance.js";
import { hush } from "./hush.js";
import { lengthText } from "./lengths.js";
import { make } from "./making.js";
import { measured } from "./measure.js";
import { drawPanel, isFree, openPanel, pickButton, sureButton } from "./panel.js";
import { posterOf } from "./poster.js";
import { sizeText } from "./sizes.js";
import { dropTake, newTake, wholeOf } from "./takes.js";

const MOST = 90000; // ms
const BYTES_MOST = 20 * 1024 * 1024;
const NEARLY = 10000; // ms from the end, it is said
const TYPES = ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"];
const BITS = { videoBitsPerSecond: 950000, audioBitsPerSecond: 48000 }; // a second: 1 Mbit
const SIDES = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24, max: 30 } };
const SOUND = { channelCount: 1, echoCancellation: true, noiseSuppression: true };

/** Film or choose, on this thread. `found`: a take that was not sent, or a file that was chosen. */
export async function openVideo(view, found) {
  if (!isFree(view, found)) return undefined;
  if (view.mode.name === "edit") setMode(view, { name: "new" });
  const panel = await openPanel(view, part(view.form, "attach"), say("video"));
  if (found instanceof Blob) return choose(panel, found);
  return found ? offer(panel, found) : start(panel);
}

function start(panel, says = say("video_start")) {
  const films = self.MediaRecorder && navigator.mediaDevices;
  const film = button(say("video_film"), () => prepare(panel, "user"), "button button--main");
  drawPanel(panel, { says, does: [closer(panel), chooser(panel), ...(films ? [film] : [])] });
}

function closer(panel) {
  return button(say("video_close"), panel.close, "button");
}

function chooser(panel) {
  return pickButton(say("video_choose"), "video/*", (file) => choose(panel, file));
}

/** What an earlier page began: the box stays free, the recording waits beside it. */
function offer(panel, take) {
  panel.form.classList.remove("composer--records");
  panel.goOn = async () => {
    panel.goOn = null;
    panel.form.classList.add("composer--records");
    review(panel, { blob: await wholeOf(take), milliseconds: take.milliseconds });
  };
  drawPanel(panel, {
    says: say("video_found", { length: lengthText(take.milliseconds) }),
    does: [sureButton(say("video_erase"), () => erase(panel)), button(say("video_see"), panel.goOn, "button")],
  });
}

/** The picture of the camera, before anything is recorded. `facing`: `user` or `environment`. */
async function prepare(panel, facing) {
  panel.chosen = false;
  hush();
  drawPanel(panel, { says: say("video_asks"), does: [closer(panel)] });
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { ...SIDES, facingMode: facing }, audio: SOUND });
    if (!panel.open) return letGo(stream);
    const cameras = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === "videoinput");
    const stage = stageOf(stream, facing);
    const away = () => {
      letGo(stream);
      start(panel);
    };
    const turn = button(say("video_turn"), () => {
      letGo(stream);
      prepare(panel, facing === "user" ? "environment" : "user");
    }, "button");
    const go = button(say("video_begin"), () => record(panel, stream, stage), "button button--main");
    return drawPanel(panel, {
      says: say("video_ready"),
      shows: [stage],
      does: [button(say("video_back"), away, "button"), ...(cameras.length > 1 ? [turn] : []), go],
    });
  } catch (error) {
    return trouble(panel, error);
  }
}

function stageOf(stream, facing) {
  const stage = element("div", "recorder__stage", "");
  const seen = Object.assign(document.createElement("video"), { muted: true, autoplay: true, playsInline: true });
  seen.setAttribute("aria-hidden", "true");
  seen.srcObject = stream;
  stage.dataset.facing = facing; // one sees oneself as in a mirror
  stage.append(seen);
  return stage;
}

async function record(panel, stream, stage) {
  await dropTake(panel.view);
  make(panel, {
    stream,
    take: newTake("video", recorded(TYPES)),
    bits: BITS,
    most: MOST,
    nearly: NEARLY,
    shows: [stage],
    ended: (made) => review(panel, made),
    erase: () => erase(panel),
  });
}

/** Seen, begun again, thrown away or sent. */
function review(panel, { blob, milliseconds, why = "asked", name = "" }) {
  const seen = Object.assign(document.createElement("video"), { controls: true, playsInline: true, preload: "auto" });
  seen.setAttribute("aria-label", say("video"));
  seen.src = URL.createObjectURL(blob);
  const stage = element("div", "recorder__stage", "");
  stage.append(seen);
  const about = element("p", "recorder__line", [milliseconds && lengthText(milliseconds), sizeText(blob.size)].filter(Boolean).join(" · "));
  const again = () => {
    dropTake(panel.view);
    start(panel);
  };
  const item = { blob, name: name || "video." + (blob.type.includes("webm") ? "webm" : "mp4"), milliseconds };
  const send = button(say("video_send"), () => leave(panel, item, seen), "button button--main");
  drawPanel(panel, {
    says: say("video_ended_" + why),
    shows: [stage, about],
    does: [sureButton(say("video_erase"), () => erase(panel)), sureButton(say("video_again"), again), send],
  });
}

async function leave(panel, item, seen) {
  if (panel.leaving) return;
  panel.leaving = true;
  try {
    const { videoWidth: width, videoHeight: height } = seen;
    await sendFiles(panel.view, "video", [{ ...item, width, height, preview: posterOf(seen) }]);
    await erase(panel);
  } catch (error) {
    panel.tell(say(error.name === "QuotaExceededError" ? "video_full" : "video_unsent"));
    panel.leaving = false;
  }
}

async function erase(panel) {
  panel.close();
  if (!panel.chosen) await dropTake(panel.view);
}

/** What went wrong with the camera, what to press, and another way. */
function trouble(panel, { name }) {
  const help = element("a", "", say("video_help"));
  help.href = "/aide/#micro";
  const retry = button(say("video_retry"), () => prepare(panel, "user"), "button button--main");
  drawPanel(panel, {
    state: "trouble",
    says: say("video_" + hindrance(name)),
    shows: [help],
    does: [closer(panel), chooser(panel), retry],
  });
}

/** A video made elsewhere: looked at here before it leaves. */
async function choose(panel, file) {
  panel.chosen = true; // what was begun before is not its business
  const seen = document.createElement("video");
  const milliseconds = await measured(seen, file);
  if (!panel.open) return;
  if (milliseconds > MOST + 1000) start(panel, say("video_chosen_long", { length: lengthText(milliseconds) }));
  else if (!file.size || file.size > BYTES_MOST) start(panel, say("video_chosen_heavy", { size: sizeText(file.size) }));
  else {
    const blob = new Blob([await file.arrayBuffer()], { type: file.type }); // what is behind a file may go
    review(panel, { blob, milliseconds, why: milliseconds ? "chosen" : "unread", name: file.name });
  }
}
