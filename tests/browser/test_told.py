"""Being told: a phone lets itself be told, a real push is sealed for it, opened as its browser would, and tapped.

No browser of a test reaches the service of its maker: the keys are those of a browser made here, what the service got
is opened with them, and handed to the real service worker as the browser does.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import faults_in_every_light
from tests.browser.chromium import DESK, PHONE
from tests.browser.phones import wait_for
from tests.browser.steps import role, thread_id, watch, write
from tests.pushservice import BrowserKeys, PushService, push_service
from tests.serving import Served, demonstration

pytestmark = pytest.mark.browser

# What a browser that reaches its service does: it has one subscription, with keys of its own.
REACHES_ITS_SERVICE = """(shape) => {
  const key = "subscribed-in-the-test";
  const made = {
    toJSON: () => shape,
    unsubscribe: async () => { localStorage.removeItem(key); return true; },
  };
  PushManager.prototype.subscribe = async () => { localStorage.setItem(key, "yes"); return made; };
  PushManager.prototype.getSubscription = async () => (localStorage.getItem(key) ? made : null);
}"""
NEVER_ANSWERS = """
PushManager.prototype.subscribe = () => new Promise(() => {});
const later = window.setTimeout;
window.setTimeout = (work, time, ...rest) => later(work, time === 20000 ? 200 : time, ...rest);
"""
SHOWN = """() => navigator.serviceWorker.ready
  .then((registration) => registration.getNotifications())
  .then((all) => all.map((one) => ({ title: one.title, body: one.body, tag: one.tag, path: one.data.path })))"""


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    with push_service() as started:
        yield started


@pytest.fixture(scope="module")
def place(
    tmp_path_factory: pytest.TempPathFactory, static_root: str, service: PushService
) -> Iterator[Served]:
    """A demonstration of its own, whose pushes come to the service of the test."""
    settings = {"AUFIL_STATIC_ROOT": static_root, "AUFIL_PUSH_SERVICES": service.url}
    with demonstration(tmp_path_factory.mktemp("told"), **settings) as served:
        yield served


class Told:
    """One person's browser, with keys of its own, and the word by which its maker's service wakes it."""

    def __init__(self, context: BrowserContext, place: Served, browser: BrowserKeys, who: str) -> None:
        self.context, self.url, self.browser = context, place.url, browser
        context.grant_permissions(["notifications"], origin=place.url)
        context.add_init_script(f"({REACHES_ITS_SERVICE})({json.dumps(browser.shape)})")
        self.page: Page = context.new_page()
        self.page.goto(f"{place.url}/demo/login/{who}/")
        wait_for(self.page, lambda: self.page.evaluate("Boolean(navigator.serviceWorker.controller)"))

    def wake(self, content: dict[str, Any]) -> None:
        """Hand a push to the service worker."""
        session = self.context.new_cdp_session(self.page)
        found: list[dict[str, Any]] = []
        session.on(
            "ServiceWorker.workerRegistrationUpdated", lambda said: found.extend(said["registrations"])
        )
        session.send("ServiceWorker.enable")
        wait_for(self.page, lambda: bool(found))
        of = {"origin": self.url, "registrationId": found[-1]["registrationId"]}
        session.send("ServiceWorker.deliverPushMessage", {**of, "data": json.dumps(content)})
        session.detach()

    def shown(self) -> list[dict[str, Any]]:
        return list(self.page.evaluate(SHOWN))


@pytest.fixture
def told(place: Served, service: PushService, context: Callable[..., BrowserContext]) -> Callable[..., Told]:
    def make(who: str, **options: Any) -> Told:
        return Told(context(**options), place, service.browser(), who)

    return make


def allow(phone: Told) -> None:
    phone.page.goto(f"{phone.url}/notifications/")
    phone.page.get_by_role("button", name="Me prévenir sur cet appareil").click()
    expect(phone.page.get_by_text("Cet appareil vous prévient quand on vous écrit.")).to_be_visible()


def test_a_phone_lets_itself_be_told_tries_it_and_stops(told: Callable[..., Told]) -> None:
    phone = told("ines", **PHONE)
    page, problems = phone.page, watch(phone.page)
    write(page, "Bonjour, je suis dans le car")
    page.reload()
    page.get_by_role("link", name="Être prévenu des réponses").click()
    allow(phone)
    assert faults_in_every_light(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("button", name="Envoyer un essai").click()
    wait_for(page, lambda: bool(phone.browser.told))
    content = phone.browser.told[0].content
    assert content["path"] == "/notifications/"
    page.goto(phone.url)
    expect(role(page, "push-offer")).to_have_count(0)
    phone.wake(content)
    wait_for(page, lambda: len(phone.shown()) == 1)
    assert phone.shown()[0]["title"] == "Ça marche : on peut vous prévenir ici."

    page.goto(f"{phone.url}/notifications/")
    page.get_by_role("button", name="Ne plus me prévenir ici").click()
    expect(page.get_by_role("button", name="Me prévenir sur cet appareil")).to_be_visible()
    page.goto(f"{phone.url}/notifications/")
    expect(page.get_by_role("button", name="Envoyer un essai")).to_have_count(0)
    assert problems == []


def test_nothing_is_shown_of_the_thread_one_looks_at(told: Callable[..., Told]) -> None:
    phone = told("yanis", **PHONE)
    page = phone.page
    thread = thread_id(page)
    said = {"id": "1", "title": "Camille vous a écrit", "path": f"/fil/{thread}/", "tag": "camille"}
    other = {
        **said,
        "title": "Julien vous a écrit",
        "path": "/fil/" + "0" * 8 + "-0000-7000-8000-" + "0" * 12 + "/",
    }
    page.goto(f"{phone.url}/fil/{thread}/")
    phone.wake(said)
    phone.wake({**other, "tag": "julien"})
    wait_for(page, lambda: bool(phone.shown()))
    assert [one["title"] for one in phone.shown()] == ["Julien vous a écrit"]

    page.goto(phone.url)
    wait_for(page, lambda: page.evaluate("caches.match('/').then(Boolean)"))
    phone.wake(said)
    page.wait_for_timeout(300)
    assert len(phone.shown()) == 1, "the first page of a young person shows their thread too"

    page.goto(f"{phone.url}/appareils/")
    phone.wake(said)
    wait_for(page, lambda: len(phone.shown()) == 2)
    phone.wake({**said, "id": "2", "title": "Camille vous a écrit"})
    page.wait_for_timeout(300)
    assert len(phone.shown()) == 2, "another of the same thread takes its place"


def test_a_service_that_never_answers_is_said(told: Callable[..., Told]) -> None:
    phone = told("lea", **PHONE)
    phone.context.add_init_script(NEVER_ANSWERS)
    phone.page.goto(f"{phone.url}/notifications/")
    phone.page.get_by_role("button", name="Me prévenir sur cet appareil").click()
    expect(phone.page.get_by_text("Le service de notifications ne répond pas.")).to_be_visible()
    expect(phone.page.get_by_role("button", name="Me prévenir sur cet appareil")).to_be_visible()


def test_who_refused_learns_what_to_press(place: Served, context: Callable[..., BrowserContext]) -> None:
    phone = context(**PHONE)
    phone.add_init_script("Object.defineProperty(Notification, 'permission', { get: () => 'denied' })")
    page = phone.new_page()
    page.goto(f"{place.url}/demo/login/lea/")
    page.goto(f"{place.url}/notifications/")
    expect(page.get_by_text("Ce navigateur bloque les notifications")).to_be_visible()
    expect(page.get_by_role("button", name="Me prévenir sur cet appareil")).to_be_hidden()
    assert faults_in_every_light(page) == []


def test_staff_choose_without_a_script(place: Served, context: Callable[..., BrowserContext]) -> None:
    page = context(**DESK, java_script_enabled=False).new_page()
    page.goto(f"{place.url}/demo/login/julien/")
    page.goto(f"{place.url}/notifications/")
    expect(page.get_by_text("Ce navigateur ne peut pas vous prévenir.")).to_be_visible()
    page.get_by_label("Un résumé le matin").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("C’est enregistré.")).to_be_visible()
    expect(page.get_by_label("Un résumé le matin")).to_be_checked()
    assert urlsplit(page.url).path == "/notifications/"
