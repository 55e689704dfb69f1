// The styles of what is recorded, played and read aloud: they come with the first of these scripts.

let wearing = null;

/** Comes back once they are there, or will not be. */
export function wearSpoken() {
  wearing = wearing || new Promise((resolve) => {
    const href = new URL("../../ui/css/spoken.css", import.meta.url).href;
    const former = document.querySelector('link[href="' + href + '"]');
    if (former && former.sheet) resolve();
    const link = former || Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    for (const way of ["load", "error"]) link.addEventListener(way, resolve);
    if (!former) document.head.append(link);
  });
  return wearing;
}
