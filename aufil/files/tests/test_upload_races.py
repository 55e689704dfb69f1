"""Several that send, stop or forget at once, and any cutting up: in the end exact bytes, or a word that says why."""

import os
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aufil.files.actions import stop, take_piece
from aufil.files.api import uploads
from aufil.files.models import File, Piece
from aufil.files.tests.conftest import Announce
from aufil.files.tests.sending import CUT, Sender, kept
from aufil.jobs.models import Job
from aufil.thread.api import busy
from aufil.thread.models import Entry, Thread
from aufil.web.problems import Problem
from tests.support import Api, Cast


def together(works: list[Callable[[], Any]]) -> list[Any]:
    """What each gives, or the kind of the problem it met; all at once."""

    def one(work: Callable[[], Any]) -> Any:
        try:
            return work()
        except Problem as problem:
            return problem.kind
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


@pytest.mark.django_db(transaction=True)
def test_of_several_that_send_the_same_piece_one_counts(announce: Announce) -> None:
    file = announce(300_000)
    content = os.urandom(300_000)
    offset = 0
    for size in (100_000, 100_000, 100_000):
        part = content[offset : offset + size]
        at = offset
        answers = together([lambda: take_piece(file=file, offset=at, data=part)] * 4)  # noqa: B023
        offset += size
        assert sorted(map(str, answers)) == sorted([str(offset), "offset", "offset", "offset"])
    assert kept(file) == content
    assert Job.objects.filter(name__endswith="prepare").count() == 1
    assert Piece.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_that_send_the_whole_in_pieces_of_their_own_make_one_file(announce: Announce) -> None:
    file = announce(200_000)
    content = os.urandom(200_000)

    def sender(seed: int) -> Callable[[], str]:
        def send() -> str:
            chance = random.Random(seed)
            while (offset := File.objects.get(pk=file.pk).received) < len(content):
                try:
                    part = content[offset : offset + chance.randint(1_000, 40_000)]
                    take_piece(file=file, offset=offset, data=part)
                except Problem as problem:
                    assert problem.kind == "offset"
            return "sent"

        return send

    assert together([sender(1), sender(2), sender(3)]) == ["sent"] * 3
    assert kept(file) == content
    assert File.objects.get(pk=file.pk).state == "received"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(3))
def test_the_last_piece_and_a_stop_at_once_leave_one_or_the_other(announce: Announce, _round: int) -> None:
    file = announce(10)
    answers = together([lambda: take_piece(file=file, offset=0, data=b"0123456789"), lambda: stop(file=file)])
    file.refresh_from_db()
    if file.state == "received":
        assert answers == [10, "forbidden"]
        assert kept(file) == b"0123456789"
    else:
        assert file.state == "purged"
        assert answers == ["gone", None]
        assert not Piece.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_last_pieces_and_messages_taken_back_at_once_do_not_hold_each_other(
    api: Api, cast: Cast, announce: Announce, entry_of: Callable[[File], Entry]
) -> None:
    files = [announce(10, name=f"{n}.pdf") for n in range(6)]
    entries = [str(entry_of(file).uid) for file in files]
    thread = cast.thread().uid
    caller = api.lea
    works: list[Callable[[], Any]] = []
    for file, entry in zip(files, entries, strict=True):
        works.append(lambda file=file: take_piece(file=file, offset=0, data=b"0123456789"))  # type: ignore[misc]
        path = f"/threads/{thread}/entries/{entry}"
        works.append(lambda path=path: caller.delete(path).status)  # type: ignore[misc]
    answers = together(works)
    assert set(answers[1::2]) == {200}
    assert set(answers[::2]) <= {10, "gone"}
    revs = list(Entry.objects.filter(thread__uid=thread).values_list("rev", flat=True))
    assert len(set(revs)) == len(revs)
    assert max(revs) <= Thread.objects.get(uid=thread).rev


def test_however_it_is_cut_the_bytes_are_the_same(api: Api, announce: Announce) -> None:
    lea = api.lea

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(size=st.integers(1, 600_000), data=st.data())
    def send(size: int, data: st.DataObject) -> None:
        for bucket in (uploads.pace, uploads.volume, busy.pace):
            bucket._levels.clear()
        content = random.Random(size).randbytes(size)
        file = announce(size)
        sender = Sender(lea, file)
        for _ in range(6):
            offset = sender.offset()
            upto = data.draw(st.integers(offset, size))
            chunk = data.draw(st.sampled_from([1_000, 65_536, 300_000]))
            parts: list[Any] = [content[i : min(i + chunk, upto)] for i in range(offset, upto, chunk)]
            sender.streamed(offset, [*parts, CUT] if data.draw(st.booleans()) else parts or [CUT])
            if sender.offset() == size:
                break
        offset = sender.offset()
        if offset < size:
            assert sender.patch(offset, content[offset:]).status == 204
        assert kept(file) == content
        assert File.objects.get(pk=file.pk).state == "received"

    send()
