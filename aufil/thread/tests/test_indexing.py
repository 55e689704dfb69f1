"""What is searched follows what is written: once, in any order of commits, from wherever it was stopped."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from aufil.jobs.following import _followers, follow, register_followers
from aufil.thread.actions import index_next, indexing
from aufil.thread.models import Entry, Indexing, KnownWord, Searched
from aufil.thread.queries import Question, search


def entry(cast, pk: int, text: str) -> Entry:
    now = timezone.now()
    return Entry.objects.create(
        pk=pk,
        uid=uuid4(),
        thread=cast.thread(),
        seq=pk,
        rev=pk,
        author=cast.lea,
        text=text,
        body_hash=b"",
        written_at=now,
        created_at=now,
    )


def found(cast, text: str) -> int:
    return len(search(cast.lea.pk, Question(text)).hits)


def test_an_entry_whose_transaction_ends_after_later_ones_is_read_too(cast):
    entry(cast, 5, "cinq")
    entry(cast, 9, "neuf")
    assert index_next() is False
    assert [hole[:2] for hole in Indexing.objects.get().holes] == [[1, 4], [6, 8]]
    entry(cast, 7, "sept")
    index_next()
    assert found(cast, "sept") == found(cast, "neuf") == 1
    assert [hole[:2] for hole in Indexing.objects.get().holes] == [[1, 4], [6, 6], [8, 8]]


def test_keys_that_never_came_are_given_up_after_an_hour(cast, monkeypatch):
    entry(cast, 3, "trois")
    index_next()
    late = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(indexing.clock, "now", lambda: late)
    index_next()
    assert Indexing.objects.get().holes == []


def test_a_stretch_at_a_time_and_each_entry_once(cast, monkeypatch):
    monkeypatch.setattr(indexing, "STRETCH", 2)
    for pk in range(1, 6):
        entry(cast, pk, f"numéro {pk}")
    assert [index_next(), index_next(), index_next(), index_next()] == [True, True, False, False]
    assert Searched.objects.filter(word="numero").count() == 5


def test_what_failed_is_done_again_whole(cast, monkeypatch):
    entry(cast, 1, "papier")
    learn = indexing._learn
    monkeypatch.setattr(indexing, "_learn", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        index_next()
    assert not Searched.objects.exists()
    assert Indexing.objects.get().upto == 0
    monkeypatch.setattr(indexing, "_learn", learn)
    index_next()
    assert found(cast, "papier") == 1
    assert KnownWord.objects.filter(word="papier").exists()


def test_other_rules_read_everything_again(cast, monkeypatch):
    entry(cast, 1, "papier")
    index_next()
    Searched.objects.update(word="autrefois")
    monkeypatch.setattr(indexing, "RULES", indexing.RULES + 1)
    index_next()
    assert (found(cast, "papier"), found(cast, "autrefois")) == (1, 0)


def test_a_word_that_was_forgotten_is_learnt_again(cast):
    first = entry(cast, 1, "papier")
    index_next()
    indexing.forget_entries([first.pk])
    indexing.forget_unused_words()
    assert not KnownWord.objects.filter(word="papier").exists()
    entry(cast, 2, "papiers et papier")
    index_next()
    assert found(cast, "papiers") == 1
    assert KnownWord.objects.filter(word="papier").exists()


def test_reading_costs_the_same_for_one_entry_and_for_many(cast, django_assert_max_num_queries):
    for pk in range(1, 60):
        entry(cast, pk, f"mot{pk} et papier")
    with django_assert_max_num_queries(22):
        index_next()


def test_following_says_whether_more_waits():
    done, before = [], list(_followers)
    register_followers([lambda: bool(done.append(1)) or len(done) < 3])
    try:
        assert [follow(), follow(), follow()] == [True, True, False]
    finally:
        register_followers(before)
