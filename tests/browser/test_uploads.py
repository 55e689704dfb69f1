"""Files on their way: the entry first, the bytes after, through everything a network and a phone can do."""

import base64
import io
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, FileChooser, FilePayload, Page, expect

from bench.papers import heavy
from bench.papers import page as paper
from tests.browser.axe import NARROWEST, faults_in_every_light, too_wide
from tests.browser.hostile import Reply
from tests.browser.landing import UPLOADS, Landing, problem
from tests.browser.phones import Phone, asked, outbox, shown, wait_for, write
from tests.browser.steps import role
from tests.serving import Served

pytestmark = pytest.mark.browser

YOUNG, OTHER, COUNSELLOR = "hugo", "emma", "nadia"
UPLOADS_KEPT = """() => new Promise((resolve) => {
  const opening = indexedDB.open("aufil");
  opening.onsuccess = () => {
    const stores = opening.result.transaction(["uploads", "bytes"]);
    const [uploads, bytes] = [stores.objectStore("uploads").getAll(), stores.objectStore("bytes").getAllKeys()];
    stores.oncomplete = () => { opening.result.close(); resolve([uploads.result, bytes.result]); };
  };
})"""

FIRST_VERSION = """(record) => new Promise((resolve) => {
  const opening = indexedDB.open("aufil", 1);
  opening.onupgradeneeded = () => {
    const base = opening.result;
    const outbox = base.createObjectStore("outbox", { keyPath: "n", autoIncrement: true });
    outbox.createIndex("id", "id", { unique: true });
    outbox.createIndex("lane", "lane");
    base.createObjectStore("entries", { keyPath: "id" }).createIndex("place", ["thread", "seq"]);
    base.createObjectStore("facts");
  };
  opening.onsuccess = () => {
    const change = opening.result.transaction("outbox", "readwrite");
    change.objectStore("outbox").add({ ...record, written_at: Date.now() });
    change.oncomplete = () => { opening.result.close(); resolve(); };
  };
})"""
BRING = """(kind) => {
  const data = new DataTransfer();
  data.items.add(new File([kind], kind + ".txt", { type: "text/plain" }));
  const made = kind === "paste" ? new ClipboardEvent(kind, { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true });
  document.querySelector('[data-role="composer-text"]').dispatchEvent(made);
}"""

# What a browser says when there is no room for bytes (its quota cannot be set for a profile that leaves no trace).
FULL = """() => {
  const add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function (value, key) {
    if (value instanceof Blob) throw new DOMException("no room", "QuotaExceededError");
    return add.call(this, value, key);
  };
  window.freed = () => { IDBObjectStore.prototype.add = add; };
}"""


def kept(page: Page) -> list[dict[str, Any]]:
    """The uploads on this phone; each has its bytes, and no bytes are without one."""
    uploads, bytes_ = asked(page, UPLOADS_KEPT)
    assert sorted(upload["id"] for upload in uploads) == sorted(bytes_)
    return list(uploads)


def photo(name: str = "page.jpg", content: bytes = b"") -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content or paper(noise=30)}


def document(content: bytes, name: str = "attestation.pdf") -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def wait_for_script(page: Page) -> None:
    """Before it holds the form, its button leads to a page."""
    expect(role(page, "attach")).to_have_attribute("aria-expanded", "false", timeout=20_000)


def choose(page: Page, way: str, *files: FilePayload) -> None:
    """Add files by one of the ways of the tray, and wait until they are ready to leave."""
    if not page.locator(".tray").count():
        wait_for_script(page)
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


def test_a_photographed_page_leaves_as_a_light_and_legible_one(
    phone: Phone, landing: Landing, word: str
) -> None:
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


def test_what_is_written_after_a_photo_does_not_wait_for_its_bytes(
    phone: Phone, landing: Landing, word: str
) -> None:
    hugo = phone.sign_in(YOUNG)
    landing.slow(0.6)
    choose(hugo, "file", document(heavy(200_000)))
    send(hugo, f"{word} fichier")
    write(hugo, f"{word} texte")
    wait_for(hugo, lambda: shown(hugo, word) == [(f"{word} fichier", "sent"), (f"{word} texte", "sent")])
    assert landing.whole() == []
    line = hugo.locator("[data-role=entry]", has_text=f"{word} fichier")
    wait_for(hugo, lambda: "En route, " in line.inner_text())
    wait_for(hugo, lambda: landing.whole() == [heavy(200_000)])
    assert kept(hugo) == []


def test_cut_at_every_tenth_of_the_way_it_goes_on_from_there(
    phone: Phone, landing: Landing, word: str
) -> None:
    content = heavy(1_000_000)
    cut: list[int] = []

    def reaches_a_tenth(asked: Any) -> bool:
        start = int(asked.headers["Upload-Offset"])
        end = start + int(asked.headers["Content-Length"])
        tenth = (len(cut) + 1) * 100_000
        if len(cut) < 9 and start <= tenth < end:
            cut.append(tenth)
            return True
        return False

    phone.network.on("PATCH", UPLOADS, cut="during", when=reaches_a_tenth)
    hugo = phone.sign_in(YOUNG)
    choose(hugo, "file", document(content))
    send(hugo, word)
    for times in range(1, 10):
        wait_for(hugo, lambda times=times: len(cut) >= times)
        wait_for(hugo, lambda times=times: len(cut) > times or all(one["tries"] for one in kept(hugo)))
        hugo.evaluate("dispatchEvent(new Event('online'))")  # sooner than by itself
    wait_for(hugo, lambda: landing.whole() == [content])
    assert len(cut) == 9
    wait_for(hugo, lambda: kept(hugo) == [])


def test_a_page_closed_on_the_way_goes_on_when_it_is_opened_again(
    phone: Phone, landing: Landing, word: str
) -> None:
    content = heavy(500_000)
    hugo = phone.sign_in(YOUNG)
    phone.worker_ready(hugo)
    landing.slow(0.3)
    choose(hugo, "file", document(content))
    send(hugo, word)
    wait_for(hugo, lambda: landing.sent_bytes() > 32_000)
    hugo.close()
    landing.slow(0)
    again = phone.open("/")
    wait_for(again, lambda: landing.whole() == [content] and kept(again) == [])
    assert landing.sent_bytes() <= 1.6 * len(
        content
    )  # a piece under way at most: the server of this test keeps none


def test_what_is_chosen_without_network_waits_is_seen_and_leaves(
    phone: Phone, landing: Landing, word: str
) -> None:
    hugo = phone.sign_in(YOUNG)
    phone.worker_ready(hugo)
    wait_for(
        hugo,
        lambda: hugo.evaluate("caches.open('aufil-shell').then((c) => c.keys()).then((k) => k.length)") > 8,
    )
    phone.offline()
    choose(hugo, "photos", photo(), photo("deux.jpg", paper(noise=6)))
    send(hugo, word)
    waiting = hugo.locator("[data-role=entry]", has_text=word)
    expect(waiting).to_have_attribute("data-state", "pending")
    expect(waiting.locator("img")).to_have_count(2)
    wait_for(hugo, lambda: all(s.startswith("blob:") for s in srcs(waiting)))
    assert len(kept(hugo)) == 2
    hugo.close()
    again = phone.open("/")
    waiting = again.locator("[data-role=entry]", has_text=word)
    wait_for(again, lambda: [s[:5] for s in srcs(waiting)] == ["blob:"] * 2)
    phone.offline(False)
    wait_for(again, lambda: len(landing.whole()) == 2 and kept(again) == [])
    assert shown(again, word) == [(word, "sent")]


def srcs(line: Any) -> list[str]:
    return list(line.locator("img").evaluate_all("(all) => all.map((one) => one.src)"))


def test_two_tabs_send_one_file_at_a_time(phone: Phone, landing: Landing, word: str) -> None:
    first = phone.sign_in(YOUNG)
    second = phone.open("/")
    landing.slow(0.1)
    choose(first, "file", document(heavy(150_000, 1)), document(heavy(150_000, 2)))
    choose(second, "file", document(heavy(150_000, 3)))
    send(first, f"{word} a")
    send(second, f"{word} b")
    wait_for(first, lambda: len(landing.whole()) == 3)
    calls = sorted(phone.network.asked("(HEAD|PATCH)", UPLOADS), key=lambda one: one.began)
    assert all(before.ended <= after.began for before, after in pairwise(calls))
    wait_for(second, lambda: kept(second) == [])
    assert landing.sent_bytes() == 450_000


def test_bytes_leave_only_in_the_name_of_their_author(phone: Phone, landing: Landing, word: str) -> None:
    hugo = phone.sign_in(YOUNG)
    phone.network.on("PATCH", UPLOADS, cut="before")
    choose(hugo, "photos", photo())
    send(hugo, word)
    wait_for(hugo, lambda: kept(hugo) != [] and kept(hugo)[0]["tries"] > 0)
    author = hugo.evaluate("document.body.dataset.person")
    hugo.close()
    emma = phone.sign_in(OTHER)
    phone.network.rules.pop(0)
    before = len(phone.network.asked("(HEAD|PATCH)", UPLOADS))
    emma.evaluate("dispatchEvent(new Event('online'))")
    emma.wait_for_timeout(1500)
    assert len(phone.network.asked("(HEAD|PATCH)", UPLOADS)) == before
    assert srcs(emma.locator("body")) == []
    assert len(kept(emma)) == 1
    emma.close()
    hugo = phone.sign_in(YOUNG)
    wait_for(hugo, lambda: kept(hugo) == [])
    assert set().union(*landing.owners.values()) == {author}


def test_a_full_phone_says_so_and_keeps_what_was_chosen(phone: Phone, landing: Landing, word: str) -> None:
    hugo = phone.sign_in(YOUNG)
    choose(hugo, "file", document(heavy(3_000_000)))
    hugo.evaluate(FULL)
    role(hugo, "composer-text").fill(word)
    role(hugo, "composer-send").click()
    expect(role(hugo, "tray-says")).to_contain_text("mémoire du téléphone est pleine")
    assert role(hugo, "composer-text").input_value() == word
    assert (kept(hugo), outbox(hugo)) == ([], [])
    hugo.evaluate("window.freed()")
    send(hugo, word)
    wait_for(hugo, lambda: landing.whole() == [heavy(3_000_000)])


def test_what_the_browser_cannot_decode_leaves_as_it_is(phone: Phone, landing: Landing) -> None:
    content = b"\x00\x00\x00\x18ftypheic" + heavy(90_000)
    hugo = phone.sign_in(YOUNG)
    choose(hugo, "photos", {"name": "IMG_0042.HEIC", "mimeType": "image/heic", "buffer": content})
    send(hugo)
    wait_for(hugo, lambda: landing.whole() == [content])
    (announced,) = landing.entries()[-1]["files"]
    assert (announced["name"], announced["preview"], announced["width"]) == ("IMG_0042.HEIC", "", None)


def test_small_pictures_leave_as_they_are_and_the_original_on_request(phone: Phone, landing: Landing) -> None:
    small, large = paper(width=600, height=800, quality=70), paper()
    hugo = phone.sign_in(YOUNG)
    choose(hugo, "photos", photo("petite.jpg", small))
    send(hugo)
    choose(hugo, "photos", photo("grande.jpg", large))
    role(hugo, "tray-whole").locator("input").check()
    expect(hugo.locator(".tray__item--busy")).to_have_count(0)
    send(hugo)
    wait_for(hugo, lambda: landing.whole() == [small, large])
    (announced,) = landing.entries()[0]["files"]
    assert (announced["width"], announced["height"]) == (600, 800)
    assert 100 < len(base64.b64decode(announced["preview"])) <= 1500


def test_withdrawing_what_waits_takes_its_bytes_away(phone: Phone, landing: Landing, word: str) -> None:
    hugo = phone.sign_in(YOUNG)
    choose(hugo, "file", document(heavy(50_000)))
    phone.offline()
    send(hugo, word)
    wait_for(hugo, lambda: len(kept(hugo)) == 1)
    line = hugo.locator("[data-role=entry]", has_text=word)
    line.locator("[data-role=delete]").evaluate("(link) => link.click()")
    wait_for(hugo, lambda: (kept(hugo), outbox(hugo)) == ([], []))
    expect(line).to_have_count(0)


def test_a_refused_entry_keeps_its_bytes_until_the_person_decides(
    phone: Phone, landing: Landing, word: str
) -> None:
    refusal = problem("invalid", 422)
    phone.network.on("POST", "/entries$", reply=refusal, times=1)
    hugo = phone.sign_in(YOUNG)
    choose(hugo, "file", document(heavy(50_000)))
    send(hugo, word)
    wait_for(hugo, lambda: [one["state"] for one in outbox(hugo)] == ["refused"])
    assert len(kept(hugo)) == 1
    assert phone.network.asked("HEAD", UPLOADS) == []
    hugo.get_by_role("button", name="Corriger").click()
    write(hugo, f"{word} corrigé")
    wait_for(hugo, lambda: landing.whole() == [heavy(50_000)] and kept(hugo) == [])


def test_the_worker_carries_on_when_no_page_is_open(phone: Phone, landing: Landing, word: str) -> None:
    hugo = phone.sign_in(YOUNG)
    phone.worker_ready(hugo)
    phone.network.on("PATCH", UPLOADS, cut="before")
    choose(hugo, "file", document(heavy(120_000)))
    send(hugo, word)
    wait_for(hugo, lambda: kept(hugo)[0]["tries"] > 0)
    wake = phone.worker(hugo)
    hugo.goto("about:blank")
    phone.network.rules.pop(0)
    wake("aufil-outbox")
    wait_for(hugo, lambda: landing.whole() == [heavy(120_000)])


def test_a_phone_in_use_before_loses_nothing_that_waits(phone: Phone, landing: Landing, word: str) -> None:
    """A database of the first version, with an entry that waits, opened by the scripts of today."""
    hugo = phone.sign_in(YOUNG)
    thread = role(hugo, "thread").get_attribute("data-thread")
    author = hugo.evaluate("document.body.dataset.person")
    fresh = phone.context.browser.new_context()  # type: ignore[union-attr]
    page = fresh.new_page()
    page.goto(phone.network.url + "/manifest.webmanifest")
    record = {
        "id": "0190b6a0-0000-7000-8000-" + word[-8:].rjust(12, "0"),
        "lane": thread,
        "url": f"/api/v1/threads/{thread}/entries",
        "text": word,
        "author": author,
        "op": "post",
        "born": "post",
        "state": "waiting",
        "sent": False,
        "known": False,
        "tries": 0,
        "next_at": 0,
        "not_before": 0,
        "problem": None,
    }
    page.evaluate(FIRST_VERSION, record)
    page.goto(phone.network.url + f"/demo/login/{YOUNG}/")
    wait_for(hugo, lambda: shown(hugo, word) == [(word, "sent")])
    choose(page, "file", document(heavy(40_000)))
    send(page)
    wait_for(page, lambda: landing.whole() == [heavy(40_000)])
    fresh.close()


def test_pasted_and_dropped_files_go_to_the_tray(phone: Phone, landing: Landing) -> None:
    hugo = phone.sign_in(YOUNG)
    wait_for_script(hugo)
    for event in ("paste", "drop"):
        hugo.evaluate(BRING, event)
        expect(hugo.locator(".tray__name").last).to_have_text(f"{event}.txt")
    send(hugo)
    wait_for(hugo, lambda: landing.whole() == [b"paste", b"drop"])


def test_with_the_keyboard_alone(phone: Phone, landing: Landing, word: str) -> None:
    hugo = phone.sign_in(YOUNG)
    wait_for_script(hugo)
    choosers: list[FileChooser] = []
    hugo.on("filechooser", lambda one: choosers.append(one))
    role(hugo, "attach").focus()
    hugo.keyboard.press("Enter")
    expect(role(hugo, "way-camera")).to_be_focused()
    hugo.keyboard.press("Escape")
    expect(role(hugo, "attach")).to_be_focused()
    hugo.keyboard.press("Space")
    expect(role(hugo, "way-camera")).to_be_focused()
    for way in ("photos", "video", "file"):
        hugo.keyboard.press("Tab")
        expect(role(hugo, f"way-{way}")).to_be_focused()
    hugo.keyboard.press("Enter")
    wait_for(hugo, lambda: choosers)
    choosers[0].set_files([document(b"un", "un.txt"), document(b"deux", "deux.txt")])
    expect(hugo.locator(".tray__drop")).to_have_count(2)
    hugo.keyboard.press("Tab")
    for way in ("reminder", "meeting"):
        expect(role(hugo, f"way-{way}")).to_be_focused()
        hugo.keyboard.press("Tab")
    expect(hugo.get_by_role("button", name="Retirer un.txt")).to_be_focused()
    hugo.keyboard.press("Enter")
    expect(hugo.get_by_role("button", name="Retirer deux.txt")).to_be_focused()
    role(hugo, "composer-text").focus()
    hugo.keyboard.type(word)
    hugo.keyboard.press("Enter")
    wait_for(hugo, lambda: landing.whole() == [b"deux"])


def test_what_cannot_be_sent_says_why_and_leaves_the_rest(phone: Phone, landing: Landing) -> None:
    hugo = phone.sign_in(YOUNG)
    says = role(hugo, "tray-says")
    for file, sentence in (
        (document(b"", "vide.pdf"), "« vide.pdf » est vide"),
        (document(bytes(20 * 1024 * 1024 + 1), "lourd.pdf"), "dépasse 20 Mo"),
    ):
        choose(hugo, "file", document(b"bon", "bon.txt"), file)
        expect(says).to_contain_text(sentence)
        expect(hugo.locator(".tray__name")).to_have_text(["bon.txt"])
        hugo.locator(".tray__drop").click()


def test_a_file_the_server_no_longer_wants_is_said_and_let_go_of(
    phone: Phone, landing: Landing, word: str
) -> None:
    phone.network.on(
        "HEAD", UPLOADS, reply=Reply(410, b"", {"Content-Type": "application/problem+json"}), times=1
    )
    hugo = phone.sign_in(YOUNG)
    choose(hugo, "file", document(heavy(1_000)), document(heavy(2_000)))
    send(hugo, word)
    line = hugo.locator("[data-role=entry]", has_text=word)
    expect(line.locator("[data-role=problem]")).to_contain_text("ne peut plus être reçu ici")
    assert landing.whole() == [heavy(2_000)]  # the other one went on
    line.get_by_role("button", name="Effacer de ce téléphone").click()
    wait_for(hugo, lambda: kept(hugo) == [])


def test_the_other_side_sees_it_come_and_opens_it(
    phone: Phone, context: Callable[..., BrowserContext], word: str
) -> None:
    """Through the real server: announced, on its way, prepared, shown; no position is left in it."""
    nadia = context().new_page()
    nadia.goto(phone.network.url + f"/demo/login/{COUNSELLOR}/")
    hugo = phone.sign_in(YOUNG)
    nadia.goto(phone.network.url + "/fil/" + str(role(hugo, "thread").get_attribute("data-thread")) + "/")
    phone.network.on("PATCH", UPLOADS, delay=1.5)
    choose(hugo, "photos", photo())
    send(hugo, word)
    line = nadia.locator("[data-role=entry]", has_text=word)
    expect(line.locator("[data-is=expected]")).to_have_count(1)
    expect(line.locator("[data-role=says]")).to_contain_text("En route, ")
    expect(line.locator("a.photo[data-is=ready]")).to_have_count(1, timeout=30_000)
    wait_for(nadia, lambda: line.locator("img").evaluate("(one) => one.naturalWidth") > 100)
    expect(hugo.locator("[data-role=entry]", has_text=word).locator("a.photo")).to_have_count(1)
    assert kept(hugo) == []
    thread_file = line.locator("a.photo").get_attribute("href")
    opened = nadia.request.get(phone.network.url + str(thread_file))
    picture = Image.open(io.BytesIO(opened.body()))
    assert (max(picture.size), dict(picture.getexif())) == (1600, {})


def test_through_cuts_and_a_restart_the_server_has_exactly_these_bytes(phone: Phone, word: str) -> None:
    """Through the real server, which keeps what came before each cut."""
    content = paper(noise=30)
    cuts = 0

    def now_and_then(asked: Any) -> bool:
        nonlocal cuts
        cuts += 1
        return cuts % 3 == 0

    phone.network.on("PATCH", UPLOADS, cut="during", when=now_and_then)
    hugo = phone.sign_in(YOUNG)
    choose(hugo, "photos", photo(content=content))
    role(hugo, "tray-whole").locator("input").check()
    expect(hugo.locator(".tray__item--busy")).to_have_count(0)
    send(hugo, word)

    def hurried() -> bool:
        hugo.evaluate("dispatchEvent(new Event('online'))")
        return kept(hugo) == []

    wait_for(hugo, hurried, 60)
    assert cuts > 6
    sent = sum(len(one.body) for one in phone.network.asked("PATCH", UPLOADS))
    assert sent <= 1.05 * len(content)
    line = hugo.locator("[data-role=entry]", has_text=word)
    expect(line.locator("a.photo[data-is=ready]")).to_have_count(1, timeout=60_000)


def test_a_file_called_missing_goes_on_by_itself_while_its_bytes_are_here(
    phone: Phone, product: Served, word: str
) -> None:
    """After seven days the server asks for it again; the phone that comes back still has it."""
    phone.network.on("PATCH", UPLOADS, cut="before")
    hugo = phone.sign_in(YOUNG)
    choose(hugo, "photos", photo())
    send(hugo, word)
    wait_for(hugo, lambda: kept(hugo) != [] and kept(hugo)[0]["tries"] > 0)
    (upload,) = kept(hugo)
    product.aufil(
        "shell",
        "-c",
        "from aufil.files.models import File; from aufil.thread.actions import show_changed_files;"
        " from aufil.files.events import FileChanged;"
        f" file = File.objects.get(uid='{upload['id']}'); file.state = 'missing'; file.save();"
        " show_changed_files([FileChanged(file.pk)])",
    )
    phone.network.calm()
    hugo.reload()
    line = hugo.locator("[data-role=entry]", has_text=word)
    expect(line.locator("a.photo[data-is=ready]")).to_have_count(1, timeout=30_000)
    assert kept(hugo) == []


@pytest.mark.parametrize("who", [YOUNG, COUNSELLOR])
def test_the_tray_can_be_seen_and_used_by_all(
    product: Served, context: Callable[..., BrowserContext], who: str
) -> None:
    page = context(viewport={"width": 360, "height": 740}).new_page()
    page.goto(product.url + f"/demo/login/{who}/")
    if who == COUNSELLOR:
        page.goto(product.url + f"/fil/{role(page, 'thread-row').first.get_attribute('data-thread')}/")
    choose(page, "photos", photo())
    choose(
        page,
        "file",
        document(b"un papier au nom bien long", "attestation de droits à l’assurance maladie.pdf"),
    )
    assert faults_in_every_light(page) == []
    assert too_wide(page, NARROWEST) <= 0
    small = page.locator(".tray button, .tray label").evaluate_all(
        "(all) => all.filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)"
    )
    assert small == []
