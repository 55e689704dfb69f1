// A voice note: recorded in the composer, heard before it leaves.

import { button, element, part } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";
import { sendFiles } from "./attach.js";
import { letGo, recorded } from "./capture.js";
import { setMode } from "./composer.js";
import { hindrance } from "./hindrance.js";
import { hush } from "./hush.js";
import { lengthText } from "./lengths.js";
import { followLevel } from "./level.js";
import { make } from "./making.js";
import { measured } from "./measure.js";
import { drawPanel, isFree, openPanel, pickButton, sureButton } from "./panel.js";
import { dropTake, newTake, wholeOf } from "./takes.js";
import { fewer } from "./wave.js";

const MOST = 180000; // ms
const CHOSEN_MOST = 195000; // ms, as the server takes them
const BYTES_MOST = 20 * 1024 * 1024;
const NEARLY = 15000; // ms from the end, it is said
const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
const OPUS_BITS = 24000; // a second: 3 KB
const AAC_BITS = 32000; // as clear, by the older way
const ASKS_AFTER = 400; // ms before saying that the browser asks something

/** Record on this thread. `found`: a take that was not sent, or a sound file that was chosen. */
export async function openVoice(view, found) {
  if (found && found.kind === "video") {
    const { openVideo } = await import("./video.js");
    return openVideo(view, found);
  }
  if (!isFree(view, found)) return undefined;
  if (view.mode.name === "edit") setMode(view, { name: "new" });
  const panel = await openPanel(view, part(view.form, "voice"), say("voice"));
  if (found instanceof Blob) return choose(panel, found);
  return found ? offer(panel, found) : ask(panel);
}

/** What an earlier page began: the box stays free, the recording waits beside it. */
function offer(panel, take) {
  panel.goOn = () => reviewTake(panel, take);
  panel.form.classList.remove("composer--records");
  drawPanel(panel, {
    says: say("voice_found", { length: lengthText(take.milliseconds) }),
    does: [sureButton(say("voice_erase"), () => erase(panel)), button(say("voice_listen"), panel.goOn, "button")],
  });
}

async function reviewTake(panel, take) {
  panel.goOn = null;
  panel.form.classList.add("composer--records");
  review(panel, { blob: await wholeOf(take), milliseconds: take.milliseconds, levels: take.levels });
}

async function ask(panel) {
  const { view } = panel;
  panel.chosen = false;
  drawPanel(panel, { does: [button(say("voice_cancel"), panel.close, "button")] });
  let stream = null;
  const slow = setTimeout(() => panel.tell(say("voice_asks")), ASKS_AFTER);
  try {
    hush();
    const audio = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    stream = await navigator.mediaDevices.getUserMedia({ audio });
    clearTimeout(slow);
    if (!panel.open) return letGo(stream);
    await dropTake(view);
    return record(panel, stream);
  } catch (error) {
    clearTimeout(slow);
    if (stream) letGo(stream);
    return panel.open && trouble(panel, error);
  }
}

function record(panel, stream) {
  const take = newTake("voice", recorded(TYPES));
  const canvas = element("canvas", "recorder__level", "");
  canvas.setAttribute("aria-hidden", "true");
  make(panel, {
    stream,
    take,
    bits: { audioBitsPerSecond: take.type.includes("opus") ? OPUS_BITS : AAC_BITS },
    most: MOST,
    nearly: NEARLY,
    shows: [canvas],
    level: followLevel(stream, canvas, take.levels),
    ended: (made) => review(panel, { ...made, levels: take.levels }),
    erase: () => erase(panel),
  });
}

/** Heard, begun again, thrown away or sent. */
async function review(panel, { blob, milliseconds, levels, why = "asked", name = "" }) {
  const audio = Object.assign(new Audio(URL.createObjectURL(blob)), { controls: true, preload: "auto" });
  const about = { label: say("voice"), milliseconds, levels: fewer(levels) };
  const shown = await import("./player.js").then(({ playerOf }) => playerOf(audio, about), () => audio);
  const again = () => {
    audio.pause();
    ask(panel);
  };
  const send = button(say("voice_send"), () => leave(panel, { blob, name: name || nameOf(blob), milliseconds, preview: "" }), "button button--main");
  drawPanel(panel, {
    says: say("voice_ended_" + why),
    shows: [shown],
    does: [sureButton(say("voice_erase"), () => erase(panel)), sureButton(say("voice_again"), again), send],
  });
}

function nameOf({ type }) {
  return "message-vocal." + (/webm|ogg/.exec(type) || ["m4a"])[0];
}

async function leave(panel, item) {
  if (panel.leaving) return;
  panel.leaving = true;
  try {
    await sendFiles(panel.view, "voice", [item]);
    await erase(panel);
  } catch (error) {
    panel.tell(say(error.name === "QuotaExceededError" ? "voice_full" : "voice_unsent"));
    panel.leaving = false;
  }
}

async function erase(panel) {
  panel.close();
  if (!panel.chosen) await dropTake(panel.view);
}

/** What went wrong with the microphone, what to press, and another way. */
function trouble(panel, { name }) {
  const help = element("a", "", say("voice_help"));
  help.href = "/aide/#micro";
  drawPanel(panel, {
    state: "trouble",
    says: say("voice_" + hindrance(name)),
    shows: [help],
    does: [
      button(say("voice_close"), panel.close, "button"),
      pickButton(say("voice_choose"), "audio/*", (file) => choose(panel, file)),
      button(say("voice_retry"), () => ask(panel), "button button--main"),
    ],
  });
}

/** A sound recorded elsewhere. */
async function choose(panel, file) {
  panel.chosen = true; // what was begun before is not its business
  const milliseconds = await measured(new Audio(), file);
  const long = milliseconds > CHOSEN_MOST;
  if (!long && file.size && file.size <= BYTES_MOST) {
    const blob = new Blob([await file.arrayBuffer()], { type: file.type }); // what is behind a file may go
    return review(panel, { blob, milliseconds, levels: [], why: "chosen", name: file.name });
  }
  return drawPanel(panel, {
    state: "trouble",
    says: say(long ? "voice_chosen_long" : "voice_chosen_heavy", { length: lengthText(milliseconds || 0) }),
    does: [
      button(say("voice_close"), panel.close, "button"),
      pickButton(say("voice_choose"), "audio/*", (other) => choose(panel, other)),
      button(say("voice_record"), () => ask(panel), "button button--main"),
    ],
  });
}
