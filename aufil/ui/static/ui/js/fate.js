// What becomes of a record of the outbox: when it is sent, after a verdict. Nothing here touches the store.

const DELAY_FIRST = 2000; // ms before the second try
const DELAY_MOST = 300000;
export const OLD = 72 * 3600 * 1000; // ms after which the person is asked whether to send
const BATCH_MOST = 50;
const FILE_LENGTH = 2200; // characters that announce a file, its preview included
const BATCH_LENGTH = 16000; // characters: a slow network must carry a batch well within the patience of a call

/** Will this record never leave? Its text stays to be copied. */
export function isOver(record) {
  return record.state === "ended" || record.state === "revoked";
}

/** Does this record still wait to say something? A sign says nothing that anybody waits for. */
export function counts(record) {
  return !isOver(record) && record.op !== "react";
}

/** Is this one for the person to decide on, and does it block those behind it? */
export function isBlocked(record) {
  return record.state === "refused" || record.state === "held";
}

/** Was it written so long ago that the person must say whether it still stands? */
export function isOld(record, now) {
  return record.born === "post" && record.op !== "delete" && !record.confirmed && now - record.written_at > OLD;
}

/** May it travel with others in one request? */
function isPlain(record) {
  return record.op === "post" && !record.revised && !record.solo;
}

/** The records at the head of a lane that leave together: one, or several plain ones. */
export function headOf(lane, now) {
  const [first] = lane;
  if (!isPlain(first)) return [first];
  const head = [];
  let length = 0;
  for (const record of lane) {
    length += record.text.length + (record.files || []).length * FILE_LENGTH;
    const fits = head.length < BATCH_MOST && length <= BATCH_LENGTH;
    if (head.length && (!fits || !isPlain(record) || isBlocked(record) || isOld(record, now))) break;
    head.push(record);
  }
  return head;
}

/** Milliseconds before the next try: twice as long each time, never the same for two phones. */
export function backoff(tries) {
  return Math.min(DELAY_MOST, DELAY_FIRST * 2 ** Math.min(tries - 1, 10)) * (0.5 + Math.random());
}

/**
 * `record` as it must be kept after the verdict on `sent` (the record as it was when it left), or null when it
 * is done with. The person may have changed or withdrawn it in the meantime.
 */
export function afterVerdict(record, sent, verdict) {
  const changed = record.op !== sent.op || record.text !== sent.text;
  if (verdict.kind === "accepted") return changed ? again(record, { known: true }) : null;
  if (isOver(record)) return record;
  if (verdict.kind === "mend" || verdict.kind === "end") return afterRefusal(record, sent, verdict, changed);
  if (verdict.kind === "apart") return again(record, { solo: true });
  if (verdict.kind === "untried") return again(record, changed ? {} : { sent: sent.sent });
  const tries = record.tries + 1;
  const asked = verdict.after ? Date.now() + verdict.after * 1000 * (1 + Math.random() / 10) : 0;
  return Object.assign(record, { state: "waiting", tries, next_at: Date.now() + backoff(tries), not_before: asked });
}

function again(record, more) {
  return Object.assign(record, { state: "waiting", tries: 0, next_at: 0, problem: null }, more);
}

function afterRefusal(record, sent, verdict, changed) {
  const { status } = verdict.problem;
  if (record.op === "react") return null; // what it stood on is gone: nobody need decide anything
  if (record.op === "delete") {
    if (!record.known || (sent.op === "delete" && status !== 403)) return null; // it is not there: done
    if (sent.op !== "delete") return again(record);
  }
  if (!record.known && record.op === "edit" && (changed || status === 404)) {
    return again(record, { op: "post", sent: false, revised: true }); // it never arrived: the new text is posted
  }
  if (sent.revised && status === 409) return again(record, { op: "edit", known: true }); // it had, after all
  const state = verdict.kind === "mend" && record.op !== "delete" ? "refused" : "ended";
  return Object.assign(record, { state, problem: verdict.problem, sent: false });
}
