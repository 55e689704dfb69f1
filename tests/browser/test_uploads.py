"""Files on their way: the entry first, the bytes after, through everything a network and a phone can do."""

import io
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.hostile import Reply
from tests.browser.landing import UPLOADS, Landing
from tests.browser.papers import heavy, page as paper
from tests.browser.phones import Phone, outbox, shown, wait_for, write
from tests.browser.steps import role

pytestmark = pytest.mark.browser

YOUNG, OTHER = "hugo", "emma"
UPLOADS_KEPT = """() => new Promise((resolve) => {
  const opening = indexedDB.open("aufil");
  opening.onsuccess = () => {
    const stores = opening.result.transaction(["uploads", "bytes"]);
    const [uploads, bytes] = [stores.objectStore("uploads").getAll(), stores.objectStore("bytes").getAllKeys()];
    stores.oncomplete = () => { opening.result.close(); resolve([uploads.result, bytes.result]); };
  };
})"""


def kept(page: Page) -> list[dict[str, Any]]:
    """The uploads on this phone; each has its bytes, and no bytes are without one."""
    uploads, bytes_ = page.evaluate(UPLOADS_KEPT)
    assert sorted(upload["id"] for upload in uploads) == sorted(bytes_)
    return list(uploads)


def photo(name: str = "page.jpg", content: bytes = b"") -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content or paper(noise=30)}


def document(content: bytes, name: str = "attestation.pdf") -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def choose(page: Page, way: str, *files: FilePayload) -> None:
    """Add files by one of the ways of the tray, and wait until they are ready to leave."""
    if not page.locator(".tray").count():
        role(page, "attach").click()
    role(page, f"way-{way}").locator("input").set_input_files(list(files))
    expect(page.locator(".tray__item--busy")).to_have_count(0)


def send(page: Page, text: str = "") -> None:
    """Send what the tray holds, with these words."""
    role(page, "composer-text").fill(text)
    role(page, "composer-send").click()
    expect(page.locator(".tray")).to_have_count(0)


@pytest.fixture
def landing(phone: Phone) -> Landing:
    return Landing(phone.network)


def test_a_photographed_page_leaves_as_a_light_and_legible_one(phone: Phone, landing: Landing, word: str) -> None:
    hugo = phone.sign_in(YOUNG)
    choose(hugo, "photos", photo(content=paper(noise=30, orientation=6)))
    send(hugo, word)
    wait_for(hugo, lambda: len(landing.whole()) == 1)
    (came,) = landing.whole()
    picture = Image.open(io.BytesIO(came))
    assert (picture.format, picture.size, dict(picture.getexif())) == ("WEBP", (1200, 1600), {})
    assert 100_000 < len(came) <= 200_000
    wait_for(hugo, lambda: kept(hugo) == [])
    assert shown(hugo, word) == [(word, "sent")]
