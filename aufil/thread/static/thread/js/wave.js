// How loud a recording is along its length, as a picture.

const BARS = 60;
const HIGH = 32;
const SVG = "http://www.w3.org/2000/svg";

/** A picture of `levels` (0 to 255 each; [] when nobody knows), drawn twice: what was played lies over the rest. */
export function waveOf(levels) {
  const heights = levels.length ? fewer(levels) : new Array(BARS).fill(0);
  const path = heights.map((level, i) => {
    const high = Math.max(3, Math.round((level / 255) * HIGH));
    return "M" + (4 * i + 2) + " " + (HIGH - high) / 2 + "v" + high;
  }).join("");
  const wave = document.createElement("span");
  wave.className = "wave";
  wave.setAttribute("aria-hidden", "true");
  wave.append(drawnPath(path, heights.length, "wave__all"), drawnPath(path, heights.length, "wave__played"));
  return wave;
}

/** At most as many levels as there is room for, each the loudest of its stretch, the loudest of all the highest. */
export function fewer(levels) {
  const count = Math.min(BARS, levels.length);
  const loudest = Math.max(1, ...levels);
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = [i, i + 1].map((edge) => Math.floor((edge * levels.length) / count));
    return Math.round((255 * Math.max(...levels.slice(from, Math.max(to, from + 1)))) / loudest);
  });
}

/** The levels a file carries: one byte each, in base64. */
export function levelsOf(coded) {
  return Array.from(atob(coded), (one) => one.charCodeAt(0));
}

function drawnPath(path, count, className) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 " + 4 * count + " " + HIGH);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.classList.add(className);
  svg.append(document.createElementNS(SVG, "path"));
  svg.firstChild.setAttribute("d", path);
  return svg;
}
