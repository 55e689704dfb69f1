// The sentences a person reads. They live in `ui/templates/ui/texts.html`, those of scripts loaded later in
// `<module>/<name>_texts.html`; none is written in a script.

let sentences = null;

function known() {
  if (!sentences) {
    const holder = document.getElementById("texts");
    sentences = holder ? JSON.parse(holder.textContent) : {};
  }
  return sentences;
}

/** From now on these sentences, by name, may be said too. */
export function learn(more) {
  Object.assign(known(), more);
}

/** The sentence of this name, with `{word}` replaced by `values.word`; "" when the page carries none. */
export function say(name, values = {}) {
  return (known()[name] || "").replace(/\{(\w+)\}/g, (whole, word) => (word in values ? values[word] : whole));
}
