// Passkeys: asks the browser for one, and sends what it says with the page's own form.
import { bytesOf, textOf } from "./base64url.js";

const form = document.querySelector('[data-role="passkey"]');
const trouble = document.querySelector('[data-role="passkey-trouble"]');
const words = document.querySelector('[data-role="passkey-words"]').dataset;
let waiting = null; // a passkey offered beside the name, until the button asks for one

function say(text) {
  trouble.textContent = text;
  trouble.hidden = !text;
}

function readable(options) {
  const asked = { ...options.publicKey, challenge: bytesOf(options.publicKey.challenge) };
  if (asked.user) asked.user = { ...asked.user, id: bytesOf(asked.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (asked[list]) asked[list] = asked[list].map((one) => ({ ...one, id: bytesOf(one.id) }));
  }
  return asked;
}

function sendable(key) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[name]) response[name] = textOf(key.response[name]);
  }
  return JSON.stringify({
    id: key.id,
    rawId: textOf(key.rawId),
    type: key.type,
    response,
    clientExtensionResults: key.getClientExtensionResults(),
  });
}

async function options() {
  const inPage = document.getElementById("passkey-options");
  if (inPage) return JSON.parse(inPage.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no options");
  return answer.json();
}

async function ask(more) {
  const given = await options();
  if (form.dataset.does === "create") {
    return navigator.credentials.create({ publicKey: readable(given.creation_options), ...more });
  }
  return navigator.credentials.get({ publicKey: readable(given.request_options), ...more });
}

function send(key) {
  form.querySelector('[data-role="passkey-credential"]').value = sendable(key);
  form.submit();
}

async function pressed() {
  if (waiting) waiting.abort();
  say("");
  try {
    send(await ask({}));
  } catch (error) {
    say(words.refused);
  }
}

// Beside the name, where the browser can: one touch on the suggestion, and one is in.
async function offer() {
  const known = window.PublicKeyCredential.isConditionalMediationAvailable;
  if (form.dataset.does !== "login" || !known || !(await known.call(window.PublicKeyCredential))) return;
  waiting = new AbortController();
  try {
    send(await ask({ mediation: "conditional", signal: waiting.signal }));
  } catch (error) {
    waiting = null; // declined, or the button was pressed: nothing to say
  }
}

document.querySelector('[data-role="passkey-no-script"]').hidden = true;
if (window.PublicKeyCredential && window.isSecureContext && !/^[\d.:[\]]+$/.test(location.hostname)) {
  form.hidden = false;
  form.querySelector('[data-role="passkey-go"]').addEventListener("click", pressed);
  offer();
} else if (form.dataset.does !== "login") {
  form.hidden = form.dataset.does === "get";
  const button = form.querySelector('[data-role="passkey-go"]');
  button.disabled = true;
  say(words.unable);
}
