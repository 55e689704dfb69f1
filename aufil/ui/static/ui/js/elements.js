// Small pieces of page made by scripts.

/** An element of this name, class and text. */
export function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** A button that acts, and is not the form's. */
export function button(text, act, className = "button button--small") {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/** The descendant that plays this role, or null. */
export function part(root, role) {
  return root.querySelector('[data-role="' + role + '"]');
}

/** Put a text on the clipboard, on old phones too. */
export async function copyText(text) {
  const modern = navigator.clipboard && navigator.clipboard.writeText(text).then(() => true, () => false);
  if (modern && (await modern)) return;
  const area = element("textarea", "", "");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
