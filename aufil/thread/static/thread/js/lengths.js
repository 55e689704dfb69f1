// How long something lasts, as one writes it.

/** « 0:42 » of a number of milliseconds. */
export function lengthText(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
}
