// « Notifications »: what this device can do. Nobody is asked anything before a tap.

const PATIENCE = 20000; // ms: a browser that cannot reach its service may never answer
const API = "/api/v1/push";

start(document.querySelector('[data-role="push"]'));

async function start(root) {
  const allow = root.querySelector('[data-role="push-allow"]');
  const end = root.querySelector('[data-role="push-end"]');
  const show = (state) => {
    for (const one of root.querySelectorAll("[data-when]")) one.hidden = one.dataset.when !== state;
    allow.hidden = !["off", "late", "failed"].includes(state);
    end.hidden = state !== "on";
  };
  allow.addEventListener("click", async () => {
    show("asking");
    const state = await letBeTold(root.dataset.key).catch(reasonOf);
    if (state === "on") location.reload(); // the server knows now, and offers a try
    else show(state);
  });
  end.addEventListener("click", async () => {
    const made = await subscription();
    if (made) await made.unsubscribe();
    show((await ask("DELETE")) ? "off" : "failed");
  });
  show(await stateOf(root).catch(reasonOf));
}

async function stateOf(root) {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
    return navigator.standalone === false ? "iphone" : "unable"; // only Safari on a telephone says whether it is at home
  }
  if (Notification.permission === "denied") return "refused";
  const made = await subscription();
  return made && root.dataset.told && sameKey(made, root.dataset.key) ? "on" : "off";
}

/** Ask the person, then the browser, then tell the server; the state at the end. */
async function letBeTold(key) {
  const permission = await Notification.requestPermission();
  if (permission !== "granted") return permission === "denied" ? "refused" : "off";
  const registration = await inTime(navigator.serviceWorker.ready);
  const former = await registration.pushManager.getSubscription();
  if (former && !sameKey(former, key)) await former.unsubscribe();
  const options = { userVisibleOnly: true, applicationServerKey: bytesOf(key) };
  const made = await inTime(registration.pushManager.subscribe(options));
  if (!(await ask("POST", made.toJSON()))) return "failed";
  await forgetOffer().catch(() => {});
  return "on";
}

/** The first page, kept by the service worker (`ui/js/pages.js`), still offers what was just accepted. */
async function forgetOffer() {
  await (await caches.open("aufil-pages")).delete("/");
}

async function subscription() {
  const registration = await navigator.serviceWorker.getRegistration();
  return registration ? registration.pushManager.getSubscription() : null;
}

async function ask(method, body) {
  const headers = { "X-Requested-With": "aufil", "Aufil-Person": document.body.dataset.person };
  if (body) headers["Content-Type"] = "application/json";
  const sent = { method, headers, credentials: "same-origin", body: body && JSON.stringify(body) };
  const response = await fetch(API, sent).catch(() => null);
  return Boolean(response && response.ok);
}

/** What `promise` brings, or a failure named `late`. */
function inTime(promise) {
  const late = Object.assign(new Error("late"), { name: "late" });
  return Promise.race([promise, new Promise((resolve, reject) => setTimeout(reject, PATIENCE, late))]);
}

function reasonOf(error) {
  if (error.name === "NotAllowedError") return "refused";
  return error.name === "late" || error.name === "AbortError" ? "late" : "failed"; // AbortError: its service is away
}

function bytesOf(key) {
  const text = atob(key.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function sameKey(made, key) {
  const own = made.options && made.options.applicationServerKey;
  if (!own) return true; // an old browser does not say
  return String.fromCharCode(...new Uint8Array(own)) === String.fromCharCode(...bytesOf(key));
}
