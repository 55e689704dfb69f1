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
    const [count, minutes] = ["divide-count", "divide-minutes"].map((name) => Number(part(root, name).value));
    ask(link.divide({ count, minutes }), say("divided_done"));
  });
  part(root, "call-back").addEventListener("click", () => ask(link.callBack(), say("called_back_done")));

  function mover(one) {
    const made = element("select", "field__box", "");
    made.setAttribute("aria-label", say("part_of", { name: one.name }));
    for (let number = 0; number <= shape.parts; number += 1) {
      const choice = element("option", "", number ? say("part_n", { n: number }) : say("part_all"));
      choice.value = String(number);
      made.append(choice);
    }
    made.value = String(one.part);
    made.addEventListener("change", () => ask(link.move(one.guest, Number(made.value)), say("moved_done", { name: one.name })));
    return made;
  }

  function line(one, words) {
    const item = element("li", "host__line", "");
    item.append(element("b", "", one.name), element("span", "quiet", words));
    return item;
  }

  function lines() {
    const asking = shape.people.filter((one) => one.help_at).map((one) => line(one, say("asks_help")));
    const raised = shape.people.filter((one) => one.hand_at).sort((a, b) => (a.hand_at < b.hand_at ? -1 : 1));
    const hands = raised.map((one, place_) => line(one, say("hand_nth", { n: place_ + 1 })));
    const placed = (shape.parts ? shape.people : []).map((one) => {
      const item = element("li", "host__line", "");
      item.append(element("b", "", one.name), mover(one));
      return item;
    });
    return [...asking, ...hands, ...placed];
  }

  return {
    people(room) {
      shape = room;
      place.hidden = root.dataset.provider !== "sfu" || room.people.length < 2;
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
