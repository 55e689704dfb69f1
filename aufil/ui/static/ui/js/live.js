// The live stream: one per browser, held by one visible tab, which tells the others what it hears. A lost word
// costs nothing: each heartbeat says how far the threads are.

import { isRevocation, ourProblem } from "./call.js";
import { hear, tell, tellHere } from "./hub.js";
import { alone, canLead } from "./lock.js";
import { changePerson } from "./person.js";

const SILENCE = 60000; // ms without a byte: the connection is dead
const REOPEN = 1000; // ms before the first try to reopen, doubled each time
const REOPEN_MOST = 30000;
const EXPECTED = 2500; // ms within which the state of all threads should be told
let leaving = null; // ends this tab's part in leading
let expecting = 0;

/** Follow the threads of whoever is signed in, while this tab is visible. */
export function startLive() {
  const follow = () => {
    if (document.visibilityState === "visible") join();
    else leave();
  };
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", follow);
  hear("live", ({ event }) => { if (event === "state") clearTimeout(expecting); });
  follow();
}

function join() {
  if (leaving) return;
  leaving = new AbortController();
  const { signal } = leaving;
  const lead = () => listen(signal);
  if (canLead()) alone("aufil-live", lead, signal).catch(() => {});
  else lead();
  // Another tab leads, or nothing passes: threads then ask for themselves.
  expecting = setTimeout(() => tellHere("live", { event: "silence", data: {} }), EXPECTED);
}

function leave() {
  clearTimeout(expecting);
  if (leaving) leaving.abort();
  leaving = null;
}

/** Hold the stream open until `signal`. */
async function listen(signal) {
  let pause = REOPEN;
  while (!signal.aborted) {
    const outcome = await oneStream(signal);
    if (signal.aborted || outcome === "sign-in") return;
    if (outcome === "revoked") {
      await changePerson("", true);
      return;
    }
    pause = outcome === "heard" ? REOPEN : Math.min(REOPEN_MOST, pause * 2);
    tell("network", false);
    await pauseFor(pause * (0.5 + Math.random()), signal);
  }
}

/** Read one stream to its end: `heard` when it was ours, `sign-in`, `revoked`, or `nothing`. */
async function oneStream(signal) {
  const controller = new AbortController();
  const stop = () => controller.abort();
  signal.addEventListener("abort", stop);
  let watch = setTimeout(stop, SILENCE);
  let outcome = "nothing";
  try {
    const response = await fetch("/api/v1/live", { signal: controller.signal, redirect: "manual", cache: "no-store" });
    if (response.status === 401) return await refusal(response);
    if (!response.ok || !(response.headers.get("Content-Type") || "").startsWith("text/event-stream")) return outcome;
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return outcome;
      clearTimeout(watch);
      watch = setTimeout(stop, SILENCE);
      const events = (rest + decoder.decode(value, { stream: true })).split("\n\n");
      rest = events.pop();
      for (const text of events) if (pass(text)) outcome = "heard";
      if (outcome === "heard") tell("network", true);
    }
  } catch (error) {
    return outcome;
  } finally {
    clearTimeout(watch);
    signal.removeEventListener("abort", stop);
    controller.abort();
  }
}

async function refusal(response) {
  const problem = ourProblem(await response.json().catch(() => null));
  if (!problem) return "nothing";
  if (isRevocation(problem)) return "revoked";
  tell("sign-in");
  return "sign-in";
}

/** Tell every tab one event; true when it was one. */
function pass(text) {
  const fields = {};
  for (const line of text.split("\n")) {
    const colon = line.indexOf(": ");
    if (colon > 0) fields[line.slice(0, colon)] = line.slice(colon + 2);
  }
  if (!fields.event || !fields.data) return false;
  tell("live", { event: fields.event, data: JSON.parse(fields.data) });
  return true;
}

function pauseFor(time, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, time);
    function done() {
      clearTimeout(timer);
      removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    }
    addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}
