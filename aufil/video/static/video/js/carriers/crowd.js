// Whose picture is shown in a room of many: pure. Everybody is heard; a few are seen.

export const SEATS = { phone: 4, desk: 9 };
const LOSS = 0.08; // beyond, twice in a row: half as many pictures
const CALM = 5; // measures without much loss before one more
const LOUD = 0.01; // of 1
const STEADY = 2; // looks in a row somebody must be loud in: a cough is no speech

/** Who was heard when: `last` (a look's number) and how long they are loud by now, by number. */
export function listened(heard, levels, look) {
  const next = new Map();
  for (const [number, level] of levels) {
    const before = heard.get(number) || { last: 0, loud: 0 };
    const loud = level > LOUD ? before.loud + 1 : 0;
    next.set(number, { last: loud >= STEADY ? look : before.last, loud });
  }
  return next;
}

/** Those to be seen, at most so many: who spoke last first; who never spoke, in the order given. */
export function toBeSeen(numbers, heard, most) {
  const last = (number) => (heard.has(number) ? heard.get(number).last : 0);
  const ordered = numbers.map((number, place) => ({ number, place, last: last(number) }));
  ordered.sort((a, b) => b.last - a.last || a.place - b.place);
  return ordered.slice(0, Math.max(most, 0)).map(({ number }) => number);
}

/** How many pictures this network bears, after one more measure: `{ most, bad, good }`. */
export function seats({ most, bad, good }, loss, top) {
  if (loss > LOSS) {
    if (bad + 1 < 2) return { most, bad: bad + 1, good: 0 };
    return { most: Math.floor(most / 2), bad: 0, good: 0 };
  }
  if (loss > LOSS / 2 || most >= top) return { most: Math.min(most, top), bad: 0, good: 0 };
  return good + 1 < CALM ? { most, bad: 0, good: good + 1 } : { most: most + 1, bad: 0, good: 0 };
}
