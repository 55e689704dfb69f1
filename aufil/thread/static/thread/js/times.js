// Times and days as people say them, in the zone of the structure, as `ui/texts.py` writes them.

import { say } from "../../ui/js/texts.js";

const formats = new Map(); // format objects are dear to make
const NNBSP = "\u202f";

function format(name, options) {
  if (!formats.has(name)) {
    const zone = say("zone") || undefined;
    formats.set(name, new Intl.DateTimeFormat("fr-FR", { ...options, timeZone: zone }));
  }
  return formats.get(name);
}

function parts(name, options, at) {
  const found = {};
  for (const { type, value } of format(name, options).formatToParts(at)) found[type] = value;
  return found;
}

/** The local date, `2026-11-22`. */
export function dayOf(at) {
  const { year, month, day } = parts("date", { year: "numeric", month: "2-digit", day: "2-digit" }, at);
  return year + "-" + month + "-" + day;
}

/** `14 h 30`, `9 h` on the hour. */
export function clockOf(at) {
  const { hour, minute } = parts("clock", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, at);
  return Number(hour) + NNBSP + "h" + (minute === "00" ? "" : NNBSP + minute);
}

/** `aujourd’hui`, `hier`, `mardi 24 novembre`; the year when it is far. */
export function dayName(at, now = new Date()) {
  const key = dayOf(at);
  if (key === dayOf(now)) return say("today");
  if (key === dayOf(new Date(now.getTime() - 86400000))) return say("yesterday");
  const { weekday, day, month, year } = parts(
    "day", { weekday: "long", day: "numeric", month: "long", year: "numeric" }, at);
  const number = day === "1" ? say("first") : day;
  return [weekday, number, month].join(" ") + (Math.abs(now - at) < 300 * 86400000 ? "" : " " + year);
}

/** When it was written, for an entry that arrived later: `écrit à 7 h 10`, `écrit hier à 7 h 10`. */
export function writtenText(written, created) {
  const time = clockOf(written);
  if (dayOf(written) === dayOf(created)) return say("written_at", { time });
  return say("written_on", { day: dayName(written), time });
}
