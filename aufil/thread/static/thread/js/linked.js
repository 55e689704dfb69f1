// Web addresses in a text made clickable; nothing else is interpreted.

const ADDRESS = /(?:https?:\/\/|www\.)[^\s<>"«»]+|\b(?:[a-z0-9-]+\.)+(?:fr|com|org|net|eu|info)\b(?:\/[^\s<>"«»]*)?/gi;
const TRAILING = /[.,;:!?’'”)\]}…]+$/;

/** Fill `node` with `text`, its addresses as links. */
export function fillLinked(node, text) {
  node.textContent = "";
  let end = 0;
  for (const found of text.matchAll(ADDRESS)) {
    if (text[found.index - 1] === "@") continue;
    const address = found[0].replace(TRAILING, "");
    node.append(text.slice(end, found.index), linkTo(address));
    end = found.index + address.length;
  }
  node.append(text.slice(end));
}

function linkTo(address) {
  const link = document.createElement("a");
  link.href = /^https?:/i.test(address) ? address : "http://" + address;
  link.rel = "noopener noreferrer nofollow";
  link.target = "_blank";
  link.textContent = address;
  return link;
}
