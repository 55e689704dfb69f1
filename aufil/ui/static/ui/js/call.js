// One call to the API, and what came back, whoever answered: our server, a proxy, a captive portal, nobody.

import { changePerson } from "./person.js";
import { noteServerTime } from "./servertime.js";

const PATIENCE = 30000; // ms for the whole answer
const PROBLEMS = "/api/v1/problems#";

/**
 * Ask, and answer `{status, media, body, problem, retryAfter}`. `status` is 0 when nobody answered in time or
 * the answer was a redirect; `problem` is null unless the body is a problem document of our own server.
 * `person` names in whose name the call is made, `waiting` how many entries the phone keeps after it; `guest` is the key of
 * who came by a signed link.
 */
export async function call(method, url, { body, person, waiting, guest, patience = PATIENCE } = {}) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), patience);
  const asked = Date.now();
  try {
    const response = await fetch(url, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: headersOf({ body, person, waiting, guest }),
      signal: controller.signal,
      redirect: "manual",
      cache: "no-store",
      credentials: "same-origin",
    });
    const answer = understood(response, await response.text());
    if (answer.problem || answer.media === "application/json") {
      noteServerTime(response.headers.get("Date"), asked, Date.now()).catch(() => {});
    }
    if (isRevocation(answer.problem)) await changePerson("", true);
    return answer;
  } catch (error) {
    return { status: 0, media: "", body: null, problem: null, retryAfter: 0 };
  } finally {
    clearTimeout(timer);
  }
}

function headersOf({ body, person, waiting, guest }) {
  const headers = { Accept: "application/json", "X-Requested-With": "aufil" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (person) headers["Aufil-Person"] = person;
  if (waiting !== undefined) headers["Aufil-Waiting"] = String(waiting);
  if (guest) headers["Aufil-Guest"] = guest;
  return headers;
}

function understood(response, text) {
  const media = (response.headers.get("Content-Type") || "").split(";")[0].trim().toLowerCase();
  let body = null;
  if (media.endsWith("json")) {
    try { body = JSON.parse(text); } catch (error) { body = null; }
  }
  return {
    status: response.status,
    media,
    body,
    problem: media === "application/problem+json" ? ourProblem(body) : null,
    retryAfter: secondsOf(response.headers.get("Retry-After")),
  };
}

/** `document` if it is a problem as our server writes them, else null: anybody can answer 404. */
export function ourProblem(document) {
  const ours = document && typeof document.type === "string" && document.type.startsWith(PROBLEMS);
  return ours ? document : null;
}

/** Does the server say that this device may do nothing any more? It says it once: then it does not know it. */
export function isRevocation(problem) {
  return Boolean(problem && problem.type.endsWith("#device-revoked"));
}

/** `Retry-After` in seconds, 0 when absent; an hour at most. */
function secondsOf(header) {
  if (!header) return 0;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Math.min(3600, Math.max(0, seconds || 0));
}
