"""What journeys with a microphone, a camera and voices share: a person who speaks, films, listens."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.hostile import Hostile
from tests.browser.phones import Phone, asked
from tests.browser.steps import ENTRY, role

FAKE_DEVICES = "--use-fake-device-for-media-stream"  # a beep each second, a clock that turns
BOTH = ["microphone", "camera"]
# Asking for the microphone ends as this error; what it is called is in `refusing`.
REFUSES = """(name) => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("refused by the test", name));
}"""
TAKES = """() => new Promise((resolve) => {
  const opening = indexedDB.open("aufil");
  opening.onsuccess = () => {
    const stores = opening.result.transaction(["facts", "bytes"]);
    const [names, facts] = [stores.objectStore("facts").getAllKeys(), stores.objectStore("facts").getAll()];
    const bytes = stores.objectStore("bytes").getAll(IDBKeyRange.bound(["", 0], ["\\uffff", Infinity]));
    stores.oncomplete = () => {
      opening.result.close();
      const takes = facts.result.filter((fact, i) => String(names.result[i]).startsWith("take "));
      resolve([takes, bytes.result.map((part) => part.size)]);
    };
  };
})"""
# The voices of a device: two that send away what they read, two of its own; and what was said.
VOICES = """(voices) => {
  window.said = [];
  let current = null;
  const speech = {
    speaking: false,
    getVoices: () => voices,
    speak(utterance) { window.said.push({ text: utterance.text, voice: utterance.voice.name }); current = utterance; },
    cancel() { current = null; },
  };
  window.finish = () => { const ended = current; current = null; if (ended) ended.onend({}); };
  window.reach = (charIndex) => { current.onboundary({ name: "word", charIndex }); };
  window.speaks = () => Boolean(current);
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
}"""


def speaking_phone(chromium: Browser, network: Hostile, **options: Any) -> Iterator[Phone]:
    """A phone whose person lets Aufil use the microphone and the camera."""
    made = Phone(chromium, network, permissions=BOTH, **options)
    yield made
    made.context.close()
    assert made.errors == []


def panel(page: Page) -> Locator:
    return role(page, "recorder")


def press(page: Page, name: str) -> None:
    """A button of the recorder."""
    panel(page).get_by_role("button", name=name, exact=True).click()


def begin(page: Page) -> None:
    """Open the recorder by its button, and speak."""
    role(page, "voice").click()
    expect(panel(page)).to_have_attribute("data-state", "on")


def speak(page: Page, seconds: float) -> None:
    """A voice note of about this length, up to where it can be heard."""
    begin(page)
    page.wait_for_timeout(seconds * 1000)
    press(page, "Terminer")
    expect(panel(page).locator(".player")).to_be_visible()


def send(page: Page) -> None:
    """Send what was recorded; comes back once it is prepared and can be played here."""
    entries = page.locator(ENTRY).count()
    press(page, "Envoyer")
    expect(panel(page)).to_have_count(0)
    expect(page.locator(ENTRY)).to_have_count(entries + 1)
    ready(page)


def throw_away(page: Page) -> None:
    press(page, "Effacer")
    press(page, "Oui, effacer")
    expect(panel(page)).to_have_count(0)


def ready(page: Page) -> None:
    """Until the last entry can be played."""
    expect(last(page).locator(".player, .film")).to_be_visible(timeout=30_000)


def open_camera(page: Page) -> None:
    role(page, "attach").click()
    role(page, "way-video").click()
    press(page, "Filmer")
    expect(panel(page).locator(".recorder__stage video")).to_be_visible()


def takes(page: Page) -> tuple[list[dict[str, Any]], list[int]]:
    """The recordings kept on this phone and not sent, and how many bytes each of their parts has."""
    found, sizes = asked(page, TAKES)
    return list(found), list(sizes)


def last(page: Page) -> Locator:
    return page.locator(ENTRY).last


def heard(media: Locator) -> float:
    """How far an audio or a video has played, in seconds."""
    return float(media.evaluate("(one) => one.currentTime"))


def refusing(page: Page, name: str) -> None:
    page.evaluate(REFUSES, name)
