// The page of a list: a file can be dropped on it, and what is under way moves by itself.

import { part } from "../../ui/js/elements.js";

const EVERY = 1000; // ms
const SLOWER = 5000; // ms, when the network did not answer

function startDrop(form) {
  const input = form.querySelector("input[type=file]");
  part(form, "drop-hint").hidden = false;
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("drop--over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("drop--over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("drop--over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.focus();
  });
}

async function follow(progress) {
  const bar = part(progress, "progress-bar");
  const count = part(progress, "progress-count");
  for (;;) {
    const said = await fetch(progress.dataset.address, { credentials: "same-origin", cache: "no-store" })
      .then((response) => (response.ok ? response.json() : null), () => null);
    if (said && said.state !== progress.dataset.state) {
      location.reload();
      return;
    }
    if (said) {
      bar.value = said.handled;
      count.textContent = said.handled;
    }
    await new Promise((resolve) => setTimeout(resolve, said ? EVERY : SLOWER));
  }
}

function startList() {
  const form = part(document, "drop");
  if (form) startDrop(form);
  const progress = part(document, "progress");
  if (progress) follow(progress);
}

startList();
