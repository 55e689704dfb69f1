// A tiny picture of a video, for the place it takes while it is on its way.

const SIDE = 40; // px
const POSTER_MOST = 1500;

/** What the video shows now, in base64; "" when it shows nothing or no picture is small enough. */
export function posterOf(video) {
  const { videoWidth, videoHeight } = video;
  if (!videoWidth) return "";
  const scale = SIDE / Math.max(videoWidth, videoHeight);
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: Math.ceil(videoWidth * scale), height: Math.ceil(videoHeight * scale) });
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  for (const type of ["image/webp", "image/jpeg"]) {
    const address = canvas.toDataURL(type, 0.4); // Safari writes no WebP
    const coded = address.slice(address.indexOf(",") + 1);
    if (address.startsWith("data:" + type) && coded.length <= (POSTER_MOST * 4) / 3) return coded;
  }
  return "";
}
