"""What the measuring commands answer; the measurements themselves are `bin/bench`."""

import json
import subprocess
from io import StringIO
from math import isnan
from pathlib import Path

import pytest
from django.core.management import call_command

from aufil.people.queries import identity_by_key
from aufil.thread.models import Thread
from aufil.thread.queries import Stretch, read
from aufil.web.authentication import key_hash
from bench.figures import Figure, percentile

BENCH = Path(__file__).resolve().parent.parent / "bin" / "bench"


def prepared(pairs: int) -> list[dict[str, str]]:
    said = StringIO()
    call_command("bench", "prepare", "--pairs", str(pairs), "--json", stdout=said)
    return json.loads(said.getvalue())


@pytest.mark.django_db
def test_prepare_makes_threads_that_both_tokens_open() -> None:
    pairs = prepared(2)
    assert [set(pair) for pair in pairs] == [{"thread", "a_token", "b_token"}] * 2
    thread = Thread.objects.get(uid=pairs[0]["thread"])
    sides = []
    for token in ("a_token", "b_token"):
        caller = identity_by_key(key_hash(pairs[0][token]))
        assert caller is not None
        assert caller.by_token
        opened, entries = read(person=caller.person_id, thread=thread.uid, stretch=Stretch())
        assert entries == []
        sides.append(opened.viewer.side)
    assert sides == ["young", "staff"]


@pytest.mark.django_db
def test_prepare_again_keeps_the_threads_and_gives_new_tokens() -> None:
    first, again = prepared(2), prepared(3)
    assert [pair["thread"] for pair in again[:2]] == [pair["thread"] for pair in first]
    assert again[0]["a_token"] != first[0]["a_token"]
    assert Thread.objects.count() == 3


def test_the_list_names_the_measurements() -> None:
    done = subprocess.run([BENCH, "--list"], capture_output=True, text=True, cwd="/", check=True)
    assert done.stdout.split() == [
        "thread",
        "streams",
        "pages",
        "history",
        "today",
        "import",
        "search",
        "uploads",
        "delivery",
        "slots",
        "races",
        "video",
    ]


def test_an_unknown_measurement_is_wrong_usage() -> None:
    done = subprocess.run([BENCH, "nothing"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "nothing" in done.stderr


def test_a_figure_says_its_limit_and_whether_it_is_met() -> None:
    assert json.loads(Figure("thread.accept_p99", 5.5, "ms").as_json()) == {
        "name": "thread.accept_p99",
        "value": 5.5,
        "unit": "ms",
        "limit": 20,
        "aim": 6,
        "met": True,
    }
    assert Figure("thread.accept_p99", 21, "ms").met is False
    assert Figure("thread.max_rate", 1800, "/s").met is True
    assert Figure("thread.max_rate", 1500, "/s").met is False
    assert Figure("thread.load_lag_p99", 1, "ms").met is None
    assert Figure("thread.lost", float("nan"), "messages").met is False


def test_percentile() -> None:
    hundred = range(1, 101)
    assert [percentile(hundred, share) for share in (0.5, 0.95, 0.99, 1)] == [50, 95, 99, 100]
    assert isnan(percentile([], 0.5))
