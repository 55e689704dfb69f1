// Inside: what carries the sound, what is sent of one's own, how the connection is, and coming back after a cut.

import { part } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";
import { openControls } from "./controls.js";
import { placeSaid, withMe } from "./groups.js";
import { openMedia } from "./media.js";
import { watchQuality } from "./quality.js";
import { openStage } from "./stage.js";

const CARRIERS = {
  direct: () => import("./carriers/direct.js"),
  sfu: () => import("./carriers/sfu.js"),
};
const CUTS = 2; // after so many, the telephone is offered

export function openTalking(root, { link, screens, table }) {
  const talk = { hand: false, help: false, changed, speaks, prepare, resume, enter, leave, room, heard, standing, media: null, cuts: 0 };
  let stay = "";
  let carrier = null;
  let quality = null;
  let stage = null;
  let shown = null;
  let interrupted = false;
  let state = "";
  let now = { mode: "", word: "", measure: null };
  let early = []; // signals that came before what carries them was there
  let turn = 0;
  let ahead = null; // a call made while the server answers, see `callAhead`

  const media = openMedia({
    changed,
    lost(kind, word) {
      if (kind === "audio") interrupted = true;
      if (kind !== "screen") controls.trouble(kind, word);
      changed();
    },
    back() {
      interrupted = false;
      controls.trouble("audio", "");
      changed();
    },
  });
  talk.media = media;
  const controls = openControls(root, { talk, media, tell: screens.tell });
  part(root, "wake").addEventListener("click", () => {
    part(root, "wake").hidden = true;
    if (stage) stage.wake();
  });

  function speaks() {
    const { audio } = media.tracks;
    return Boolean(audio && audio.enabled && audio.readyState === "live" && !interrupted);
  }

  /** Back in front: what an interruption took, a call perhaps, is asked for again. */
  async function resume() {
    if (interrupted && !media.tracks.audio) controls.trouble("audio", await media.microphone());
  }

  function pictureNow() {
    return media.tracks.screen ? "screen" : media.tracks.video ? "picture" : "";
  }

  function changed() {
    if (media.tracks.audio && !media.tracks.audio.muted) interrupted = false;
    controls.show();
    if (quality) quality.follow();
    const { audio, video, screen } = media.tracks;
    if (carrier) carrier.send({ audio, video, screen });
    if (stage) stage.mine(video, media.facing === "user");
    sayOfPicture();
    link.changed();
  }

  /** The picture rests while the network bears sound alone: that is said. */
  function sayOfPicture() {
    const rests = pictureNow() && quality && !quality.limits().video;
    screens.hold("rests", rests ? say("picture_rests") : "");
  }

  function standing() {
    const sends = quality && quality.limits().video ? pictureNow() : "";
    const said = { mode: now.mode, word: state === "cut" ? "lost" : now.word, sound: speaks(), cuts: talk.cuts };
    Object.assign(said, { picture: sends === "picture", screen: sends === "screen", hand: talk.hand, help: talk.help });
    const { measure } = now;
    if (measure) Object.assign(said, { loss: measure.loss, round_trip: Math.min(60000, measure.roundTrip), rate: measure.both });
    return said;
  }

  /** Before the server has let us in, with what the page says of the way there: the offer that goes in with us. */
  async function prepare(way) {
    forget();
    const { callAhead } = await CARRIERS.direct();
    ahead = await callAhead(way);
    return ahead.offer;
  }

  function forget() {
    if (ahead) ahead.pc.close();
    ahead = null;
  }

  async function enter(came) {
    const mine = (turn += 1);
    stay = came.stay;
    stopCarrying();
    stage = openStage(root, { me: () => stay, level: (one) => (carrier ? carrier.level(one) : 0), blocked: () => { part(root, "wake").hidden = false; } });
    part(root, "elsewhere").hidden = came.way.kind !== "link";
    if (came.way.kind === "link") {
      part(root, "elsewhere-link").href = came.way.link;
      room(shown);
      return;
    }
    if (!media.tracks.audio) media.microphone().then((word) => { if (mine === turn) controls.trouble("audio", word); });
    const { openCarrier } = await CARRIERS[came.way.kind]();
    if (mine !== turn) return;
    carrier = openCarrier({
      way: came.way,
      me: stay,
      signal: link.send,
      ahead,
      offered: came.offered,
      renew: async () => { const fresh = await link.renew(); return fresh && fresh.way; },
      on: { state: follow, track: (one, kind, stream) => stage && stage.track(one, kind, stream) },
    });
    ahead = null;
    quality = watchQuality(table, { measure: () => carrier.measure(), wants: () => Boolean(pictureNow()), act });
    carrier.limit(quality.limits());
    changed();
    room(shown);
    for (const one of early.splice(0)) heard(one);
  }

  function act(found) {
    const differs = found.mode !== now.mode || found.word !== now.word;
    now = found;
    if (carrier) carrier.limit(found);
    showWord();
    sayOfPicture();
    if (differs) link.changed();
  }

  function showWord() {
    const word = state === "cut" || state === "failed" ? "lost" : now.word;
    const line = part(root, "word");
    line.textContent = word ? say("own_word_" + word) : "";
    line.dataset.word = word;
  }

  /** What the carrier says of the connection. */
  async function follow(said) {
    const before = state;
    state = said;
    root.dataset.connection = said;
    if (said === "cut") {
      talk.cuts += 1;
      part(root, "phone-offer").hidden = talk.cuts < CUTS;
    }
    const lasts = { joining: "joining", cut: "cut", failed: "no_way" }[said];
    screens.hold("connection", lasts ? say(lasts) : "");
    if (said === "live") part(root, "phone-offer").hidden = talk.cuts < CUTS;
    if (said === "live" && (before === "cut" || before === "failed")) screens.tell(say("back"));
    if (said === "failed") {
      part(root, "phone-offer").hidden = false;
      const fresh = await link.renew();
      if (fresh && carrier) carrier.restart(fresh.way);
    }
    showWord();
    if (before !== said) link.changed();
  }

  function room(shape) {
    shown = shape;
    if (!shape) return;
    const together = withMe(shape, stay);
    if (stage) stage.people(together);
    if (carrier) carrier.people(shape);
    screens.hold("place", placeSaid(shape, stay));
    if (together.people.length < 2) screens.hold("connection", "");
  }

  function heard(one) {
    if (one.kind === "mute") {
      media.mute(true);
      screens.tell(say("muted_by_host"));
    } else if (carrier) {
      carrier.heard(one);
    } else {
      early.push(one);
    }
  }

  function stopCarrying() {
    if (quality) quality.stop();
    if (carrier) carrier.close();
    if (stage) stage.close();
    quality = carrier = stage = null;
    state = "";
    now = { mode: "", word: "", measure: null };
    delete root.dataset.connection;
    screens.hold("connection", "");
    screens.hold("rests", "");
  }

  /** Out. `keeps`: to come back at once, with microphone and camera as they are. */
  function leave(keeps = false) {
    turn += 1;
    stopCarrying();
    forget();
    early = [];
    shown = null;
    if (keeps) return;
    talk.hand = talk.help = false;
    media.close();
  }

  return talk;
}
