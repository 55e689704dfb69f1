// `@`: the members one may mean, under the finger and under the keys; the box stays the box.

import { element } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";
import { called, firstNameOf, plain } from "./names.js";

const TYPED = /(^|[^\p{L}\p{N}_])@([\p{L}\p{N}_-]{0,20})$/u;
const MOST = 6;

/** Offer names after `@`; `view.calls(text)`: whom, among those chosen from the list, a text calls. */
export function startNaming(view) {
  const { box, form } = view;
  const chosen = new Map(); // id → first name
  let list = null;
  let at = 0;

  view.calls = (text) => {
    const names = called(text, Array.from(chosen.values())).map(({ name }) => name);
    return Array.from(chosen.keys()).filter((id) => names.includes(chosen.get(id)));
  };

  const close = () => {
    if (!list) return;
    list.remove();
    list = null;
    for (const name of ["aria-activedescendant", "aria-controls"]) box.removeAttribute(name);
  };
  const select = (to) => {
    const options = Array.from(list.children);
    at = (to + options.length) % options.length;
    options.forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
    box.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  };
  const choose = (member) => {
    const [typed] = box.value.slice(0, box.selectionStart).match(/@[^@]*$/);
    const start = box.selectionStart - typed.length;
    box.setRangeText("@" + firstNameOf(member) + " ", start, box.selectionStart, "end");
    chosen.set(member.id, firstNameOf(member));
    close();
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const offer = () => {
    const typed = box.value.slice(0, box.selectionStart).match(TYPED);
    const found = typed ? membersLike(view, typed[2]) : [];
    close();
    if (!found.length) return;
    list = element("ul", "calls", "");
    list.id = "calls";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", say("calls"));
    list.append(...found.map((member) => option(member, choose)));
    form.prepend(list);
    box.setAttribute("aria-controls", "calls");
    select(0);
  };

  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-haspopup", "listbox");
  box.addEventListener("input", offer);
  box.addEventListener("blur", () => setTimeout(close, 200)); // a tap on the list comes first
  form.addEventListener("keydown", (event) => {
    if (!list || event.target !== box || event.isComposing) return;
    const acts = {
      ArrowDown: () => select(at + 1),
      ArrowUp: () => select(at - 1),
      Enter: () => list.children[at].click(),
      Tab: () => list.children[at].click(),
      Escape: close,
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  }, true);
  offer();
}

function membersLike(view, start) {
  const others = Array.from(view.members.values()).filter(({ id }) => id !== view.me);
  return others.filter(({ name }) => plain(name).startsWith(plain(start))).slice(0, MOST);
}

function option(member, choose) {
  const made = element("li", "calls__one", member.name);
  made.id = "calls-" + member.id;
  made.setAttribute("role", "option");
  made.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  made.addEventListener("click", () => choose(member));
  return made;
}
