// How heavy something is, as one says it; the server says the same (`ui/texts.py`).

const KILO = 1024;

/** « 180 Ko », « 3,2 Mo » of a number of bytes. */
export function sizeText(bytes) {
  const kilo = Math.max(1, Math.round(bytes / KILO));
  if (kilo < KILO) return kilo + "\u202fKo";
  return (bytes / KILO / KILO).toLocaleString("fr", { maximumFractionDigits: bytes < 10 * KILO * KILO ? 1 : 0 }) + "\u202fMo";
}
