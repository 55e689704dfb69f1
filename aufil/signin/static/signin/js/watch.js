// A code shown at a meeting, watched from both sides: what the server says of it goes on the page.

const EVERY = 1500; // ms
const MOST = 12 * 60 * 1000; // ms: a code lives ten minutes

/** Ask where the code stands until it is over; then go in, if this phone may, or show the page anew. */
export function watchPairing(root) {
  if (!root) return;
  const end = Date.now() + MOST;
  let state = root.dataset.state;
  async function look() {
    const answer = await ask(root.dataset.watch);
    if (answer && answer.state !== state) {
      state = answer.state;
      if (answer.over) return goOn(root, state);
      const status = root.querySelector('[data-role="pairing-said"]');
      if (status && answer.said) status.textContent = answer.said;
    }
    if (Date.now() < end) setTimeout(look, EVERY);
  }
  const form = entrance(root, state);
  if (form) form.submit();
  else setTimeout(look, EVERY);
}

async function ask(address) {
  try {
    const response = await fetch(address, { credentials: "same-origin", cache: "no-store" });
    return response.ok ? await response.json() : null;
  } catch (error) {
    return null; // no network just now
  }
}

function goOn(root, state) {
  const form = entrance(root, state);
  if (form) form.submit();
  else location.reload();
}

/** The form by which this phone comes in, once it was confirmed. */
function entrance(root, state) {
  return state === "confirmed" ? root.querySelector('[data-role="go-in"]') : null;
}
