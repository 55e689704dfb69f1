// With several: silence for all, hands in the order they were raised, who needs help, and small rooms.

import { element, part } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";

/** Only those one is with: in the same small room, or together with everybody. */
export function withMe(shape, stay) {
  const own = shape.people.find((one) => one.stay === stay);
  return own ? { ...shape, people: shape.people.filter((one) => one.part === own.part) } : shape;
}

/** « petite salle 2, jusqu’à 14 h 30 », or nothing. */
export function placeSaid(shape, stay) {
  const own = shape.people.find((one) => one.stay === stay);
  if (!own || !shape.parts) return "";
  const shown = new Intl.DateTimeFormat("fr-FR", { hour: "2-digit", minute: "2-digit", timeZone: say("zone") || undefined });
  const until = shown.format(new Date(shape.parted_until)).replace(":", "\u202fh\u202f").replace(/^0/, "");
  return own.part ? say("in_part", { n: own.part, until }) : say("parted", { n: shape.parts, until });
}

export function openGroups(root, { link, tell }) {
  const place = part(root, "group");
  const list = part(root, "group-people");
  let shape = null;
  let drawn = "";
  let offered = "";

  async function ask(asked, sentence) {
    const { status, body } = await asked;
    tell(status === 204 ? sentence : (body && body.detail) || say("not_done"));
  }

  function others() {
    return shape ? shape.people.filter((one) => !one.is_host) : [];
  }

  part(root, "hush-all").addEventListener("click", () => {
    for (const one of others()) if (one.sound) link.send(one.stay, "mute");
    tell(say("hush_all_done"));
  });
  part(root, "divide").addEventListener("submit", (event) => {
    event.preventDefault();
    const minutes = Number(part(root, "divide-minutes").value);
    ask(link.divide(byName() ? { guests: chosen(), minutes } : { count: count(), minutes }), say("divided_done"));
  });
  for (const name of ["divide-count", "divide-how"]) part(root, name).addEventListener("change", () => offerNames(true));

  function count() {
    return Number(part(root, "divide-count").value);
  }

  function byName() {
    return part(root, "divide-how").value === "names";
  }

  /** One choice for each who is there, spread evenly at first; what was chosen stays while somebody comes or leaves. */
  function offerNames(anew) {
    const names = part(root, "divide-names");
    const kept = new Map(anew ? [] : [...names.querySelectorAll("select")].map((one) => [one.dataset.guest, one.value]));
    names.hidden = !byName();
    names.textContent = "";
    if (names.hidden) return;
    others().forEach((one, place_) => {
      const made = choice(one, count(), 1, kept.get(one.guest) || String((place_ % count()) + 1));
      made.dataset.guest = one.guest;
      names.append(line(one, made));
    });
  }

  function chosen() {
    const parts = Array.from({ length: count() }, () => []);
    for (const one of part(root, "divide-names").querySelectorAll("select")) parts[Number(one.value) - 1].push(one.dataset.guest);
    return parts;
  }
  part(root, "call-back").addEventListener("click", () => ask(link.callBack(), say("called_back_done")));

  /** A small room for somebody: from `first` (0: with everybody) to the `last`. */
  function choice(one, last, first, value) {
    const made = element("select", "field__box", "");
    made.setAttribute("aria-label", say("part_of", { name: one.name }));
    for (let number = first; number <= last; number += 1) {
      const option = element("option", "", number ? say("part_n", { n: number }) : say("part_all"));
      option.value = String(number);
      made.append(option);
    }
    made.value = value;
    return made;
  }

  function mover(one) {
    const made = choice(one, shape.parts, 0, String(one.part));
    made.addEventListener("change", () => ask(link.move(one.guest, Number(made.value)), say("moved_done", { name: one.name })));
    return made;
  }

  function line(one, what) {
    const item = element("li", "host__line", "");
    item.append(element("b", "", one.name), what);
    return item;
  }

  function lines() {
    const asking = shape.people.filter((one) => one.help_at).map((one) => line(one, element("span", "quiet", say("asks_help"))));
    const raised = shape.people.filter((one) => one.hand_at).sort((a, b) => (a.hand_at < b.hand_at ? -1 : 1));
    const hands = raised.map((one, place_) => line(one, element("span", "quiet", say("hand_nth", { n: place_ + 1 }))));
    const placed = (shape.parts ? shape.people : []).map((one) => line(one, mover(one)));
    return [...asking, ...hands, ...placed];
  }

  return {
    people(room) {
      shape = room;
      place.hidden = root.dataset.provider !== "sfu" || room.people.length < 2;
      const there = JSON.stringify(others().map((one) => [one.guest, one.name]));
      if (there !== offered && !part(root, "divide-names").contains(document.activeElement)) {
        offered = there;
        offerNames(false);
      }
      const facts = JSON.stringify([room.parts, room.people.map(({ stay, name, part: n, hand_at: hand, help_at: help }) => [stay, name, n, hand, help])]);
      if (facts === drawn || list.contains(document.activeElement)) return; // a choice being made stays open
      drawn = facts;
      list.textContent = "";
      list.append(...lines());
      part(root, "call-back").hidden = part(root, "everywhere-part").hidden = !room.parts;
    },
    /** Is what the host writes now for all small rooms? */
    everywhere: () => Boolean(shape && shape.parts && part(root, "everywhere").checked),
  };
}
