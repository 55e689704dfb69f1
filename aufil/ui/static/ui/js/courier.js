// Carries the outbox to the server: lane by lane, in order, one sender per lane in the whole browser. The same in
// pages and in the service worker.

import { call, ourProblem } from "./call.js";
import { tell } from "./hub.js";
import { alone } from "./lock.js";
import { announced, claim, countWaiting, noteAnnounced, recordsOf, settle } from "./lanes.js";
import { serverTime } from "./servertime.js";
import { fact } from "./store.js";
import { verdictOf } from "./verdict.js";

const lanesAtWork = new Map(); // lane → {again, done}

/**
 * Send what can be sent now. Answers the time (ms) of the next try, or 0 when nothing waits for one. Whoever the
 * phone says is signed in is the only author whose entries leave.
 */
export async function deliver() {
  const author = await fact("person");
  if (!author || navigator.onLine === false) return 0;
  const records = await recordsOf(author);
  const lanes = new Set(records.map((record) => record.lane));
  const later = await Promise.all([...lanes].map((lane) => workOn(lane)));
  if (lanes.size || (await announced(author))) await announce(author);
  return Math.min(...later.filter(Boolean), Infinity) % Infinity || 0;
}

/** Work on a lane once at a time here; what is asked meanwhile makes it look again. */
function workOn(lane) {
  const atWork = lanesAtWork.get(lane);
  if (atWork) {
    atWork.again = true;
    return atWork.done;
  }
  const work = { again: false, done: null };
  work.done = (async () => {
    try {
      let later;
      do {
        work.again = false;
        later = await alone("aufil-lane-" + lane, () => empty(lane));
      } while (work.again);
      return later;
    } finally {
      lanesAtWork.delete(lane);
    }
  })();
  lanesAtWork.set(lane, work);
  return work.done;
}

/** Send the entries of a lane one after another, until none may leave; the time of the next try, or 0. */
async function empty(lane) {
  for (;;) {
    const author = await fact("person"); // asked each time: another person may have signed in
    if (!author) return 0;
    const { records, after, later } = await claim(lane, author);
    if (!records) return later || 0;
    const verdicts = await (records.length === 1 ? sendOne(records[0], after) : sendTogether(records, after));
    await conclude(author, records, verdicts);
  }
}

async function conclude(author, records, verdicts) {
  for (const verdict of verdicts) if (verdict.kind === "accepted") tell("entry", verdict.entry);
  await settle(records.map((record, i) => [record, verdicts[i]]));
  const kinds = verdicts.map((verdict) => verdict.kind);
  if (kinds.includes("sign-in")) tell("sign-in");
  else tell("network", kinds[0] !== "wait");
}

/** One record by itself; a list of one verdict. */
async function sendOne(record, after) {
  const to = { person: record.author, waiting: after };
  const id = record.of || record.id;
  const address = record.url + "/" + id;
  let answer;
  if (record.op === "react") answer = await call(record.text ? "PUT" : "DELETE", address + "/reactions/" + encodeURIComponent(record.sign), to);
  else if (record.op === "delete") answer = await call("DELETE", address, to);
  else if (record.op === "edit") answer = await call("PATCH", address, { ...to, body: { text: record.text } });
  else answer = await call("POST", record.url, { ...to, body: await bodyOf(record) });
  await noteTold(record.author, after, answer);
  return [verdictOf(answer, id)];
}

/** Several in one request. Only a whole and well-formed list of results says anything about any of them. */
async function sendTogether(records, after) {
  const author = records[0].author;
  const body = await Promise.all(records.map(bodyOf));
  const answer = await call("POST", records[0].url + "/batch", { person: author, waiting: after, body });
  await noteTold(author, after, answer);
  const results = answer.status === 200 && answer.media === "application/json" && answer.body && answer.body.results;
  if (Array.isArray(results) && results.length === records.length) {
    return results.map((item, i) => {
      return item.status === 424 ? { kind: "untried" } : verdictOf(answerOfItem(item), records[i].id);
    });
  }
  const whole = answer.status === 200 ? { kind: "wait" } : verdictOf(answer, "");
  // Refused as a whole: it says nothing of each, so each asks for itself.
  const refused = whole.kind === "mend" || whole.kind === "end";
  return records.map(() => (refused ? { kind: "apart" } : whole));
}

/** An item of a batch as if it had been answered alone. */
function answerOfItem({ status, entry, problem }) {
  return { status, media: entry ? "application/json" : "", body: entry, problem: ourProblem(problem), retryAfter: 0 };
}

async function bodyOf({ id, text, kind, files, mentions, marks, reply_to, written_at }) {
  const body = { ...marks, id, text, mentions, reply_to: reply_to || null, written_at: await serverTime(written_at) };
  return files ? { ...body, kind, files } : body;
}

/** Remember what the server now believes this phone keeps, if it was the server that answered. */
async function noteTold(author, count, answer) {
  if (answer.problem || answer.media === "application/json") await noteAnnounced(author, count);
}

/** Tell the server how many entries wait here, when it believes otherwise. */
async function announce(author) {
  const waiting = await countWaiting(author);
  if (waiting === (await announced(author))) return;
  const answer = await call("POST", "/api/v1/outbox", { person: author, body: { waiting } });
  if (answer.status === 204) await noteAnnounced(author, waiting);
}
