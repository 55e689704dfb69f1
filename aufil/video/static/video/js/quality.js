// How the network is, every two seconds, and what is sent over it: sound before picture.

import { bestFor, climb, firstPlace, wordFor } from "./ladder.js";

const SMALLER = 1; // where a camera that is turned on begins, if the network bears it
const SETTLES = 2; // measures after a step, until the browser's estimate has followed what is sent
const PROVES = 1.3; // an estimate so far above what is sent says nothing of a limit: nobody has tried more

/**
 * `measure()` asks the carrier, `wants()` says whether a picture should be sent at all, `act({mode, word, measure,
 * audio, video})` is told after each measure.
 */
export function watchQuality(table, { measure, wants, act }) {
  const soundOnly = table.rungs.findIndex((rung) => rung.picture === 0);
  let place = firstPlace(table, soundOnly);
  let wanted = false;
  let last = null;
  let since = 0; // measures on this rung
  let stopped = false;
  let timer = 0;

  function limits() {
    const rung = table.rungs[place.rung];
    const video = rung.picture ? { width: rung.width, rate: rung.frames, bitrate: rung.picture * 1000 } : null;
    return { mode: rung.mode, audio: { bitrate: rung.sound * 1000, packet: rung.packet }, video };
  }

  function tellAll() {
    act({ ...limits(), word: last ? wordFor(table, last) : "", measure: last });
  }

  /** Turned on, a camera does not wait for five good measures. */
  function follow() {
    if (wants() === wanted) return;
    wanted = wants();
    since = 0;
    const bearable = last ? bestFor(table, last) : SMALLER;
    place = firstPlace(table, wanted ? Math.max(bearable, SMALLER) : Math.max(place.rung, soundOnly));
    tellAll();
  }

  async function look() {
    const seen = await measure().catch(() => null);
    if (stopped) return;
    if (seen) {
      const needs = table.rungs[place.rung].needs;
      const tried = since >= SETTLES && seen.rate !== null && seen.rate < needs * PROVES;
      last = { ...seen, rate: tried ? seen.rate : null };
      const stood = place.rung;
      place = climb(table, place, last, wanted ? 0 : soundOnly);
      since = place.rung === stood ? since + 1 : 0;
      tellAll();
    }
    timer = setTimeout(look, table.every * 1000);
  }

  timer = setTimeout(look, table.every * 1000);
  return { follow, limits, stop() { stopped = true; clearTimeout(timer); } };
}
