"""The lounge of a group: two young people go in by one tap each and hear each other, through a real Janus."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from aufil.kernel.hours import public_holidays_of
from tests import janus
from tests.browser.axe import NARROWEST, faults_in_every_light, too_wide
from tests.browser.chromium import DESK, PHONE, started
from tests.browser.rooms import FLAGS
from tests.browser.speaking import FAKE_DEVICES
from tests.browser.steps import role
from tests.serving import Served, demonstration

TODAY = datetime.now(ZoneInfo("Europe/Paris")).date()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not janus.installed(), reason=janus.MISSING),
    pytest.mark.skipif(
        TODAY in public_holidays_of(TODAY.year), reason="Un salon est fermé les jours fériés."
    ),
]
TEAM, YOUNG, OTHER, STRANGER = "camille", "lea", "yanis", "ines"
# All day, every day: the journey walks at any hour.
OPEN = """
from datetime import time
from aufil.thread.models import Thread
from aufil.video.models import LoungeHours
group = Thread.objects.get(title="Promo apprentissage")
LoungeHours.objects.filter(thread=group).delete()
for day in range(7):
    LoungeHours.objects.create(thread=group, weekday=day, opens=time(0), closes=time(23, 59, 59))
print(group.uid)
"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with started(FAKE_DEVICES, "--use-fake-ui-for-media-stream", *FLAGS) as browser:
        yield browser


@pytest.fixture(scope="module")
def meeting_place(tmp_path_factory: pytest.TempPathFactory, static_root: str) -> Iterator[Served]:
    """The demonstration, with a Janus."""
    home = tmp_path_factory.mktemp("lounge")
    with (
        janus.janus(tmp_path_factory.mktemp("janus")) as running,
        demonstration(home, AUFIL_STATIC_ROOT=static_root, AUFIL_SFU_URL=running.url) as served,
    ):
        yield served


@pytest.fixture(scope="module")
def group(meeting_place: Served) -> str:
    return meeting_place.aufil("shell", "-v", "0", "-c", OPEN).split()[-1]


def page_of(served: Served, context: Callable[..., BrowserContext], name: str, on: dict[str, object]) -> Page:
    page = context(**on).new_page()
    page.goto(f"{served.url}/demo/login/{name}/")
    return page


def test_two_young_people_meet_in_the_lounge_and_the_team_comes_by(
    meeting_place: Served, context: Callable[..., BrowserContext], group: str
) -> None:
    lea = page_of(meeting_place, context, YOUNG, PHONE)
    lea.goto(f"{meeting_place.url}/fil/{group}/")
    role(lea, "standing").get_by_role("link", name="Aller au salon").click()
    expect(lea.get_by_text("L’équipe (", exact=False)).to_be_visible()
    lea.get_by_role("button", name="Entrer dans le salon").click()
    expect(lea).to_have_url(re.compile("/salle/"))
    expect(lea.get_by_role("heading", name="Le salon", level=1)).to_be_visible()

    yanis = page_of(meeting_place, context, OTHER, PHONE)
    yanis.goto(f"{meeting_place.url}/fil/{group}/salon/")
    expect(yanis.locator(".lounge")).to_contain_text("Léa")
    yanis.get_by_role("button", name="Entrer dans le salon").click()
    for page in (lea, yanis):
        expect(page.locator(".room")).to_have_attribute("data-connection", "live", timeout=20_000)
        expect(page.locator(".tile")).to_have_count(1, timeout=20_000)

    camille = page_of(meeting_place, context, TEAM, DESK)
    camille.goto(f"{meeting_place.url}/fil/{group}/salon/")
    expect(camille.locator(".lounge")).to_contain_text("2 personnes sont là.")
    camille.get_by_role("button", name="Entrer dans le salon").click()
    expect(camille.locator(".tile")).to_have_count(2, timeout=20_000)
    expect(lea.locator(".tile")).to_have_count(2, timeout=20_000)


def test_nobody_else_finds_it(
    meeting_place: Served, context: Callable[..., BrowserContext], group: str
) -> None:
    page = page_of(meeting_place, context, STRANGER, PHONE)
    for path in ("salon/", "salon/reglages/"):
        answer = page.goto(f"{meeting_place.url}/fil/{group}/{path}")
        assert answer is not None
        assert answer.status == 404


def test_its_pages_have_no_fault_and_fit_the_narrowest_phone(
    meeting_place: Served, context: Callable[..., BrowserContext], group: str
) -> None:
    for name, paths in ((YOUNG, ("salon/",)), (TEAM, ("salon/", "salon/reglages/"))):
        page = page_of(meeting_place, context, name, PHONE)
        for path in paths:
            page.goto(f"{meeting_place.url}/fil/{group}/{path}")
            assert faults_in_every_light(page) == [], path
            assert too_wide(page, NARROWEST) <= 0, path
    page = page_of(meeting_place, context, YOUNG, PHONE)
    page.goto(f"{meeting_place.url}/fil/{group}/")
    expect(role(page, "standing")).to_be_visible()
    assert too_wide(page, NARROWEST) <= 0
