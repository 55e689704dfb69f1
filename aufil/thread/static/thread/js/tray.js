// The tray of the composer: what one adds to a message, seen before it leaves. The words written in the box go with it.

import { button, element, part } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";
import { sendFiles } from "./attach.js";
import { setMode } from "./composer.js";
import { isPhoto, prepared } from "./picked.js";
import { sizeText } from "./sizes.js";

const GROUP_MOST = 10; // files of one entry
const DOCUMENTS = ".pdf,.doc,.docx,.odt,.xls,.xlsx,.ods,.ppt,.pptx,.odp,.rtf,.txt,.csv,image/*,audio/*,video/*";
// The ways of adding something: what they ask the browser for, and how they are drawn.
const WAYS = [
  { name: "camera", drawing: "M3.5 8H7l2-3h6l2 3h3.5v11h-17zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7", accept: "image/*", capture: "environment" },
  { name: "photos", drawing: "M3.5 5h17v14h-17zM3.5 16l5-5 4.5 4.5 3-3 4.5 4.5", accept: "image/*", multiple: true },
  { name: "video", drawing: "M3.5 7h11v10h-11zM14.5 10.5l6-3.5v10l-6-3.5", act: (view) => bringRecording(view, "video") },
  { name: "file", drawing: "M6 3h8l4 4v14H6zM14 3v4h4", accept: DOCUMENTS, multiple: true },
  { name: "reminder", drawing: "M12 20.5a8 8 0 1 0 0-16 8 8 0 0 0 0 16M12 8v4.5l3 2M4 4 2.5 6M20 4l1.5 2", act: (view) => go(view, "rappels/nouveau/"), only: "support" },
  { name: "meeting", drawing: "M4 5.5h16V20H4zM4 10h16M8 3v4M16 3v4", act: (view) => go(view, "rendez-vous/"), only: "support" },
];

/** Open the tray of this thread with these files in it; by its button, close it again. */
export function openTray(view, opener, files) {
  if (view.form.querySelector(".tray") && !files.length) {
    close(view);
    return;
  }
  if (view.mode.name === "edit") setMode(view, { name: "new" });
  const tray = view.form.querySelector(".tray") || build(view, opener);
  if (files.length) add(view, files);
  else part(tray, "tray-ways").firstElementChild.focus();
}

function build(view, opener) {
  const tray = element("div", "tray", "");
  tray.dataset.role = "tray";
  tray.setAttribute("role", "group");
  tray.setAttribute("aria-label", say("tray"));
  const ways = made("div", "tray__ways", "tray-ways");
  ways.append(...WAYS.filter(({ only }) => !only || only === view.kind).map((way) => wayButton(view, way)));
  const items = made("ul", "tray__items", "tray-items");
  items.setAttribute("aria-label", say("tray_items"));
  const says = made("p", "tray__says", "tray-says");
  says.setAttribute("role", "status");
  tray.append(ways, items, wholeBox(view), says);
  tray.addEventListener("keydown", (event) => { if (event.key === "Escape") close(view); });
  view.form.prepend(tray);
  opener.setAttribute("aria-expanded", "true");
  view.tray = { box: tray, opener, items: [], whole: false, queue: Promise.resolve(), leave: () => leave(view) };
  view.tray.hint = view.box.placeholder;
  dress();
  // What will carry them is there when they leave.
  Promise.all([import("../../ui/js/carrier.js"), import("../../ui/vendor/tus.js")]).catch(() => {});
  return tray;
}

function go(view, page) {
  location.assign("/fil/" + view.thread + "/" + page);
}

/** Its styles come with it. */
function dress() {
  const href = new URL("../../ui/css/tray.css", import.meta.url).href;
  if (document.querySelector('link[href="' + href + '"]')) return;
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
}

function made(name, className, role) {
  const one = element(name, className, "");
  one.dataset.role = role;
  return one;
}

function wayButton(view, { name, drawing, act, accept, capture, multiple }) {
  const input = Object.assign(document.createElement("input"), { type: "file", accept, multiple: Boolean(multiple) });
  if (capture) input.setAttribute("capture", capture);
  input.hidden = true;
  input.addEventListener("click", (event) => event.stopPropagation()); // it is within its button
  input.addEventListener("change", () => {
    add(view, Array.from(input.files));
    input.value = ""; // the same file may be chosen again
  });
  const way = button("", () => (act ? act(view) : input.click()), "tray__way");
  way.dataset.role = "way-" + name;
  way.append(drawn(drawing), say("way_" + name), input);
  return way;
}

function drawn(path) {
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  icon.classList.add("icon");
  icon.append(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  icon.firstChild.setAttribute("d", path);
  return icon;
}

function wholeBox(view) {
  const label = made("label", "tray__whole", "tray-whole");
  const box = Object.assign(document.createElement("input"), { type: "checkbox" });
  box.addEventListener("change", () => {
    view.tray.whole = box.checked;
    for (const item of view.tray.items) if (item.photo) prepare(view, item);
  });
  label.append(box, element("span", "", ""));
  label.hidden = true;
  return label;
}

function add(view, files) {
  for (const file of files) {
    const [, recording] = /^(audio|video)\//.exec(file.type) || [];
    if (recording) {
      bringRecording(view, recording, file);
      continue;
    }
    const item = { file, photo: isPhoto(file), line: element("li", "tray__item", ""), ready: null, url: "" };
    view.tray.items.push(item);
    part(view.tray.box, "tray-items").append(item.line);
    prepare(view, item);
  }
  settle(view);
}

/** A sound or a video is heard or seen first, and leaves alone. Without a `file`: one is about to be made. */
async function bringRecording(view, kind, file) {
  try {
    const open = kind === "video" ? (await import("./video.js")).openVideo : (await import("./voice.js")).openVoice;
    if (!view.tray.items.length) close(view);
    await open(view, file);
  } catch (error) {
    if (view.tray) tell(view, say("tray_later"));
  }
}

/** Make ready what leaves for this item, one after another; what cannot be sent says why and goes. */
function prepare(view, item) {
  const { tray } = view;
  item.line.classList.add("tray__item--busy");
  const { whole } = tray;
  item.ready = tray.queue = tray.queue.then(async () => {
    if (!tray.items.includes(item)) return null;
    const sent = await prepared(item.file, item.photo, whole);
    if (sent.refused) {
      drop(view, item);
      tell(view, say(sent.refused, { name: item.file.name }));
      return null;
    }
    if (tray.items.includes(item)) drawItem(view, item, sent);
    return sent;
  });
}

function drawItem(view, item, sent) {
  const { line, file } = item;
  URL.revokeObjectURL(item.url);
  line.classList.remove("tray__item--busy");
  line.textContent = "";
  const seen = item.photo && sent.width;
  if (seen) {
    item.url = URL.createObjectURL(sent.blob);
    const picture = Object.assign(new Image(), { src: item.url, alt: file.name, decoding: "async" });
    line.append(picture, element("span", "tray__size", sizeText(sent.blob.size)));
  } else line.append(element("span", "tray__name", file.name), element("span", "tray__size", sizeText(sent.blob.size)));
  line.classList.toggle("tray__item--seen", Boolean(seen));
  const away = button("×", () => {
    drop(view, item);
    (view.tray.box.querySelector(".tray__drop") || part(view.tray.box, "tray-ways").firstElementChild).focus();
  }, "tray__drop");
  away.setAttribute("aria-label", say("tray_drop", { name: file.name }));
  line.append(away);
}

function drop(view, item) {
  view.tray.items = view.tray.items.filter((other) => other !== item);
  item.line.remove();
  URL.revokeObjectURL(item.url);
  settle(view);
}

/** What the tray says of all it holds. */
function settle(view) {
  const { box, items, hint } = view.tray;
  const photos = items.filter(({ photo }) => photo);
  const whole = part(box, "tray-whole");
  whole.hidden = !photos.length;
  const heavy = photos.reduce((sum, { file }) => sum + file.size, 0);
  whole.lastElementChild.textContent = say("tray_whole", { size: sizeText(heavy) });
  view.box.placeholder = items.length ? say("caption") : hint;
  tell(view, "");
}

function tell(view, sentence, link) {
  const place = part(view.tray.box, "tray-says");
  place.textContent = sentence;
  if (link) place.append(" ", Object.assign(element("a", "", link), { href: view.tray.opener.href }));
}

function close(view) {
  const { box, items, opener, hint } = view.tray;
  for (const { url } of items) URL.revokeObjectURL(url);
  if (box.contains(document.activeElement)) opener.focus();
  box.remove();
  opener.setAttribute("aria-expanded", "false");
  view.box.placeholder = hint;
  view.tray = null;
}

/** Let all of it leave with the words of the box; true when the phone has it, false when the tray says why not. */
async function leave(view) {
  const { tray } = view;
  if (tray.leaving) return false;
  tray.leaving = true;
  tell(view, say("tray_preparing"));
  try {
    let words = view.box.value.replace(/\r\n?/g, "\n").trim();
    await tray.queue;
    for (const group of groupsOf(tray.items)) {
      const items = await Promise.all(group.map(({ ready }) => ready));
      await sendFiles(view, group[0].photo ? "photos" : "file", items, words);
      words = view.box.value = ""; // they went with the first
      for (const item of group) drop(view, item);
    }
    close(view);
    return true;
  } catch (error) {
    tell(view, say(error.name === "QuotaExceededError" ? "tray_full" : "not_kept"), say("tray_directly"));
    return false;
  } finally {
    tray.leaving = false;
  }
}

/** Photos together, files together, in the order they were added. */
function groupsOf(items) {
  const groups = [];
  for (const photo of [true, false]) {
    const alike = items.filter((item) => item.photo === photo);
    for (let i = 0; i < alike.length; i += GROUP_MOST) groups.push(alike.slice(i, i + GROUP_MOST));
  }
  return groups;
}
