"""The form bytes have at rest: any range opens, anything tampered with does not."""

import io
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aufil.files.crypt import (
    FRAME,
    HEADER,
    SEALED_FRAME,
    Altered,
    Sealing,
    key_uid_of,
    opened,
    sealed_size,
    stretch_of,
)

KEY = bytes(range(32))
UID = uuid4()
sizes = st.one_of(
    st.integers(0, 300),
    st.builds(lambda n, d: max(0, n * FRAME + d), st.integers(0, 3), st.integers(-2, 2)),
)


def content(size: int) -> bytes:
    return (bytes(range(251)) * (size // 251 + 1))[:size]


def sealed(clear: bytes, *, identity: bytes = b"photo", key: bytes = KEY) -> bytes:
    sealing = Sealing(io.BytesIO(clear), key_uid=UID, key=key, identity=identity)
    whole = b"".join(iter(lambda: sealing.read(10_007), b""))
    assert sealing.size == len(clear)
    return whole


def opening(
    whole: bytes,
    size: int,
    start: int = 0,
    stop: int | None = None,
    identity: bytes = b"photo",
    cut: int = 5_000,
) -> bytes:
    stop = size if stop is None else stop
    begin, end = stretch_of(size, start, stop)
    part = whole[begin:end]
    chunks: Iterator[bytes] = (part[i : i + cut] for i in range(0, len(part), cut))
    return b"".join(
        opened(chunks, header=whole[:HEADER], key=KEY, identity=identity, size=size, start=start, stop=stop)
    )


@settings(deadline=None)
@given(size=sizes, data=st.data())
def test_any_range_of_anything_is_what_was_put_there(size: int, data: st.DataObject) -> None:
    clear = content(size)
    start = data.draw(st.integers(0, size))
    stop = data.draw(st.integers(start, size))
    whole = sealed(clear)
    assert len(whole) == sealed_size(size)
    assert opening(whole, size) == clear
    assert (
        opening(whole, size, start, stop, cut=data.draw(st.sampled_from([1_000, 65_552, 65_553, 200_000])))
        == clear[start:stop]
    )


def test_nothing_of_the_clear_bytes_shows() -> None:
    clear = b"numero de securite sociale" * 100
    whole = sealed(clear)
    assert b"securite" not in whole
    assert whole != sealed(clear), "the same bytes twice look different"
    assert key_uid_of(whole[:HEADER]) == UID


def change(whole: bytes, what: str) -> bytes:
    frames = [whole[i : i + SEALED_FRAME] for i in range(HEADER, len(whole), SEALED_FRAME)]
    match what:
        case "cut at a frame":
            frames.pop()
        case "cut in a frame":
            frames[-1] = frames[-1][:-1]
        case "a frame less in the middle":
            frames.pop(1)
        case "two frames the other way round":
            frames[0], frames[1] = frames[1], frames[0]
        case "a frame twice":
            frames.insert(1, frames[0])
        case "a bit":
            frames[1] = bytes([frames[1][0] ^ 1]) + frames[1][1:]
        case "something after the end":
            frames.append(frames[-1])
    return whole[:HEADER] + b"".join(frames)


@pytest.mark.parametrize(
    "what",
    [
        "cut at a frame",
        "cut in a frame",
        "a frame less in the middle",
        "two frames the other way round",
        "a frame twice",
        "a bit",
    ],
)
def test_what_was_tampered_with_does_not_open(what: str) -> None:
    size = 3 * FRAME + 10
    with pytest.raises(Altered):
        opening(change(sealed(content(size)), what), size)


def test_a_shorter_size_does_not_open_the_beginning_alone() -> None:
    """A row that lies about the size meets the mark of the last frame."""
    whole = sealed(content(3 * FRAME))
    with pytest.raises(Altered):
        opening(whole, 2 * FRAME)


def test_one_object_cannot_be_put_in_the_place_of_another() -> None:
    whole = sealed(content(100), identity=b"photo of Yanis")
    with pytest.raises(Altered):
        opening(whole, 100)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Altered):
        opening(sealed(content(100), key=bytes(32)), 100)


@pytest.mark.parametrize("header", [b"", b"AUFIL", b"%PDF-1.7" + bytes(60)])
def test_what_is_not_ours_is_said_so(header: bytes) -> None:
    with pytest.raises(Altered):
        key_uid_of(header)


def test_the_header_names_its_key() -> None:
    assert key_uid_of(sealed(b"")[:HEADER]) == UUID(bytes=UID.bytes)
