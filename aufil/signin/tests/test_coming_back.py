"""Whoever was going somewhere when asked to sign in gets there."""

import pytest
from django.test import RequestFactory

from aufil.signin.actions import choose_personal_code
from aufil.signin.tests.phones import Counsellor, new_phone, opened, who
from aufil.web.pages import RETURN, return_path

THREAD = "/fil/0190b6a5-2d5e-7000-8000-000000000000/"


def come_in(cast, browser):
    """By a code shown at a meeting; what the last step answers."""
    camille = Counsellor(cast.camille, cast.lea)
    address = camille.show()
    camille.confirm(opened(browser, address))
    answer = browser.post(address)
    assert who(browser) == "lea"
    return answer


def going_to(path):
    browser = new_phone()
    browser.cookies[RETURN] = path
    return browser


def test_one_comes_back_to_the_page_one_was_going_to(cast):
    choose_personal_code(person=cast.lea, code="4711")
    browser = going_to(THREAD)
    assert come_in(cast, browser).url == THREAD
    assert browser.cookies[RETURN].value == ""


def test_after_choosing_four_digits_as_well(cast):
    browser = going_to(THREAD)
    assert come_in(cast, browser).url == "/mon-code/"
    assert f'href="{THREAD}"' in browser.get("/mon-code/").text
    assert browser.post("/mon-code/", {"code": "4711"}).url == THREAD


@pytest.mark.parametrize(
    "path",
    ["", "//ailleurs.exemple.fr/", "https://ailleurs.exemple.fr/", "/\\ailleurs", "/a\nb/", "javascript:x"],
)
def test_nobody_is_led_elsewhere(path):
    request = RequestFactory().get("/")
    request.COOKIES[RETURN] = path
    assert return_path(request) == "/"
