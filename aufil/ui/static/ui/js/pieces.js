// One file on its way, piece by piece, by tus-js-client (`vendor/tus.js`, as `self.tus`) over `fetch`, so that pages
// and the service worker send alike. What an answer means is in `docs/outbox.md`, and tested line by line.

import { ourProblem } from "./call.js";
import { fact } from "./store.js";

const PIECE_PATIENCE = 90000; // ms for one piece
const PIECE_FIRST = 32 * 1024;
const PIECE_MOST = 256 * 1024;
const PIECE_TIME = 2500; // ms that a piece should take: what a cut costs at most
const WANTS_NONE = [400, 403, 404, 410, 412, 413, 415, 422];

/**
 * Send what the server lacks of `blob`, and answer what became of it: `{kind}`, one of
 *
 *   done     the server has every byte             again   it has another number of them: ask it how many
 *   wait     no proof of anything (`after`, s)     asked   401: the person must sign in, or the device is revoked
 *   end      the server wants none of it (`problem`)
 *
 * `moved(offset)` is called whenever the server is known to have that many.
 */
export function sendPieces(upload, blob, moved) {
  return new Promise((resolve) => {
    const job = new self.tus.Upload(blob, {
      uploadUrl: new URL("/api/v1/uploads/" + upload.id, self.location.href).href,
      chunkSize: PIECE_FIRST,
      retryDelays: null,
      storeFingerprintForResuming: false,
      headers: { Accept: "application/json", "X-Requested-With": "aufil", "Aufil-Person": upload.author },
      httpStack: {
        createRequest: (method, url) => new PieceRequest(method, url, (pace) => { job.options.chunkSize = pieceFor(pace); }),
        getName: () => "fetch",
      },
      // Asked before each piece: another person may have signed in.
      onBeforeRequest: async () => { if ((await fact("person")) !== upload.author) throw new Error("not theirs"); },
      onProgress: moved,
      onSuccess: () => resolve({ kind: "done" }),
      onError: (error) => resolve(becomes(error.originalResponse)),
    });
    job.start();
  });
}

/** A piece that takes about `PIECE_TIME` at this pace (bytes a ms). */
function pieceFor(pace) {
  return Math.round(Math.min(PIECE_MOST, Math.max(PIECE_FIRST, pace * PIECE_TIME)));
}

function becomes(answer) {
  if (!answer) return { kind: "wait" };
  const status = answer.getStatus();
  const after = Math.min(3600, Number(answer.getHeader("Retry-After")) || 0);
  if (!answer.isOurs()) return { kind: "wait", after };
  if (status === 401) return { kind: "asked" };
  if (status === 409) return { kind: "again" };
  if (WANTS_NONE.includes(status)) return { kind: "end", problem: answer.problem || { status, title: "" } };
  return { kind: "wait", after };
}

/** A request as tus-js-client wants them. `paced(bytes a ms)` is told how fast a piece went. */
class PieceRequest {
  constructor(method, url, paced) {
    Object.assign(this, { method, url, paced, headers: {}, controller: new AbortController() });
  }

  getMethod() { return this.method; }

  getURL() { return this.url; }

  setHeader(name, value) { this.headers[name] = value; }

  getHeader(name) { return this.headers[name]; }

  setProgressHandler() { /* `fetch` tells nothing before the answer */ }

  async send(body = null) {
    const timer = setTimeout(() => this.abort(), PIECE_PATIENCE);
    const began = Date.now();
    try {
      const { method, headers, controller: { signal } } = this;
      const asked = { method, headers, body, signal, redirect: "manual", cache: "no-store", credentials: "same-origin" };
      const response = await fetch(this.url, asked);
      const answer = new PieceAnswer(response, await response.text());
      if (response.ok && !answer.isOurs()) throw new Error("somebody else answered");
      if (response.ok && body) this.paced(body.size / Math.max(1, Date.now() - began));
      return answer;
    } finally {
      clearTimeout(timer);
    }
  }

  abort() {
    this.controller.abort();
    return Promise.resolve();
  }

  getUnderlyingObject() { return null; }
}

/** An answer as tus-js-client wants them, which knows whether our own server gave it. */
class PieceAnswer {
  constructor(response, text) {
    this.response = response;
    this.text = text;
    this.media = (response.headers.get("Content-Type") || "").split(";")[0].trim().toLowerCase();
    this.problem = null;
    if (this.media === "application/problem+json" && text) {
      try { this.problem = ourProblem(JSON.parse(text)); } catch (error) { /* cut, or not ours */ }
    }
  }

  /** What is good says how far it is; what is not is our own document, of which HEAD brings the type alone. */
  isOurs() {
    if (this.response.ok) return /^\d+$/.test(this.getHeader("Upload-Offset") || "");
    return Boolean(this.problem) || (!this.text && this.media === "application/problem+json");
  }

  getStatus() { return this.response.status; }

  getHeader(name) { return this.response.headers.get(name); }

  getBody() { return this.text; }

  getUnderlyingObject() { return null; }
}
