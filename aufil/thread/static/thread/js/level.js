// How loud it is now, drawn while one speaks: a voice that does not reach the microphone is seen at once.

const EVERY = 100; // ms
const CALM = 500; // ms, for who asked for less motion
const BAR = 6; // px, with its space
const LEAST = 6; // of 255: below, nothing is heard
const UNHEARD = 4000; // ms of silence after which it is said

/**
 * Follow the sound of `stream` on a canvas, to `levels` (0 to 255, one each tenth of a second). Gives `{pause, resume,
 * stop, unheard}`; `unheard(elapsed)`: nothing at all was heard, for too long.
 */
export function followLevel(stream, canvas, levels) {
  const Sound = self.AudioContext || self.webkitAudioContext;
  const sound = new Sound();
  const ear = sound.createAnalyser();
  ear.fftSize = 2048;
  sound.createMediaStreamSource(stream).connect(ear);
  const samples = new Uint8Array(ear.fftSize);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let heard = false;
  let drawn = 0;
  let paused = false;
  const timer = setInterval(() => {
    if (paused) return;
    ear.getByteTimeDomainData(samples);
    const level = loudness(samples);
    levels.push(level);
    heard = heard || level >= LEAST;
    drawn += EVERY;
    if (calm && drawn % CALM) return;
    if (calm) drawOne(canvas, level);
    else drawLast(canvas, levels);
  }, EVERY);
  return {
    pause: () => { paused = true; },
    resume: () => { paused = false; },
    unheard: (elapsed) => !heard && elapsed > UNHEARD,
    stop: () => {
      clearInterval(timer);
      sound.close().catch(() => {});
    },
  };
}

/** From 0 to 255, as the ear has it: a soft voice is seen as well as a strong one. */
function loudness(samples) {
  let sum = 0;
  for (const sample of samples) sum += (sample - 128) ** 2;
  return Math.min(255, Math.round(255 * Math.sqrt(Math.sqrt(sum / samples.length) / 64)));
}

function cleared(canvas) {
  const scale = self.devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  Object.assign(canvas, { width: width * scale, height: height * scale });
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.fillStyle = getComputedStyle(canvas).color;
  return { pen, width, height };
}

/** The last seconds, the newest at the end. */
function drawLast(canvas, levels) {
  const { pen, width, height } = cleared(canvas);
  const last = levels.slice(-Math.floor(width / BAR));
  last.forEach((level, i) => {
    const high = Math.max(2, (level / 255) * height);
    pen.fillRect(width - (last.length - i) * BAR, (height - high) / 2, BAR / 2, high);
  });
}

/** One bar, as long as it is loud. */
function drawOne(canvas, level) {
  const { pen, width, height } = cleared(canvas);
  pen.fillRect(0, height / 3, Math.max(2, (level / 255) * width), height / 3);
}
