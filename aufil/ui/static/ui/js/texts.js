// The sentences a person reads. They all live in `ui/templates/ui/texts.html`; none is written in a script.

let sentences = null;

/** The sentence of this name, with `{word}` replaced by `values.word`; "" when the page carries none. */
export function say(name, values = {}) {
  if (!sentences) {
    const holder = document.getElementById("texts");
    sentences = holder ? JSON.parse(holder.textContent) : {};
  }
  return (sentences[name] || "").replace(/\{(\w+)\}/g, (whole, word) => (word in values ? values[word] : whole));
}
