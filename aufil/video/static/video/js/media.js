// Microphone, camera and screen: asking, swapping, and what it means when it does not work. A failure is one word, for
// which the page has a sentence: `old`, `refused`, `absent`, `taken`, `interrupted`.

const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
const PICTURE = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24, max: 24 } };
const SCREEN = { width: { max: 1280 }, height: { max: 1280 }, frameRate: { max: 5 } };
const WORDS = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "absent",
  OverconstrainedError: "absent",
  NotReadableError: "taken",
  AbortError: "taken",
  TypeError: "old",
};

/** Can this browser talk at all? */
export function canTalk() {
  return Boolean(self.RTCPeerConnection && self.EventSource && navigator.mediaDevices && RTCPeerConnection.prototype.addTransceiver);
}

export function canShareScreen() {
  return Boolean(navigator.mediaDevices && navigator.mediaDevices.getDisplayMedia);
}

/** `on.changed()` after each change; `on.lost(kind, word)` when the system takes something away. */
export function openMedia(on) {
  const tracks = { audio: null, video: null, screen: null };
  let facing = "user";

  function drop(kind) {
    const track = tracks[kind];
    if (!track) return;
    track.onended = track.onmute = track.onunmute = null;
    track.stop();
    tracks[kind] = null;
  }

  function hold(kind, track) {
    drop(kind);
    tracks[kind] = track;
    if (!track) return;
    track.onended = () => {
      tracks[kind] = null;
      on.lost(kind, kind === "screen" ? "stopped" : "interrupted");
      on.changed();
    };
    if (kind === "audio") {
      track.onmute = () => on.lost("audio", "interrupted");
      track.onunmute = () => on.back("audio");
    }
  }

  async function ask(kind, wanted) {
    if (!navigator.mediaDevices) return "old";
    try {
      const get = kind === "screen" ? "getDisplayMedia" : "getUserMedia";
      const stream = await navigator.mediaDevices[get](wanted);
      hold(kind, stream.getTracks()[0]);
      on.changed();
      return "";
    } catch (error) {
      return WORDS[error.name] || "taken";
    }
  }

  return {
    tracks,
    /** Ask for the microphone; "" when there is one. A track that was muted here stays so. */
    async microphone() {
      const muted = tracks.audio ? !tracks.audio.enabled : false;
      const word = await ask("audio", { audio: SOUND });
      if (!word && muted) tracks.audio.enabled = false;
      return word;
    },
    mute(muted) {
      if (tracks.audio) tracks.audio.enabled = !muted;
      on.changed();
    },
    /** Phones open one camera at a time: the former is given back first. */
    async camera() {
      drop("video");
      return ask("video", { video: { ...PICTURE, facingMode: facing } });
    },
    async turn() {
      facing = facing === "user" ? "environment" : "user";
      return this.camera();
    },
    get facing() { return facing; },
    async screen() {
      const word = await ask("screen", { video: SCREEN });
      if (tracks.screen && "contentHint" in tracks.screen) tracks.screen.contentHint = "detail";
      return word;
    },
    stop(kind) {
      drop(kind);
      on.changed();
    },
    /** Several cameras, so that one can turn? */
    async severalCameras() {
      try {
        const all = await navigator.mediaDevices.enumerateDevices();
        return all.filter((one) => one.kind === "videoinput").length > 1;
      } catch (error) {
        return false;
      }
    },
    /** `null` where the device cannot blur what is behind, else whether it does. */
    blurred() {
      const track = tracks.video;
      const can = track && track.getCapabilities ? track.getCapabilities().backgroundBlur : null;
      return can && can.includes(true) && can.includes(false) ? Boolean(track.getSettings().backgroundBlur) : null;
    },
    async blur(wanted) {
      if (tracks.video) await tracks.video.applyConstraints({ ...PICTURE, backgroundBlur: wanted }).catch(() => {});
      on.changed();
    },
    close() { for (const kind of Object.keys(tracks)) drop(kind); },
  };
}
