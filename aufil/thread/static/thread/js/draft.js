// What is being written, kept until it is sent: closing the page loses nothing.

function nameOf(view) {
  return "draft " + view.me + " " + view.thread;
}

/** The draft of this thread, "" when there is none or the browser keeps nothing. */
export function draftOf(view) {
  try {
    return localStorage.getItem(nameOf(view)) || "";
  } catch (error) {
    return "";
  }
}

/** Keep what is in the box. */
export function saveDraft(view) {
  try {
    if (view.box.value) localStorage.setItem(nameOf(view), view.box.value);
    else localStorage.removeItem(nameOf(view));
  } catch (error) {
    // A browser that keeps nothing: the box itself still holds the text.
  }
}
