// Why the microphone or the camera cannot be had, as far as what one can do about it goes.

/**
 * Of the name of an error of `getUserMedia`: `taken` by another application, `none` there, `refused_android`,
 * `refused_iphone` or `refused_other`: what to press is not the same.
 */
export function hindrance(name) {
  if (name === "NotReadableError" || name === "AbortError") return "taken";
  if (name !== "NotAllowedError" && name !== "SecurityError") return "none";
  const phone = /Android|iPhone|iPad/.exec(navigator.userAgent);
  if (!phone) return "refused_other";
  return phone[0] === "Android" ? "refused_android" : "refused_iphone";
}
