// A recording being made by the browser, whole whatever interrupts it.

const SLICE = 5000; // ms: what a page that closes may lose
const TICK = 200; // ms
const SETTLING = 500; // ms in which some phones say that the microphone is silent

/** The first of these media types that this browser records, or "" for its own choice. */
export function recorded(types) {
  return types.find((type) => MediaRecorder.isTypeSupported(type)) || "";
}

/**
 * Record `stream` for `most` milliseconds at the most. `told` hears `tick(elapsed)`, `part(blob, elapsed)` every five seconds,
 * `paused(why)` (`asked`; `away`: the page is out of sight; `taken`: a call or another application has the
 * microphone), `resumed()` and once `ended({blob, milliseconds, why})` (`asked`, `full`, or `cut`: the microphone went).
 * Gives `{pause, resume, stop, drop}`; `drop` ends it and tells nothing more.
 */
export function startCapture(stream, { type, bits, most, told }) {
  const recorder = new MediaRecorder(stream, { ...(type && { mimeType: type }), ...bits });
  const capture = { stream, recorder, parts: [], done: 0, since: performance.now(), why: "asked", dropped: false, told };
  const away = () => { if (document.visibilityState === "hidden") pause(capture, "away"); };
  recorder.ondataavailable = ({ data }) => {
    if (!data.size || capture.dropped) return;
    capture.parts.push(data);
    told.part(data, Math.min(elapsed(capture), most));
  };
  recorder.onerror = () => stop(capture, "cut");
  recorder.onstop = () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", away);
    letGo(stream);
    hold(capture);
    const { parts, done: milliseconds, why } = capture;
    const blob = new Blob(parts, { type: recorder.mimeType || type });
    if (!capture.dropped) told.ended({ blob, milliseconds: Math.min(milliseconds, most), why });
  };
  for (const track of stream.getTracks()) {
    track.onended = () => stop(capture, "cut");
    track.onmute = () => { if (elapsed(capture) > SETTLING) pause(capture, "taken"); };
  }
  document.addEventListener("visibilitychange", away);
  recorder.start(SLICE);
  keepAwake(capture);
  const timer = setInterval(() => {
    if (elapsed(capture) >= most) stop(capture, "full");
    else if (capture.since !== null) told.tick(elapsed(capture));
  }, TICK);
  return {
    pause: () => pause(capture, "asked"),
    resume: () => resume(capture),
    stop: () => stop(capture, "asked"),
    drop: () => {
      capture.dropped = true;
      stop(capture, "asked");
    },
  };
}

/** The microphone and the camera are free again. */
export function letGo(stream) {
  for (const track of stream.getTracks()) {
    track.onended = null;
    track.stop();
  }
}

function elapsed({ done, since }) {
  return done + (since === null ? 0 : performance.now() - since);
}

/** Stop counting. */
function hold(capture) {
  capture.done = elapsed(capture);
  capture.since = null;
}

function pause(capture, why) {
  if (capture.recorder.state !== "recording") return;
  hold(capture);
  capture.recorder.requestData(); // what was said until now is kept
  capture.recorder.pause();
  capture.told.paused(why);
}

function resume(capture) {
  if (capture.recorder.state !== "paused") return;
  capture.recorder.resume();
  capture.since = performance.now();
  keepAwake(capture);
  capture.told.resumed();
}

function stop(capture, why) {
  hold(capture);
  capture.why = why;
  if (capture.recorder.state !== "inactive") capture.recorder.stop();
}

/** A screen that goes dark would pause it. */
async function keepAwake(capture) {
  if (!navigator.wakeLock) return;
  const lock = await navigator.wakeLock.request("screen").catch(() => null);
  if (!lock) return;
  if (capture.recorder.state !== "recording") lock.release();
  else for (const what of ["pause", "stop"]) capture.recorder.addEventListener(what, () => lock.release(), { once: true });
}
