// The team's notes and calls among the entries they belong to, also when older entries come.

const MOST = 200;

export function startNotes() {
  const root = document.querySelector('[data-role="thread"][data-notes]');
  const list = root && root.querySelector('[data-role="entries"]');
  if (!list) return;
  let notes = [];
  const placeAll = () => {
    for (const note of notes) placeNote(list, note);
  };
  fetch("/api/v1/threads/" + root.dataset.notes + "/entries?limit=" + MOST, { headers: { "X-Requested-With": "aufil" } })
    .then((response) => (response.ok ? response.json() : { results: [] }))
    .then(({ results }) => {
      notes = results.filter(({ deleted_at }) => !deleted_at);
      placeAll();
      new MutationObserver(placeAll).observe(list, { childList: true });
    })
    .catch(() => {}); // no network: those the server wrote in the page are there
}

/** Put a note after the last entry made before it; one older than all that is shown waits. */
function placeNote(list, note) {
  if (list.querySelector('[data-note-id="' + note.id + '"]')) return;
  const entries = Array.from(list.querySelectorAll('[data-role="entry"][data-at]'));
  const at = new Date(note.created_at);
  const before = entries.filter((line) => new Date(line.dataset.at) <= at).pop();
  if (before) before.after(drawn(note));
}

function drawn(note) {
  const model = document.getElementById(note.kind === "call" ? "call-template" : "note-template");
  const line = model.content.firstElementChild.cloneNode(true);
  line.dataset.noteId = note.id;
  line.dataset.at = note.created_at;
  line.querySelector('[data-role="author"]').textContent = note.author.name;
  line.querySelector('[data-role="text"]').textContent = note.text;
  const time = line.querySelector('[data-role="time"]');
  time.dateTime = note.created_at;
  time.textContent = new Date(note.created_at).toLocaleTimeString("fr", { hour: "numeric", minute: "2-digit" }).replace(":", "\u202fh\u202f");
  return line;
}
