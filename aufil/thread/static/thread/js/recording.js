// A voice note or a video: the browser's own controls, until ours are here.

import { element } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";

/** Fill `place` with the player of a file that is ready. */
export function fillRecording(view, place, file) {
  const address = "/fil/" + view.thread + "/fichiers/" + file.id + "/";
  const player = document.createElement(file.kind === "voice" ? "audio" : "video");
  Object.assign(player, { controls: true, preload: "none", playsInline: true });
  player.setAttribute("aria-label", file.title);
  if (file.width) Object.assign(player, { width: file.width, height: file.height }); // nothing moves when it comes
  if (file.versions.poster) player.poster = address + "poster/";
  for (const version of ["original", "light"]) {
    if (!file.versions[version]) continue;
    const source = document.createElement("source");
    Object.assign(source, { src: address + version + "/", type: file.versions[version].type });
    player.append(source);
  }
  place.append(player);
  Object.assign(place.dataset, { length: file.milliseconds || "", loudness: file.loudness });
  if (file.says) place.append(element("p", "quiet", file.says));
  import("./player.js").then(({ dressOne }) => dressOne(place), () => {});
  if (!file.transcript) return;
  const words = element("p", "", file.transcript);
  words.dataset.role = "transcript";
  const details = element("details", "words", "");
  details.append(element("summary", "", say("read_words")), words);
  place.append(details);
}
