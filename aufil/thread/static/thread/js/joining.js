// « Rejoindre la visio » stands on a card only while its room lets people in.

const A_DAY = 86400000;

/** From now on each link below `root` shows when its hours begin, and goes when they end. */
export function revealJoins(root) {
  for (const link of root.querySelectorAll('[data-role="join"]')) {
    const [from, until] = [link.dataset.from, link.dataset.until].map((at) => Date.parse(at) - Date.now());
    link.hidden = from > 0 || until <= 0;
    for (const wait of [from, until]) {
      if (wait > 0 && wait < A_DAY) setTimeout(() => { link.hidden = wait === until; }, wait);
    }
  }
}
