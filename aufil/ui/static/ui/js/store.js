// What the phone keeps, in IndexedDB. The same for pages and for the service worker.
//
//   outbox   entries not yet accepted, in the order they were written (key `n`)
//   uploads  how far each file has come whose bytes are here, by its id; `bytes` are these bytes
//   entries  the last entries read of each thread, as the API shapes them
//   facts    small things by name: who is signed in, the server's clock, what was announced

let opening = null;

function openBase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("aufil", 2);
    request.onupgradeneeded = ({ oldVersion }) => {
      const base = request.result;
      base.createObjectStore("uploads", { keyPath: "id" }).createIndex("entry", "entry");
      base.createObjectStore("bytes");
      if (oldVersion) return; // what waits since before bytes were kept stays where it is
      const outbox = base.createObjectStore("outbox", { keyPath: "n", autoIncrement: true });
      outbox.createIndex("id", "id", { unique: true });
      outbox.createIndex("lane", "lane");
      base.createObjectStore("entries", { keyPath: "id" }).createIndex("place", ["thread", "seq"]);
      base.createObjectStore("facts");
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => forgetBase(request.result);
      request.result.onclose = () => forgetBase(request.result);
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
}

function forgetBase(base) {
  base.close();
  opening = null;
}

/** Does this browser keep anything? Some do not in private mode. */
export function keepsThings() {
  return openStore().then(() => true, () => false);
}

function openStore() {
  if (!opening) {
    opening = new Promise((resolve) => resolve(openBase()));
    opening.catch(() => { opening = null; });
  }
  return opening;
}

/**
 * Run `work(transaction)` and answer its result once it is on the disk; what it throws undoes all of it.
 * Nothing but requests of this transaction may be awaited inside.
 */
export async function within(names, mode, work) {
  const transaction = await begin(names, mode);
  const written = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error || new Error("aborted"));
  });
  let result;
  try {
    result = await work(transaction);
  } catch (error) {
    written.catch(() => {});
    try { transaction.abort(); } catch (ended) { /* it had ended by itself */ }
    throw error;
  }
  await written;
  return result;
}

async function begin(names, mode) {
  // "strict": an entry said to be kept must survive a battery that dies.
  const options = { durability: names.includes("outbox") ? "strict" : "relaxed" };
  try {
    return (await openStore()).transaction(names, mode, options);
  } catch (error) {
    opening = null; // a phone that slept may have closed the base behind our back
    return (await openStore()).transaction(names, mode, options);
  }
}

/** The result of one request. */
export function answerOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** A fact by name, or undefined. */
export function fact(name) {
  return within(["facts"], "readonly", (tx) => answerOf(tx.objectStore("facts").get(name)));
}

export function setFact(name, value) {
  return within(["facts"], "readwrite", (tx) => answerOf(tx.objectStore("facts").put(value, name)));
}
