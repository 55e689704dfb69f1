// What people send: photos as a small mosaic, the rest as lines. The server draws the same (`_files.html`).

import { element, part } from "../../ui/js/elements.js";
import { hear } from "../../ui/js/hub.js";
import { say } from "../../ui/js/texts.js";
import { fillRecording } from "./recording.js";

// px: what a photo that comes alone fits in, and how small it may get; several are squares of a mosaic.
const WIDEST = 264;
const HIGHEST = 320;
const SMALLEST = 96;
const ON_ITS_WAY = ["expected", "received"];

let following = false;

/**
 * Draw the files of an entry in their place, shaped as in the API. One that still waits on this phone may carry `url`,
 * the address of its own picture.
 */
export function fillFiles(view, place, files, about) {
  const known = new Map(Array.from(place.querySelectorAll("[data-file]"), (shown) => [shown.dataset.file, shown]));
  const alone = files.filter(inMosaic).length < 2;
  const drawn = files.map((file) => {
    const same = known.get(file.id);
    const kept = same && same.dataset.is === file.state && said(same, "transcript") === (file.transcript || "");
    return kept ? restated(same, file.says) : drawFile(view, file, { ...about, alone });
  });
  if (drawn.length === known.size && drawn.every((shown) => place.contains(shown))) return; // what plays goes on
  place.textContent = "";
  const photos = drawn.filter((shown) => shown.classList.contains("photo"));
  if (photos.length) {
    const mosaic = element("div", "photos", "");
    mosaic.dataset.n = photos.length;
    mosaic.append(...photos);
    place.append(mosaic);
  }
  place.append(...drawn.filter((shown) => !photos.includes(shown)));
}

/** How far a file has come, said by the stream; what it says for good comes with its entry. */
export function followArrivals() {
  if (following) return;
  following = true;
  hear("live", ({ event, data }) => {
    const shown = event === "arriving" && document.querySelector('[data-file="' + data.file + '"]');
    if (!shown || !ON_ITS_WAY.includes(shown.dataset.is)) return;
    const [done, all] = data.progress ? [data.progress, 100] : [data.received, data.size];
    restated(shown, say(data.progress ? "preparing" : "on_way", { n: Math.floor((100 * done) / all) }));
  });
}

/** A photo that will not come is told of in a line. */
function inMosaic({ kind, state, preview }) {
  if (kind === "video") return Boolean(preview) && ON_ITS_WAY.includes(state);
  return kind === "photo" && (state === "ready" || ON_ITS_WAY.includes(state));
}

function said(shown, role) {
  const place = part(shown, role);
  return place ? place.textContent : "";
}

function restated(shown, sentence) {
  const place = part(shown, "says");
  if (place && place.textContent !== sentence) place.textContent = sentence;
  return shown;
}

function drawFile(view, file, about) {
  const address = "/fil/" + view.thread + "/fichiers/" + file.id + "/";
  const ready = file.state === "ready";
  let shown = null;
  if (inMosaic(file)) shown = drawPhoto(view, file, address, ready, about);
  else if (ready && file.kind !== "document") {
    shown = element("div", "recording", "");
    fillRecording(view, shown, file);
  } else shown = drawLine(file, ready && address + "original/", about.mine && file.state === "missing" && address);
  shown.dataset.file = file.id;
  shown.dataset.is = file.state;
  return shown;
}

function drawPhoto(view, file, address, ready, { name, time, alone }) {
  const cell = element(ready ? "a" : "span", "photo", "");
  const picture = new Image();
  [picture.width, picture.height] = fitted(file, alone);
  const by = { name: name || view.members.get(view.me).name, time };
  picture.alt = file.kind === "video" ? file.title : say("photo_by", by);
  picture.loading = "lazy";
  if (ready) {
    cell.href = address + "shown/";
    if (file.versions.original) cell.dataset.size = file.versions.original.size;
    picture.src = address + "thumb/";
  } else if (file.url || file.preview) {
    picture.src = file.url || "data:image/" + (file.preview.startsWith("/9j/") ? "jpeg" : "webp") + ";base64," + file.preview;
  }
  cell.append(picture);
  if (!ready) cell.append(saying("photo__says", file.says));
  return cell;
}

function fitted({ width, height }, alone) {
  if (!alone || !width || !height) return [WIDEST / 2, WIDEST / 2];
  const scale = Math.min(WIDEST / width, HIGHEST / height, 1);
  return [width, height].map((side) => Math.max(SMALLEST, Math.round(side * scale)));
}

function drawLine(file, opens, again) {
  const line = element(opens ? "a" : "div", "doc", "");
  if (opens) Object.assign(line, { href: opens, target: "_blank", rel: "noopener" });
  const [, type] = file.kind === "document" && /.\.([^.]+)$/.exec(file.name) || [];
  if (type) line.append(element("span", "doc__type", type.slice(0, 4).toUpperCase()));
  const what = element("span", "doc__what", "");
  what.append(element("b", "", file.title));
  if (file.says) what.append(saying("", file.says));
  if (again) {
    const link = element("a", "", say("send_again"));
    link.href = again + "renvoyer/";
    what.append(link);
  }
  line.append(what);
  return line;
}

function saying(className, sentence) {
  const made = element("span", className, sentence);
  made.dataset.role = "says";
  return made;
}
