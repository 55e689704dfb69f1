// Beside the picture: the files and links of the thread, so that both look at the same paper without leaving the room.

import { element, part } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";

const AGAIN = 15000; // ms between two looks while it is open
const MOST = 20;
const ENTRIES = 100; // as many as are looked through
const LINK = /https?:\/\/[^\s<>«»"]+[^\s<>«»".,;:!?)\]]/g;
const READ = { photo: "shown", document: "original" }; // which version is looked at; the rest is played in the thread

export function openShared(root) {
  const place = part(root, "shared");
  const list = part(root, "shared-list");
  const { thread } = place.dataset;
  let timer = 0;
  let drawn = "";

  async function look() {
    clearTimeout(timer);
    if (!place.open) return;
    const found = await fetch("/api/v1/threads/" + thread + "/entries?limit=" + ENTRIES, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.json() : null), () => null);
    part(root, "shared-said").textContent = found ? "" : say("shared_not");
    if (found) draw(found.results);
    timer = setTimeout(look, AGAIN);
  }

  function draw(entries) {
    const items = entries.flatMap(itemsOf).reverse().slice(0, MOST);
    if (JSON.stringify(items) === drawn) return; // what one is about to tap stays where it is
    drawn = JSON.stringify(items);
    list.textContent = "";
    list.append(...items.map(line));
    if (!items.length) part(root, "shared-said").textContent = say("shared_none");
  }

  function itemsOf(entry) {
    const files = entry.files
      .filter((file) => file.state === "ready" && READ[file.kind] && file.versions[READ[file.kind]])
      .map((file) => ({ href: "/fil/" + thread + "/fichiers/" + file.id + "/" + READ[file.kind] + "/", name: file.title, kind: file.kind, by: entry.author.name }));
    const links = (entry.text || "").match(LINK) || [];
    return [...files, ...links.map((href) => ({ href, name: href.replace(/^https?:\/\/(www\.)?/, ""), kind: "link", by: entry.author.name }))];
  }

  function line({ href, name, kind, by }) {
    const item = element("li", "shared__line", "");
    const link = element("a", "shared__link", "");
    Object.assign(link, { href, target: "_blank", rel: "noopener noreferrer" });
    if (kind === "photo") {
      const picture = element("img", "shared__picture", "");
      Object.assign(picture, { src: href, alt: "", loading: "lazy" });
      link.append(picture);
    }
    link.append(element("span", "shared__name", name), element("span", "quiet", by));
    item.append(link);
    return item;
  }

  place.addEventListener("toggle", look);
  look();
}
