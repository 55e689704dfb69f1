// A rehearsal without a room, by telephone or in the office: both pages ask where it is every few seconds.

import { call } from "../../ui/js/call.js";
import { part } from "../../ui/js/elements.js";
import { openRehearsal } from "./rehearsing.js";

const EVERY = 3000; // ms

function openAlone(panel) {
  const { person } = document.body.dataset;
  const rehearsal = openRehearsal(panel, (method, path, body) => call(method, path, { body, person }));
  setInterval(async () => {
    if (document.visibilityState !== "visible") return;
    await rehearsal.refresh();
    if (rehearsal.isOver()) location.reload();
  }, EVERY);
}

openAlone(part(document, "play"));
