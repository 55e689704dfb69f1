"""A cookie alone changes nothing from another site; a form kept for a week still works."""

import pytest
from django.test import Client

from aufil.thread.models import Entry
from aufil.web.authentication import COOKIE, same_origin, secret_of

HOST = {"host": "aufil.exemple.fr", "scheme": "https"}


@pytest.mark.parametrize(
    ("method", "fetch_site", "origin", "fine"),
    [
        ("GET", "cross-site", "https://mechant.example", True),
        ("HEAD", "cross-site", "", True),
        ("OPTIONS", "cross-site", "", True),
        ("POST", "same-origin", "", True),
        ("POST", "none", "", True),
        ("POST", "cross-site", "", False),
        ("POST", "same-site", "https://aufil.exemple.fr", False),
        ("POST", "", "https://aufil.exemple.fr", True),
        ("POST", "", "http://aufil.exemple.fr", False),
        ("POST", "", "https://aufil.exemple.fr:8443", False),
        ("POST", "", "https://aufil.exemple.fr.mechant.example", False),
        ("POST", "", "https://mechant.example", False),
        ("POST", "", "null", False),
        ("POST", "", "", False),
        ("PATCH", "", "", False),
        ("DELETE", "cross-site", "https://aufil.exemple.fr", False),
    ],
)
def test_what_may_change_something(method, fetch_site, origin, fine):
    assert same_origin(method=method, origin=origin, fetch_site=fetch_site, **HOST) is fine


def test_the_address_the_installation_gives_itself_is_trusted(settings):
    settings.TRUSTED_ORIGINS = ["https://aufil.exemple.fr"]
    arguments = {"method": "POST", "fetch_site": "", "host": "127.0.0.1:8000", "scheme": "http"}
    assert same_origin(origin="https://aufil.exemple.fr", **arguments)
    assert not same_origin(origin="https://autre.exemple.fr", **arguments)


@pytest.mark.parametrize(
    ("authorization", "cookies", "found"),
    [
        ("Bearer abc", {COOKIE: "xyz"}, ("abc", True)),
        ("bearer  abc ", {}, ("abc", True)),
        ("", {COOKIE: "xyz"}, ("xyz", False)),
        ("Basic abc", {COOKIE: "xyz"}, ("xyz", False)),
        ("Bearer ", {}, ("", False)),
        ("", {}, ("", False)),
    ],
)
def test_which_secret_a_request_carries(authorization, cookies, found):
    assert secret_of(authorization, cookies) == found


FORGED = [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://mechant.example"}, {}]


@pytest.mark.parametrize("headers", FORGED)
def test_another_sites_form_writes_nothing_and_says_why(pages, cast, headers):
    forged = Client(headers=headers)
    forged.cookies[COOKIE] = pages.lea.cookies[COOKIE].value
    message = {"id": "0190a000-0000-7000-8000-000000000001", "text": "piégé"}
    answer = forged.post(f"/fil/{cast.thread().uid}/", message)
    assert answer.status_code == 403
    assert "vient d’un autre site" in answer.content.decode()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("headers", [*FORGED, {"Sec-Fetch-Site": "same-origin"}])
@pytest.mark.parametrize("path", ["/threads", "/threads/{thread}/entries", "/threads/{thread}/read"])
def test_the_api_by_cookie_asks_for_our_origin_and_our_header(api, pages, cast, headers, path):
    """`Sec-Fetch-Site: same-origin` alone is refused too: a form cannot send `X-Requested-With`."""
    headers = {**headers, "Cookie": f"{COOKIE}={pages.lea.cookies[COOKIE].value}"}
    body = {"id": "0190a000-0000-7000-8000-000000000001", "text": "piégé", "seq": 0}
    answer = api.nobody.call("POST", path.format(thread=cast.thread().uid), body, **headers)
    assert (answer.status, answer.kind) == (403, "cross-origin")
    assert not Entry.objects.exists()


@pytest.mark.parametrize("origin", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}])
def test_our_own_page_writes_by_cookie(api, pages, cast, origin):
    cookie = f"autre=1; {COOKIE}={pages.lea.cookies[COOKIE].value}"
    headers = {**origin, "X-Requested-With": "aufil", "Cookie": cookie}
    assert api.nobody.say(cast.thread(), "coucou").status == 401
    body = {"id": "0190a000-0000-7000-8000-000000000001", "text": "coucou"}
    answer = api.nobody.post(f"/threads/{cast.thread().uid}/entries", body, **headers)
    assert answer.status == 201
    assert answer.json["author"]["id"] == str(cast.lea.uid)


def test_what_a_page_of_somebody_else_still_sends_is_not_written_for_who_came_after(api, pages, cast):
    """One phone, two people: Léa's page is still open when Yanis signs in."""
    headers = {
        "Sec-Fetch-Site": "same-origin",
        "X-Requested-With": "aufil",
        "Cookie": f"{COOKIE}={pages.yanis.cookies[COOKIE].value}",
        "Aufil-Person": str(cast.lea.uid),
    }
    body = {"id": "0190a000-0000-7000-8000-000000000001", "text": "de Léa"}
    thread = cast.thread("yanis")
    answer = api.nobody.post(f"/threads/{thread.uid}/entries", body, **headers)
    assert (answer.status, answer.kind) == (401, "sign-in")
    assert not Entry.objects.exists()
    headers["Aufil-Person"] = str(cast.yanis.uid)
    assert api.nobody.post(f"/threads/{thread.uid}/entries", body, **headers).status == 201
