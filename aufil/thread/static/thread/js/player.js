// The player of voice notes and videos: from any point, as fast as one listens, one at a time.

import { button, element } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";
import { hush } from "./hush.js";
import { lengthText } from "./lengths.js";
import { wearSpoken } from "./spokenlook.js";
import { levelsOf, waveOf } from "./wave.js";

const SPEEDS = [1, 1.25, 1.5, 2];
const SPEED = "aufil speed";
const STEP = 5; // s, of the arrow keys
const NO_SOURCE = 3; // networkState: none of the sources can be had

/** A player of ours in place of the browser's controls, for all recordings under `root`. */
export function dressAll(root) {
  return Promise.all(Array.from(root.querySelectorAll(".recording"), dressOne));
}

/** The same for one, made by the server or by `recording.js`. */
export async function dressOne(place) {
  const media = place.querySelector("audio, video");
  if (!media || place.dataset.dressed) return;
  place.dataset.dressed = "yes";
  await wearSpoken();
  const about = {
    label: media.getAttribute("aria-label"),
    milliseconds: Number(place.dataset.length) || 0,
    levels: levelsOf(place.dataset.loudness || ""),
  };
  const shown = media.matches("audio") ? playerOf(media, about) : screenOf(media, about, place.querySelector(".quiet"));
  place.prepend(shown);
}

/** What plays `media` (an audio element): play, a picture to move in, how far, how fast. */
export function playerOf(media, { label, milliseconds, levels }) {
  const box = grouped("player", label);
  const play = playButton(media);
  const where = Object.assign(document.createElement("input"), { type: "range", min: 0, step: 0.1, value: 0 });
  where.className = "player__where";
  where.setAttribute("aria-label", say("player_where"));
  const line = element("span", "player__line", "");
  const wave = waveOf(levels);
  line.append(wave, where);
  const time = element("span", "player__time", lengthText(milliseconds));
  const says = element("p", "player__says", "");
  says.setAttribute("role", "status");
  media.controls = false;
  media.preload = media.preload || "none";
  box.append(play, line, time, speedButton(media), says, media);
  const lasts = () => (Number.isFinite(media.duration) ? media.duration : milliseconds / 1000);
  const draw = (at = media.currentTime) => {
    const all = lasts() || 1;
    where.max = all;
    where.value = at;
    wave.style.setProperty("--played", Math.min(100, (100 * at) / all) + "%");
    const said = lengthText(at * 1000);
    const whole = lengthText(lasts() * 1000);
    where.setAttribute("aria-valuetext", say("player_at", { at: said, all: whole }));
    time.textContent = at ? said + " / " + whole : whole;
  };
  moveWith(media, where, draw);
  for (const what of ["timeupdate", "durationchange", "seeked"]) media.addEventListener(what, () => draw());
  watchTrouble(media, says);
  media.addEventListener("ended", () => {
    media.currentTime = 0;
    playNext(media);
  });
  draw(0);
  return box;
}

/** A video's picture with its length and weight; a tap plays it where it is. */
function screenOf(video, { label, milliseconds }, weight) {
  const box = grouped("film", label);
  const stage = element("div", "film__stage", "");
  const says = element("p", "player__says", "");
  says.setAttribute("role", "status");
  video.controls = false;
  const about = [milliseconds && lengthText(milliseconds), weight && weight.textContent].filter(Boolean).join(" · ");
  const start = button("", () => {
    start.remove();
    video.controls = true;
    video.focus();
    begin(video);
    box.append(speedButton(video));
  }, "film__start");
  start.setAttribute("aria-label", say("player_film", { about }));
  start.append(element("span", "film__play", ""), element("span", "film__about", about));
  if (weight) weight.hidden = true;
  stage.append(video, start);
  box.append(stage, says);
  watchTrouble(video, says);
  return box;
}

function grouped(className, label) {
  const box = element("div", className, "");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", label);
  return box;
}

function playButton(media) {
  const play = button("", () => (media.paused ? begin(media) : media.pause()), "player__play");
  const tell = () => {
    play.dataset.playing = media.paused ? "no" : "yes";
    play.setAttribute("aria-label", say(media.paused ? "player_play" : "player_pause"));
  };
  for (const what of ["play", "pause", "ended"]) media.addEventListener(what, tell);
  media.addEventListener("waiting", () => { play.dataset.waits = "yes"; });
  for (const what of ["playing", "pause", "canplay"]) media.addEventListener(what, () => delete play.dataset.waits);
  tell();
  return play;
}

/** Play, at the speed one likes; whatever else is heard stops. */
function begin(media) {
  hush();
  if (media.networkState === NO_SOURCE) media.load();
  media.defaultPlaybackRate = media.playbackRate = speedLiked();
  return media.play().catch(() => {}); // what went wrong is said by `watchTrouble`
}

/** The picture is a slider: touched, drawn along, moved by the keys; before the first bytes are here, too. */
function moveWith(media, where, draw) {
  const go = (to) => {
    draw(to);
    if (media.readyState) media.currentTime = to;
    else media.addEventListener("loadedmetadata", () => { media.currentTime = where.value; }, { once: true });
  };
  where.addEventListener("input", () => go(Number(where.value)));
  where.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it would send the form it may be in
    const step = { ArrowRight: STEP, ArrowUp: STEP, ArrowLeft: -STEP, ArrowDown: -STEP }[event.key];
    if (!step) return;
    event.preventDefault();
    go(Math.min(Number(where.max), Math.max(0, Number(where.value) + step)));
  });
}

function speedButton(media) {
  const faster = button("", () => {
    const speed = SPEEDS[(SPEEDS.indexOf(speedLiked()) + 1) % SPEEDS.length];
    try {
      localStorage.setItem(SPEED, speed);
    } catch (error) {
      // A browser that keeps nothing: the speed holds for this recording.
    }
    media.playbackRate = speed;
    show(speed);
  }, "player__speed");
  const show = (speed) => {
    const said = String(speed).replace(".", ",");
    faster.textContent = "×\u202f" + said;
    faster.setAttribute("aria-label", say("player_speed", { n: said }));
  };
  media.addEventListener("play", () => show(media.playbackRate));
  show(speedLiked());
  return faster;
}

function speedLiked() {
  try {
    const speed = Number(localStorage.getItem(SPEED));
    return SPEEDS.includes(speed) ? speed : 1;
  } catch (error) {
    return 1;
  }
}

/** When none of its versions comes, that is said; a new tap tries again. */
function watchTrouble(media, says) {
  media.addEventListener("error", () => {
    if (!media.error && media.networkState !== NO_SOURCE) return; // another version is tried
    says.textContent = say("player_trouble");
    media.pause();
  }, true);
  media.addEventListener("playing", () => { says.textContent = ""; });
}

/** A voice note that follows at once is heard at once. */
function playNext(media) {
  const line = media.closest('[data-role="entry"]');
  const next = line && line.nextElementSibling && line.nextElementSibling.querySelector(".player audio");
  if (next) begin(next);
}
