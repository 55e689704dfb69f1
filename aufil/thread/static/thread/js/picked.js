// What one picked, made ready to be sent: photos shrunk, everything read once, so that it is kept as it was then.

const MOST = 20 * 1024 * 1024; // bytes, as the server takes them
const HEIC = /\.hei[cf]$/i; // some browsers give these no type

export function isPhoto(file) {
  return (file.type.startsWith("image/") && !file.type.includes("svg")) || HEIC.test(file.name);
}

/** `{blob, name, width, height, preview}` of a file, or `{refused}`: the sentence that says why it cannot be sent. */
export async function prepared(file, photo, whole) {
  try {
    const made = photo ? await (await import("./shrink.js")).shrink(file, whole) : { blob: file, preview: "" };
    const { name } = file;
    if (made.blob !== file) return { ...made, name: name.replace(/\.\w+$/, "") + "." + made.blob.type.slice(6) };
    if (!file.size || file.size > MOST) return { refused: file.size ? "tray_heavy" : "tray_empty" };
    // A copy: what stands behind a chosen file may change or go before it leaves.
    return { ...made, name, blob: new Blob([await file.arrayBuffer()], { type: file.type }) };
  } catch (error) {
    return { refused: "tray_unread" };
  }
}
