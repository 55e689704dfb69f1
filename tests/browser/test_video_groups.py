"""Three pages and a real Janus: everybody hears everybody, a few are seen, and a Janus that dies is come back from."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests import janus
from tests.browser.chromium import started
from tests.browser.rooms import FLAGS, Bare, open_room
from tests.browser.speaking import FAKE_DEVICES
from tests.serving import Served, demonstration

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not janus.installed(), reason=janus.MISSING),
]
HOST, YOUNG, OTHER = "camille", "lea", "yanis"
Three = tuple[Bare, Bare, Bare]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with started(FAKE_DEVICES, *FLAGS) as browser:
        yield browser


@pytest.fixture(scope="module")
def sfu(tmp_path_factory: pytest.TempPathFactory) -> Iterator[janus.Janus]:
    with janus.janus(tmp_path_factory.mktemp("janus")) as running:
        yield running


@pytest.fixture(scope="module")
def meeting_place(
    tmp_path_factory: pytest.TempPathFactory, static_root: str, sfu: janus.Janus
) -> Iterator[Served]:
    """The demonstration, with a Janus."""
    home = tmp_path_factory.mktemp("groups")
    with demonstration(home, AUFIL_STATIC_ROOT=static_root, AUFIL_SFU_URL=sfu.url) as served:
        yield served


@pytest.fixture
def three(meeting_place: Served, context: Callable[..., BrowserContext]) -> Iterator[Three]:
    """Camille, Léa and Yanis in one room, heard by one another."""
    room = open_room(meeting_place, [HOST], [YOUNG, OTHER])
    pages = tuple(Bare(context(), meeting_place, name) for name in (HOST, YOUNG, OTHER))
    for one in pages:
        assert one.enter(room)["status"] == 201
    everybody_hears(pages)
    yield pages
    for one in pages:
        assert one.page.evaluate("window.failed") == []


def everybody_hears(pages: tuple[Bare, ...], *, seconds: float = 20) -> None:
    for one in pages:
        for other in pages:
            if one is not other:
                one.hears(other, seconds=seconds)


def test_everybody_hears_everybody_and_sees_who_turns_a_camera_on(three: Three) -> None:
    camille, lea, yanis = three
    lea.page.evaluate("camera(true)")
    camille.sees(lea)
    yanis.sees(lea)
    lea.page.evaluate("camera(false)")
    camille.sees_no(lea)
    lea.page.evaluate("camera(true)")
    yanis.sees(lea)
    camille.hears(lea)


def test_janus_dies_in_mid_call_and_everybody_is_heard_again(three: Three, sfu: janus.Janus) -> None:
    sfu.kill()
    for one in three:
        one.wait("window.states.includes('cut')")
    sfu.start()
    for one in three:
        one.wait("window.states[window.states.length - 1] === 'live'", seconds=30)
    everybody_hears(three)
