"""A structure's own tool, and « Tester ma visio »."""

import pytest

from aufil.video.actions import record_check
from aufil.video.models import VideoRules
from tests.support import Cast, signed_in

pytestmark = pytest.mark.django_db
HERE = "/structure/visio/"


def test_the_head_gives_the_address_of_their_own_tool(cast: Cast):
    claude = signed_in(cast.claude)
    assert claude.post(HERE, {"way": "own", "link": "https://visio.example/cholet"}).status_code == 302
    assert VideoRules.objects.get().link == "https://visio.example/cholet"
    assert "https://visio.example/cholet" in claude.get(HERE).content.decode()
    claude.post(HERE, {"way": "ours", "link": "https://visio.example/cholet"})
    assert VideoRules.objects.get().link == ""


@pytest.mark.parametrize("link", ["", "visio.example", "http://visio.example/", "javascript:alert(1)"])
def test_an_address_that_is_none_is_kept_for_who_typed_it(cast: Cast, link):
    answer = signed_in(cast.claude).post(HERE, {"way": "own", "link": link})
    assert answer.status_code == 422
    assert f'value="{link}"' in answer.content.decode() or not link
    assert not VideoRules.objects.exists()


def test_the_test_hands_out_the_relay_for_a_quarter_of_an_hour(cast: Cast, settings):
    settings.TURN_URL, settings.TURN_SECRET = "turn://127.0.0.1:3478", "secret"
    answer = signed_in(cast.lea).get("/visio/essai/")
    assert "turn:127.0.0.1:3478?transport=udp" in answer.content.decode()
    assert "microphone=(self)" in answer.headers["Permissions-Policy"]
    assert 'data-kept="yes"' in answer.content.decode()
    assert 'data-kept=""' in signed_in(cast.camille).get("/visio/essai/").content.decode()
    assert signed_in(None).get("/visio/essai/").url == "/connexion/"


def test_the_counsellor_reads_the_last_result_on_her_page(cast: Cast):
    cholet = cast.structures["cholet"]
    page = f"/mes-jeunes/{cast.lea.uid}/"
    assert "Test de visio" not in signed_in(cast.camille).get(page).content.decode()
    record_check(structure=cholet, person=cast.lea, result="phone", facts={})
    record_check(structure=cholet, person=cast.lea, result="audio", facts={})
    html = signed_in(cast.camille).get(page).content.decode()
    assert "<b>son seulement</b>" in html
    assert "à appeler par téléphone" not in html
