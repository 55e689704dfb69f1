// The page of a room: its door, its lobby, inside, and after. See « The page of a room » in `docs/map.md`.

import { part } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";
import { openChat } from "./chat.js";
import { openGroups } from "./groups.js";
import { openHosting, twice } from "./hosting.js";
import { openLink } from "./link.js";
import { canTalk } from "./media.js";
import { openScreens, startClock } from "./screens.js";
import { openTalking } from "./talking.js";

const AGAIN = 3000; // ms before the door is tried again when nobody answers
const PATIENCE = 300; // ms the door waits for an offer to take along
const LONGEST_WAIT = 2 ** 31 - 1; // ms, what a timer can hold
const ENDED = { ended: "ended_title", left: "left_title" };

function openRoom(root) {
  const { room, key, provider } = root.dataset;
  const table = JSON.parse(document.getElementById("ladder").textContent);
  const ahead = document.getElementById("way");
  const ways = ahead && JSON.parse(ahead.textContent);
  const screens = openScreens(root);
  let inside = false;
  let rehearsal = null; // what is beside the picture, loaded once the sound is on its way
  let last = null;
  let stay = "";
  let takes = false; // the next try says that this device goes on
  let timer = 0;
  let chatOpen = false;

  const link = openLink({
    room,
    key,
    person: key ? "" : document.body.dataset.person,
    on: {
      room: hearRoom,
      line: (line) => chat.show(line),
      signal: (one) => talk.heard(one),
      over,
      network: (reached) => screens.hold("network", reached || !root.dataset.connection ? "" : say("no_network")),
      standing: () => talk.standing(),
    },
  });
  const talk = openTalking(root, { link, screens, table });
  const hosting = openHosting(root, { link, tell: screens.tell });
  const groups = openGroups(root, { link, tell: screens.tell });
  const chat = openChat(root, {
    write: (line) => link.write(groups.everywhere() ? { ...line, everywhere: true } : line),
    unread() { if (!chatOpen) part(root, "talk-count").hidden = false; },
  });

  async function enter() {
    clearTimeout(timer);
    screens.show("opening");
    inside = false;
    if (provider !== "link") isGranted().then((yes) => { if (yes) talk.media.microphone(); });
    const came = await link.come(takes, await offerAhead());
    if (!came.ok) {
      refused(came);
      return;
    }
    takes = false;
    stay = came.stay;
    chat.knows(came.guest);
    root.dataset.host = came.is_host ? "yes" : "";
    part(root, "plain").hidden = true;
    if (came.inside) goInside(came);
    else wait();
  }

  /** What we would say to whoever is there goes in with us; no time is lost on it. */
  function offerAhead() {
    if (!ways) return null;
    const late = new Promise((done) => setTimeout(done, PATIENCE, null));
    return Promise.race([talk.prepare(ways).catch(() => null), late]);
  }

  /** The microphone is asked for before anything else where that asks nobody anything. */
  async function isGranted() {
    try {
      return (await navigator.permissions.query({ name: "microphone" })).state === "granted";
    } catch (error) {
      return false;
    }
  }

  function wait() {
    screens.show("lobby");
    screens.tell(say("lobby_said"));
    if (provider !== "link" && !talk.media.tracks.audio) talk.media.microphone();
  }

  async function goInside(came) {
    inside = true;
    screens.show("inside");
    screens.tell(say(provider === "link" ? "inside_link_said" : "inside_said"));
    await talk.enter(came);
    rehearse();
  }

  /** The questions, in a room where an interview is rehearsed: after the sound, never before. */
  async function rehearse() {
    const panel = part(root, "play");
    if (!panel || rehearsal) return;
    try {
      const { openRehearsal } = await import("./rehearsing.js");
      rehearsal = rehearsal || openRehearsal(panel, link.beside);
      if (last) rehearsal.follow(last.rehearsal);
    } catch (error) {
      setTimeout(rehearse, AGAIN);
    }
  }

  async function hearRoom(shape) {
    last = shape;
    if (rehearsal) rehearsal.follow(shape.rehearsal);
    const there = shape.people.some((one) => one.stay === stay);
    const [name] = shape.hosts;
    if (name) part(root, "host-here").textContent = say(shape.host_is_here ? "host_here" : "host_away", { name });
    if (root.dataset.host) {
      hosting.people(shape, stay);
      groups.people(shape);
    }
    talk.room(shape);
    if (!there || inside || root.dataset.screen !== "lobby") return;
    inside = true;
    const came = await link.renew();
    if (came && came.inside) goInside(came);
    else inside = false;
  }

  function refused({ status, why, detail, opens_at: opens }) {
    if (status === 0 || status >= 500) {
      screens.door(say("opening_title"), detail || say("no_network"), "try_again");
      timer = setTimeout(enter, AGAIN);
    } else if (why === "elsewhere") {
      takes = true;
      screens.door(say("elsewhere_title"), detail, "continue_here");
    } else if (why === "full") {
      screens.door(say("full_title"), detail, "try_again");
    } else {
      if (why === "too-early") openAt(opens);
      screens.door(say(why === "too-early" ? "early_title" : "closed_title"), detail || say("closed_said"), "");
    }
  }

  /** Whoever waits at the door need not do anything when it opens. */
  function openAt(moment) {
    const left = Date.parse(moment) - Date.now();
    if (left < LONGEST_WAIT) timer = setTimeout(enter, Math.max(1000, left + 500));
  }

  /** The stay has ended, by us or by somebody else. */
  function over(why) {
    inside = false;
    if (why === "silent") { // cut for long: back by itself, with what is on still on
      talk.leave(true);
      enter();
      return;
    }
    talk.leave();
    if (ENDED[why]) {
      part(root, "after-title").textContent = say(ENDED[why]);
      part(root, "after-back").hidden = why === "ended";
      screens.show("after");
    } else if (why === "taken-over") {
      takes = true;
      screens.door(say("elsewhere_title"), say("taken_over_said"), "continue_here");
    } else {
      screens.door(say(why === "removed" ? "removed_title" : "closed_title"), say(why === "removed" ? "removed_said" : "signed_out_said"), "");
    }
    screens.tell(say("over_said"));
  }

  function showChat(open) {
    chatOpen = open;
    root.dataset.talk = open ? "open" : "";
    part(root, "talk").setAttribute("aria-expanded", String(open));
    if (!open) return;
    part(root, "talk-count").hidden = true;
    chat.focus();
  }

  part(root, "door-again").addEventListener("click", enter);
  part(root, "after-back").addEventListener("click", enter);
  part(root, "talk").addEventListener("click", () => showChat(!chatOpen));
  part(root, "talk-close").addEventListener("click", () => { showChat(false); part(root, "talk").focus(); });
  for (const one of root.querySelectorAll('[data-role="leave"]')) {
    one.addEventListener("click", () => { link.leave(); over("left"); });
  }
  twice(part(root, "end"), say("end_sure"), async () => { if ((await link.end()).status === 204) over("ended"); });
  for (const one of root.querySelectorAll("[data-answer]")) {
    one.addEventListener("click", async () => {
      const { status } = await link.opinion(one.dataset.answer);
      part(root, "after-ask").hidden = status === 204;
      part(root, "after-thanks").hidden = status !== 204;
    });
  }
  const shared = part(root, "shared");
  if (shared) shared.addEventListener("toggle", () => import("./shared.js").then(({ openShared }) => openShared(root)), { once: true });
  addEventListener("pagehide", () => link.leave(true));
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  addEventListener("online", () => link.say());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || !inside) return;
    link.say(); // a telephone call may have stopped this page for long
    talk.resume();
  });
  startClock(root);

  const { why, opens } = root.dataset;
  part(root, "plain").hidden = Boolean(why);
  if (why === "too-early") openAt(opens);
  if (!why && provider !== "link" && !canTalk()) {
    screens.door(say("old_title"), say("old_said"), "");
    part(root, "plain").hidden = false;
  } else if (!why) {
    enter();
  }
}

openRoom(part(document, "room"));
