"""Bytes in ranges, as browsers ask for them; never a page of somebody else's making."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import StreamingHttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from aufil.web.serving import serve

BODY = bytes(range(200))


def read(start: int, stop: int) -> Iterator[bytes]:
    yield BODY[start:stop][:7]
    yield BODY[start:stop][7:]


def served(
    media_type: str = "video/mp4", name: str = "vidéo.mp4", method: str = "GET", **headers: str
) -> Any:
    request = RequestFactory().generic(method, "/", headers=headers)
    return serve(request, name=name, media_type=media_type, size=len(BODY), tag="tag", read=read, kept=True)


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_without_a_range_all_of_it_goes() -> None:
    response = served()
    assert (response.status_code, body_of(response)) == (200, BODY)
    assert response.headers["Content-Length"] == "200"
    assert response.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=10-", 10, 200),
        ("bytes=-5", 195, 200),
        ("bytes=190-500", 190, 200),
        ("bytes=-500", 0, 200),
    ],
)
def test_a_range_is_answered_exactly(asked: str, start: int, stop: int) -> None:
    response = served(Range=asked)
    assert body_of(response) == BODY[start:stop]
    assert response.headers["Content-Length"] == str(stop - start)
    if stop - start < 200:
        assert response.status_code == 206
        assert response.headers["Content-Range"] == f"bytes {start}-{stop - 1}/200"


@pytest.mark.parametrize("asked", ["bytes=200-", "bytes=200-300", "bytes=-0", "bytes=99999-"])
def test_a_range_outside_is_refused_with_the_size(asked: str) -> None:
    response = served(Range=asked)
    assert (response.status_code, response.headers["Content-Range"]) == (416, "bytes */200")


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-6", "octets=0-1", "bytes=5-1", "bytes=-", "bytes=a-b", "bytes=" + "9" * 40 + "-"]
)
def test_what_is_no_single_range_gets_all(asked: str) -> None:
    assert served(Range=asked).status_code == 200


@given(first=st.integers(0, 250), last=st.integers(0, 250))
def test_any_range_is_that_stretch_or_said_to_lie_outside(first: int, last: int) -> None:
    response = served(Range=f"bytes={first}-{last}")
    if last < first:
        assert response.status_code == 200
    elif first >= 200:
        assert response.status_code == 416
    else:
        assert body_of(response) == BODY[first : last + 1]


def test_what_the_browser_has_is_not_sent_again() -> None:
    response = served(**{"If-None-Match": '"other", "tag"'})
    assert (response.status_code, response.streaming) == (304, False)
    assert served(**{"If-Range": '"other"', "Range": "bytes=0-1"}).status_code == 200
    assert served(**{"If-Range": '"tag"', "Range": "bytes=0-1"}).status_code == 206


def test_a_head_says_the_same_and_reads_nothing() -> None:
    response = served(method="HEAD")
    assert response.headers["Content-Length"] == "200"
    assert body_of(response) == b""


@pytest.mark.parametrize(
    ("media_type", "disposition"),
    [
        ("image/jpeg", "inline"),
        ("audio/webm", "inline"),
        ("video/mp4", "inline"),
        ("application/pdf", "inline"),
        ("text/html", "attachment"),
        ("image/svg+xml", "attachment"),
        ("text/plain", "attachment"),
        ("application/vnd.oasis.opendocument.text", "attachment"),
        ("application/octet-stream", "attachment"),
    ],
)
def test_only_what_runs_nothing_is_shown(media_type: str, disposition: str) -> None:
    response = served(media_type)
    assert response.headers["Content-Disposition"].startswith(disposition)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_name_in_any_alphabet_is_written_so_that_browsers_read_it() -> None:
    assert "filename*=utf-8''vid%C3%A9o.mp4" in served().headers["Content-Disposition"]
    assert served(name='a"b.mp4').headers["Content-Disposition"] == 'inline; filename="a\\"b.mp4"'


def test_what_is_streamed_is_not_compressed(client: Any, settings: Any) -> None:
    from aufil.web.middleware import CompressMiddleware

    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    middleware = CompressMiddleware(lambda _: StreamingHttpResponse([b"x" * 5_000]))
    assert "Content-Encoding" not in middleware(request).headers
