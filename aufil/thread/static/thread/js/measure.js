// How long a chosen sound or video lasts, as far as this browser can tell.

const READ_WITHIN = 5000; // ms
const FAR = 1e7; // s: what was recorded by a browser knows its length only once its end was looked for

/** Comes back once `media` (an audio or video element) has read `blob`: milliseconds, or null for what it cannot read. */
export function measured(media, blob) {
  return new Promise((resolve) => {
    const done = () => resolve(Number.isFinite(media.duration) ? Math.round(media.duration * 1000) : null);
    const timer = setTimeout(done, READ_WITHIN);
    const known = () => {
      if (!Number.isFinite(media.duration)) return;
      clearTimeout(timer);
      done();
    };
    media.preload = "metadata";
    media.addEventListener("error", done, { once: true });
    media.addEventListener("durationchange", known);
    media.addEventListener("loadedmetadata", () => {
      if (Number.isFinite(media.duration)) known();
      else media.currentTime = FAR;
    }, { once: true });
    media.src = URL.createObjectURL(blob);
  });
}
