// What a host sees and does: who waits, who is there; let in, mute, send away, end.

import { button, element, part } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";

const SURE = 5000; // ms in which a second tap means it

/** A button that asks once more, in its own words. */
export function twice(made, sure, act) {
  const text = made.textContent;
  const label = made.getAttribute("aria-label");
  let until = 0;
  const calm = () => {
    made.textContent = text;
    if (label) made.setAttribute("aria-label", label);
  };
  made.addEventListener("click", () => {
    if (Date.now() < until) {
      until = 0;
      calm();
      act();
      return;
    }
    until = Date.now() + SURE;
    made.textContent = sure;
    if (label) made.setAttribute("aria-label", sure);
    setTimeout(calm, SURE);
  });
  return made;
}

function fill(list, items) {
  list.textContent = "";
  list.append(...items);
}

export function openHosting(root, { link, tell }) {
  const waiting = part(root, "waiting");
  const present = part(root, "present");
  const helped = new Set();
  const known = new Set();
  let drawn = "";

  async function act(guest, what, sentence) {
    const { status, body } = await link.host(guest, what);
    tell(status === 204 ? sentence : (body && body.detail) || say("not_done"));
  }

  function awaiting(one) {
    const item = element("li", "host__line", "");
    const letIn = button(say("let_in"), () => act(one.guest, "admit", say("let_in_done", { name: one.name })), "button button--main button--small");
    letIn.setAttribute("aria-label", say("let_in_who", { name: one.name }));
    item.append(element("b", "", one.name), letIn, sending(one));
    return item;
  }

  function sending(one) {
    const away = button(say("remove"), () => {}, "button button--small");
    away.setAttribute("aria-label", say("remove_who", { name: one.name }));
    return twice(away, say("remove_sure", { name: one.name }), () => act(one.guest, "remove", say("removed_done", { name: one.name })));
  }

  function there(one) {
    const item = element("li", "host__line", "");
    item.append(element("b", "", one.name));
    if (one.part) item.append(element("span", "quiet", say("part_n", { n: one.part })));
    if (one.sound) {
      const hush = button(say("hush"), () => { link.send(one.stay, "mute"); tell(say("hush_done", { name: one.name })); });
      hush.setAttribute("aria-label", say("hush_who", { name: one.name }));
      item.append(hush);
    }
    if (!one.is_host) item.append(sending(one));
    if (one.cuts > 1) item.append(element("p", "quiet", say("cut_often", { name: one.name })));
    return item;
  }

  const again = root.querySelector('[data-role="call-again"]');
  if (again) {
    again.addEventListener("click", async () => {
      const { status, body } = await link.callAgain();
      tell(status === 204 ? say("call_again_done") : (body && body.detail) || say("not_done"));
    });
  }

  function announce(room) {
    for (const one of room.waiting) {
      if (!known.has(one.stay)) tell(say("waits", { name: one.name }));
      known.add(one.stay);
    }
    for (const one of room.people) {
      if (one.help_at && !helped.has(one.stay)) tell(say("needs_help", { name: one.name }));
      if (one.help_at) helped.add(one.stay);
      else helped.delete(one.stay);
    }
  }

  return {
    people(room, me) {
      announce(room);
      const others = room.people.filter((one) => one.stay !== me);
      const facts = JSON.stringify([room.waiting, others.map(({ stay, name, sound, cuts, part: n }) => [stay, name, sound, cuts, n])]);
      if (facts === drawn) return; // a button one is about to tap stays where it is
      drawn = facts;
      fill(waiting, room.waiting.map(awaiting));
      part(root, "waiting-part").hidden = !room.waiting.length;
      fill(present, others.map(there));
      part(root, "present-part").hidden = !others.length;
    },
  };
}
