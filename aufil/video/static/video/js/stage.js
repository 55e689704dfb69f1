// Who is there: a tile each, with their picture, their name, and what they do now.

import { button, element, part } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";

const LOUD = 0.02;
const SPEAKING_EVERY = 400; // ms
const DRAWING = "http://www.w3.org/2000/svg";

export function drawing(name) {
  const svg = document.createElementNS(DRAWING, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(DRAWING, "use");
  use.setAttribute("href", "#icon-" + name);
  svg.append(use);
  return svg;
}

/** `level(stay)` says how loud somebody is; `blocked()` is called when the browser wants a tap before any sound. */
export function openStage(root, { me, level, blocked }) {
  const place = part(root, "tiles");
  const own = part(root, "own");
  const tiles = new Map();
  const timer = setInterval(listenToAll, SPEAKING_EVERY);

  function tileOf(stay) {
    if (tiles.has(stay)) return tiles.get(stay);
    const tile = element("li", "tile", "");
    tile.dataset.stay = stay;
    const pictures = {};
    for (const kind of ["video", "screen"]) {
      const video = element("video", "tile__" + (kind === "video" ? "picture" : "screen"), "");
      Object.assign(video, { autoplay: true, playsInline: true, muted: true, hidden: true });
      video.setAttribute("playsinline", "");
      pictures[kind] = video;
    }
    const audio = element("audio", "", "");
    audio.autoplay = true;
    const face = element("span", "tile__face", "");
    face.setAttribute("aria-hidden", "true");
    const label = element("p", "tile__label", "");
    const zoom = button("", () => zoom.setAttribute("aria-pressed", String(tile.classList.toggle("tile--whole"))), "button button--icon tile__zoom");
    zoom.setAttribute("aria-label", say("zoom"));
    zoom.setAttribute("aria-pressed", "false");
    zoom.append(drawing("search"));
    tile.append(pictures.video, face, pictures.screen, audio, label, zoom);
    place.append(tile);
    const made = { tile, pictures, audio, face, label, zoom, streams: {}, person: null };
    tiles.set(stay, made);
    return made;
  }

  function play(media, stream) {
    if (media.srcObject !== stream) media.srcObject = stream;
    const begun = stream && media.play();
    if (begun) begun.catch((error) => { if (error.name === "NotAllowedError") blocked(); });
  }

  function draw(made) {
    const { person, streams, pictures, audio } = made;
    play(audio, streams.audio || null);
    for (const kind of ["video", "screen"]) {
      const wanted = Boolean(person && streams[kind] && person[kind === "video" ? "picture" : "screen"]);
      pictures[kind].hidden = !wanted;
      play(pictures[kind], wanted ? streams[kind] : null);
    }
    made.zoom.hidden = pictures.screen.hidden;
    if (made.zoom.hidden) made.tile.classList.remove("tile--whole");
    if (person) label(made);
  }

  function label({ label: line, face, person, pictures }) {
    face.textContent = person.name.slice(0, 1).toUpperCase();
    face.hidden = !pictures.video.hidden || !pictures.screen.hidden;
    line.textContent = "";
    line.append(element("b", "", person.name));
    const says = [];
    if (person.hand_at) says.push(["hand", say("hand_up")]);
    if (person.help_at) says.push(["help", say("asks_help")]);
    if (!person.sound) says.push(["mic-off", say("mic_off")]);
    for (const [icon, text] of says) {
      const mark = element("span", "tile__mark", text);
      mark.prepend(drawing(icon));
      line.append(mark);
    }
    if (person.word) line.append(element("span", "tile__word tile__word--" + person.word, say("word_" + person.word)));
  }

  function listenToAll() {
    if (document.visibilityState === "hidden") return;
    for (const [stay, { tile }] of tiles) tile.classList.toggle("tile--speaking", level(stay) > LOUD);
  }

  return {
    people(room) {
      const others = room.people.filter((one) => one.stay !== me());
      for (const [stay, { tile, audio }] of tiles) {
        if (others.some((one) => one.stay === stay)) continue;
        audio.srcObject = null;
        tile.remove();
        tiles.delete(stay);
      }
      for (const person of others) {
        const made = tileOf(person.stay);
        made.person = person;
        draw(made);
      }
      root.dataset.others = String(others.length);
      part(root, "alone").hidden = others.length > 0;
    },
    track(stay, kind, stream) {
      if (!stream && !tiles.has(stay)) return;
      const made = tileOf(stay);
      made.streams[kind] = stream;
      draw(made);
    },
    /** One's own picture, small, as in a mirror when it is the front camera. */
    mine(track, mirrored) {
      own.hidden = !track;
      own.classList.toggle("own--mirror", mirrored);
      const shown = own.srcObject && own.srcObject.getVideoTracks()[0];
      if (shown !== (track || undefined)) play(own, track ? new MediaStream([track]) : null);
    },
    /** After a tap: sound may play now. */
    wake() { for (const made of tiles.values()) draw(made); },
    close() {
      clearInterval(timer);
      for (const { tile } of tiles.values()) tile.remove();
      tiles.clear();
      own.srcObject = null;
    },
  };
}
