// What every page is made of besides its text: styles, scripts, drawings. Their names change with their content,
// so what is stored is always right.

const SHELL = "aufil-shell";
const OFFLINE = "/hors-ligne/";
const LATER = /\b(?:import|new URL)\("(\.[^"]+)"/g; // what a script loads at the first need
const ASSETS_MOST = 48; // files kept: two or three generations of the shell

/** Is this address one of ours whose content never changes? */
export function isAsset(url) {
  return url.pathname.startsWith("/static/") && /\.[0-9a-f]{8,}\./.test(url.pathname);
}

/** Store the page shown without network, and all it is made of. */
export async function fillShell() {
  const response = await fetch(OFFLINE, { cache: "no-store", credentials: "omit" }); // it must name nobody
  if (!response.ok || response.redirected) throw new Error("no shell yet");
  const cache = await caches.open(SHELL);
  const html = await response.clone().text();
  await cache.put(OFFLINE, response);
  await storeAssets(html);
}

/** Store what a page refers to, and what its scripts load later; true when something was missing. */
export async function storeAssets(html) {
  const cache = await caches.open(SHELL);
  const found = new Set(html.match(/\/static\/[^"'\s)]+/g) || []);
  let missing = false;
  for (const path of found) {
    const url = new URL(path, self.location);
    if (!isAsset(url) || (await cache.match(path))) continue;
    missing = true;
    const response = await fetch(path);
    if (!response.ok) continue;
    const script = path.endsWith(".js") ? await response.clone().text() : "";
    await cache.put(path, response);
    for (const [, later] of script.matchAll(LATER)) found.add(new URL(later, url).pathname);
  }
  return missing;
}

/** An asset from the store, else from the network, and then stored. */
export async function answerAsset(request) {
  const cache = await caches.open(SHELL);
  const stored = await cache.match(request.url);
  if (stored) return stored;
  const response = await fetch(request);
  if (response.status === 200) {
    await cache.put(request.url, response.clone());
    await prune(cache);
  }
  return response;
}

async function prune(cache) {
  const kept = (await cache.keys()).filter((request) => !request.url.endsWith(OFFLINE));
  for (const request of kept.slice(0, Math.max(0, kept.length - ASSETS_MOST))) await cache.delete(request);
}

/** The page that says there is no network. */
export async function offlinePage() {
  const stored = await (await caches.open(SHELL)).match(OFFLINE);
  return stored || Response.error();
}
