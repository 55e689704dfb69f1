// From what is measured to what is sent: the same steps as `video/ladder.py`, over the same table.

/** A place on the ladder, as one begins. */
export function firstPlace(table, rung) {
  return { rung, worse: 0, better: 0, upAfter: table.up_after, climbed: 0 };
}

function bears(measure, rung, headroom = 1) {
  const enough = measure.rate === null || measure.rate >= rung.needs * headroom;
  return enough && measure.loss * headroom <= rung.loss && measure.roundTrip * headroom <= rung.round_trip;
}

/** The highest rung the network bears; the last, if none. */
export function bestFor(table, measure) {
  const found = table.rungs.findIndex((rung) => bears(measure, rung));
  return found < 0 ? table.rungs.length - 1 : found;
}

/** Where to stand after one more measure; `top`: the highest rung wanted. */
export function climb(table, place, measure, top = 0) {
  if (place.rung < top) return firstPlace(table, top);
  const wanted = Math.max(bestFor(table, measure), top);
  if (wanted > place.rung) {
    const worse = place.worse + 1;
    if (worse < table.down_after && wanted - place.rung < table.fall) return { ...place, worse, better: 0 };
    const patience = place.climbed ? Math.min(place.upAfter * 2, table.up_most) : place.upAfter;
    return { ...firstPlace(table, wanted), upAfter: patience };
  }
  const upAfter = place.climbed === 1 ? table.up_after : place.upAfter;
  const now = { ...place, worse: 0, climbed: Math.max(place.climbed - 1, 0), upAfter };
  if (now.rung === top || !bears(measure, table.rungs[now.rung - 1], table.headroom)) return { ...now, better: 0 };
  if (now.better + 1 < now.upAfter) return { ...now, better: now.better + 1 };
  return { ...firstPlace(table, now.rung - 1), upAfter: now.upAfter, climbed: table.up_after * 2 };
}

/** One word for the connection. */
export function wordFor(table, measure) {
  if (measure.loss >= 0.5) return "lost";
  return ["good", "good", "fair", "fair", "poor"][bestFor(table, measure)];
}
