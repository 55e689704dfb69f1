"""What caches in between, the browser and the service worker are told of a page."""

import re

import pytest


@pytest.mark.parametrize("path", ["/", "/appareils/", "/connexion/", "/nulle-part/"])
def test_no_cache_in_between_keeps_a_persons_page(pages, cast, path):
    answer = pages.lea.get(path)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Aufil-Person"] == str(cast.lea.uid)
    assert "Aufil-Person" not in pages.nobody.get(path).headers


@pytest.mark.parametrize("path", ["/", "/connexion/", "/nulle-part/", "/hors-ligne/"])
def test_no_script_but_ours_may_run(pages, cast, path):
    policy = pages.lea.get(path).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert re.search(r"script-src 'self'(;|$)", policy)
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_nothing_of_the_api_is_kept(api, cast):
    assert api.lea.get(f"/threads/{cast.thread().uid}/entries").headers["cache-control"] == "no-store"
    assert "no-cache" in api.lea.get("/me").headers["cache-control"]


def test_only_what_helps_is_compressed(api, cast):
    address = f"/threads/{cast.thread().uid}/entries"
    assert "content-encoding" not in api.lea.get(address, **{"Accept-Encoding": "gzip"}).headers
    api.lea.say(cast.thread(), "très " * 300)
    assert api.lea.get(address, **{"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in api.lea.get(address).headers
