"""Slowing down, opaque cursors, and posts that arrive together."""

import asyncio

import pytest
from asgiref.sync import async_to_sync
from hypothesis import given, settings
from hypothesis import strategies as st

from aufil.web import limits
from aufil.web.limits import Bucket, slow_down
from aufil.web.pagination import decode, encode
from aufil.web.problems import Problem
from aufil.web.threads import Gatherer


def test_beyond_so_many_times_one_waits_and_alone():
    for _ in range(3):
        slow_down("essai", "lea", times=3, seconds=900)
    with pytest.raises(Problem) as refused:
        slow_down("essai", "lea", times=3, seconds=900)
    assert refused.value.kind == "slow-down"
    assert 0 < refused.value.retry_after <= 900
    slow_down("essai", "yanis", times=3, seconds=900)
    slow_down("autre", "lea", times=3, seconds=900)


def test_a_bucket_refills_with_time(monkeypatch):
    at = 1_000.0
    monkeypatch.setattr(limits.time, "monotonic", lambda: at)
    bucket = Bucket(burst=10, per_second=2)
    assert bucket.take(1, 10) is None
    assert bucket.take(1, 4) == 2
    assert bucket.take(2, 10) is None, "each has their own"
    at += 2
    assert bucket.take(1, 4) is None
    assert bucket.take(1) == 1
    at += 3_600
    assert bucket.take(1, 10) is None
    assert bucket.take(1) == 1, "never more than a burst"


def test_a_bucket_does_not_grow_for_ever():
    bucket = Bucket(burst=1, per_second=1, keep=100)
    for who in range(1_000):
        bucket.take(who)
    assert len(bucket._levels) <= 101


@settings(database=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00")))
def test_a_cursor_gives_its_position_back(position):
    assert decode(encode(position)) == position


def gathering(work, **more):
    """A gatherer that works beside on a bare thread: no database is behind these."""
    gather = Gatherer(work, **more)
    gather.beside = asyncio.to_thread
    return gather


def test_what_arrives_together_is_worked_on_together_and_each_gets_its_own():
    batches = []

    def work(items):
        batches.append(list(items))
        return [item * 10 for item in items]

    async def scenario():
        gather = gathering(work, most=3)
        return await asyncio.gather(*[gather(n) for n in range(7)])

    assert async_to_sync(scenario)() == [n * 10 for n in range(7)]
    assert [n for batch in batches for n in batch] == list(range(7)), "in order of arrival"
    assert max(map(len, batches)) <= 3
    assert len(batches) < 7


def test_a_list_that_fails_fails_for_each_in_it_and_the_next_goes_on():
    def work(items):
        if 1 in items:
            raise ValueError("le disque est plein")
        return items

    async def scenario():
        gather = gathering(work, most=2)
        return await asyncio.gather(*[gather(n) for n in range(4)], return_exceptions=True)

    failed, also, *rest = async_to_sync(scenario)()
    assert isinstance(failed, ValueError)
    assert isinstance(also, ValueError)
    assert rest == [2, 3]


def test_who_goes_away_does_not_stop_the_others():
    done = []

    def work(items):
        done.extend(items)
        return items

    async def scenario():
        gather = gathering(work)
        impatient = asyncio.ensure_future(gather("parti"))
        patient = asyncio.ensure_future(gather("resté"))
        await asyncio.sleep(0)
        impatient.cancel()
        assert await patient == "resté"
        with pytest.raises(asyncio.CancelledError):
            await impatient

    async_to_sync(scenario)()
    assert done == ["parti", "resté"], "what was sent is written all the same"
