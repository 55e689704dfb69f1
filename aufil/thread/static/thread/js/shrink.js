// A photo made light enough for a poor network: as large as a page of text needs to be read, 200 KB at most, upright,
// without what the camera wrote in it. Done in a worker of its own where there is one, so that the page never stops;
// the same file is both.

const SIDE_MOST = 1600; // px: a sheet of A4 is then read as from a fax of fine quality, 137 points an inch
const BYTES_MOST = 200000;
const BYTES_AIM = 185000;
// What it is written as, the best first; Safari writes no WebP. `first` is as good as is ever needed, below `least`
// letters fray: then the picture is made smaller.
const KINDS = [
  { type: "image/webp", first: 0.6, least: 0.3 },
  { type: "image/jpeg", first: 0.75, least: 0.4 },
];
const TRIES = 3;
const PREVIEW_SIDE = 40; // px
const PREVIEW_QUALITY = 0.4;
const PREVIEW_BYTES = 1500;
const KNOWN = ["image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"]; // what the server reads

/**
 * `{blob, width, height, preview}` of an image file, to be sent. `whole`: as it is. What this browser cannot decode
 * (HEIC, mostly) leaves as it is too, without size nor preview: the server decodes it.
 */
export async function shrink(file, whole) {
  const size = await sizeOf(file);
  const plain = { blob: file, width: null, height: null, preview: "" };
  if (!size) return plain;
  const asked = { file, whole, ...size };
  const made = await inWorker(asked).catch(() => inPage(asked)).catch(() => null);
  if (!made) return { ...plain, ...size };
  const preview = made.preview ? btoa(String.fromCharCode(...made.preview)) : "";
  return made.blob ? { ...made, preview } : { ...plain, ...size, preview };
}

/** `{width, height}` as one sees it, or null for what is no image here. Only its head is read. */
function sizeOf(file) {
  const url = URL.createObjectURL(file);
  const image = new Image();
  return new Promise((resolve) => {
    image.onload = () => resolve(image.naturalWidth ? { width: image.naturalWidth, height: image.naturalHeight } : null);
    image.onerror = () => resolve(null);
    image.src = url;
  }).finally(() => URL.revokeObjectURL(url));
}

function inWorker(asked) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(import.meta.url, { type: "module" });
    const end = (settle) => (event) => {
      worker.terminate();
      settle(event.data);
    };
    worker.onerror = end(reject);
    worker.onmessage = ({ data }) => (data ? end(resolve)({ data }) : end(reject)({}));
    worker.postMessage(asked);
  });
}

/** Where there is no such worker: on the page, with an image element, which also needs less memory. */
async function inPage(asked) {
  const url = URL.createObjectURL(asked.file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return await made(image, asked);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** `{blob, width, height, preview}` made from a drawable; `blob` null when the file is better left as it is. */
async function made(drawable, { file, whole, width, height }) {
  let canvas = drawn(drawable, width, height, SIDE_MOST);
  const preview = await previewOf(canvas);
  const known = KNOWN.includes(file.type);
  if (known && (whole || file.size <= BYTES_MOST)) return { blob: null, preview };
  for (let side = SIDE_MOST; ; side *= 0.8) {
    if (side < SIDE_MOST) canvas = drawn(drawable, width, height, side);
    const blob = await lightest(canvas);
    if (blob.size > BYTES_MOST && side > SIDE_MOST / 3) continue;
    if (known && blob.size >= file.size) return { blob: null, preview };
    return { blob, width: canvas.width, height: canvas.height, preview };
  }
}

/** The best picture of at most `BYTES_MOST`, else the lightest that is still legible. */
async function lightest(canvas) {
  let kind = KINDS[0];
  let blob = await encoded(canvas, kind.type, kind.first);
  if (!blob) {
    kind = KINDS[1];
    blob = await encoded(canvas, kind.type, kind.first);
  }
  let best = blob;
  let quality = kind.first;
  for (let tries = 1; tries < TRIES && best.size > BYTES_MOST && quality > kind.least; tries += 1) {
    // Bytes grow a little slower than quality does; the last try is the least.
    const guess = tries < TRIES - 1 ? quality * ((BYTES_AIM / blob.size) ** 1.5) : 0;
    quality = Math.max(kind.least, guess);
    blob = await encoded(canvas, kind.type, quality);
    if (blob.size < best.size) best = blob;
  }
  return best;
}

/** At most `side` px long, never larger than it is; on white, for JPEG knows no transparency. */
function drawn(drawable, width, height, side) {
  const scale = Math.min(1, side / Math.max(width, height));
  const canvas = newCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(drawable, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function newCanvas(width, height) {
  if (typeof document === "undefined") return new OffscreenCanvas(width, height);
  return Object.assign(document.createElement("canvas"), { width, height });
}

/** A canvas as a picture of this type, or null where it cannot be written. */
async function encoded(canvas, type, quality) {
  const blob = canvas.convertToBlob
    ? await canvas.convertToBlob({ type, quality })
    : await new Promise((resolve) => canvas.toBlob(resolve, type, quality));
  return blob && blob.type === type ? blob : null;
}

/** The bytes of a tiny picture for the place it takes while it is on its way; null when none is small enough. */
async function previewOf(canvas) {
  for (const side of [PREVIEW_SIDE, PREVIEW_SIDE / 2]) {
    const tiny = drawn(canvas, canvas.width, canvas.height, side);
    for (const { type } of KINDS) {
      const blob = await encoded(tiny, type, PREVIEW_QUALITY);
      if (!blob) continue;
      const bytes = withoutNotes(new Uint8Array(await blob.arrayBuffer()));
      if (bytes.length <= PREVIEW_BYTES) return bytes;
    }
  }
  return null;
}

/** A JPEG without its segments of notes: Safari writes an empty EXIF, which nobody may send. */
function withoutNotes(bytes) {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return bytes;
  const kept = [0xff, 0xd8];
  let at = 2;
  while (bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    const end = at + 2 + bytes[at + 2] * 256 + bytes[at + 3];
    if (bytes[at + 1] < 0xe1 || bytes[at + 1] > 0xef) kept.push(...bytes.subarray(at, end));
    at = end;
  }
  return new Uint8Array([...kept, ...bytes.subarray(at)]);
}

if (typeof document === "undefined") {
  self.onmessage = async ({ data }) => {
    try {
      const bitmap = await createImageBitmap(data.file);
      // A browser that leaves it lying on its side does not honour what the camera says: the page does.
      if (bitmap.width !== data.width || bitmap.height !== data.height) throw new Error("not upright");
      self.postMessage(await made(bitmap, data));
    } catch (error) {
      self.postMessage(null);
    }
  };
}
