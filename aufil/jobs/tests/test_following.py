"""Each follower has its own pace."""

import threading

import pytest

from aufil.jobs import following
from aufil.jobs.following import Followers, register_followers


@pytest.fixture
def registered():
    before = list(following._followers)
    yield register_followers
    register_followers(before)


def test_one_that_is_slow_holds_up_no_other(registered, monkeypatch):
    monkeypatch.setattr(following, "EVERY", 0.01)
    monkeypatch.setattr(following.connection, "close", lambda: None)
    free, went_on = threading.Event(), threading.Event()
    times = []

    def slow() -> bool:
        return not free.wait(10)

    def quick() -> bool:
        times.append(1)
        if len(times) == 3:
            went_on.set()
        return False

    registered([slow, quick])
    followers = Followers()
    followers.start()
    try:
        assert went_on.wait(5)
    finally:
        free.set()
        followers.stop()


def test_those_that_never_started_stop_at_once(registered):
    registered([lambda: False])
    Followers().stop()
