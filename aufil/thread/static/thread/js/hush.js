// Only one thing is heard at a time.

/** Whatever plays or is read aloud on the page stops. */
export function hush() {
  for (const media of document.querySelectorAll("audio, video")) if (!media.srcObject) media.pause();
  if (self.speechSynthesis) speechSynthesis.cancel();
}
