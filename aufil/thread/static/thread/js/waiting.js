// Files whose bytes are still on this phone, on the thread: seen from here, whether their entry has left or not.

import { button, element, part } from "../../ui/js/elements.js";
import { say } from "../../ui/js/texts.js";
import { bytesOf, forgetUpload, uploadsOf } from "../../ui/js/uploads.js";
import { showFiles } from "./filed.js";
import { lineOf } from "./view.js";

const SHOWN_AS = { photos: "photo", file: "document", voice: "voice", video: "video" };
const addresses = new Map(); // file → the blob: address of its bytes

/** What an entry carries, in words: « 3 photos », « Message vocal, 0:32 », a file's name. */
export function labelOf(kind, files) {
  const [{ name, milliseconds }] = files;
  if (files.length > 1) return say("label_" + kind + "_many", { n: files.length });
  if (kind === "file" && name) return name;
  const seconds = Math.round((milliseconds || 0) / 1000);
  const length = seconds ? ", " + Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0") : "";
  return say("label_" + kind) + length;
}

/** Draw the files of this thread that are still here; what is no longer shown is let go of. */
export async function showOwnFiles(view) {
  const uploads = (await uploadsOf(view.me)).filter(({ lane }) => lane === view.thread);
  for (const record of view.records.values()) {
    const line = record.files && lineOf(record.id);
    if (line && !line.dataset.seq && !line.dataset.label) await drawWaitingFiles(view, line, record);
  }
  for (const { id } of uploads) await showOwnPicture(view, id);
  for (const upload of uploads) if (upload.state === "ended") sayEnded(view, upload);
  for (const [id, address] of addresses) {
    if (document.querySelector('img[src="' + address + '"]')) continue;
    URL.revokeObjectURL(address);
    addresses.delete(id);
  }
}

async function drawWaitingFiles(view, line, record) {
  line.dataset.label = record.label;
  const files = record.files.map((file) => ({
    ...file,
    kind: SHOWN_AS[record.kind],
    title: labelOf(record.kind, [file]),
    state: "expected",
    says: say("file_waits"),
    versions: {},
  }));
  await showFiles(view, line, files, { mine: true, name: "", label: record.label, time: part(line, "time").textContent });
}

/** The true picture in place of its preview. */
async function showOwnPicture(view, id) {
  const picture = view.list.querySelector('[data-file="' + id + '"][data-is=expected] img');
  if (!picture || picture.src.startsWith("blob:")) return;
  if (!addresses.has(id)) {
    const blob = await bytesOf(id);
    if (!blob) return;
    addresses.set(id, URL.createObjectURL(blob));
  }
  const preview = picture.src;
  picture.onerror = () => { picture.src = preview; }; // a kind of picture this browser cannot show
  picture.onload = () => { if (picture.src.startsWith("blob:")) picture.style.filter = "none"; };
  picture.src = addresses.get(id);
}

/** The server wants none of it, or the browser lost its bytes: the person decides. */
function sayEnded(view, upload) {
  const line = lineOf(upload.entry);
  if (!line || line.dataset.ended === upload.id) return;
  if (line.classList.contains("entry--deleted")) {
    forgetUpload(upload.id);
    return;
  }
  line.dataset.ended = upload.id;
  const place = part(line, "problem");
  const again = element("a", "button button--small", say("file_again"));
  again.href = "/fil/" + view.thread + "/fichiers/" + upload.id + "/renvoyer/";
  const away = button(say("forget"), async () => {
    await forgetUpload(upload.id);
    place.hidden = true;
    delete line.dataset.ended;
  });
  place.textContent = say(upload.problem ? "file_refused" : "file_lost");
  place.append(" ", again, away);
  place.hidden = false;
}
