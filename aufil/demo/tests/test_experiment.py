"""The demonstration data: deterministic, whole, alive, and never mixed with real people."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from aufil.delivery.models import Notice
from aufil.demo.actions import NotEmptyError, demonstration_made, make_experiment
from aufil.demo.cast import SHOWN
from aufil.kernel import clock
from aufil.people.models import HandOver, Membership, Person, Profile, Role, Situation, Structure, Support
from aufil.people.queries import left_people, referent_of
from aufil.thread.models import Entry, Member, Revision, Thread


class Made(NamedTuple):
    """What one run left in the database, as plain rows."""

    at: datetime
    structures: list[str]
    roles: Counter[tuple[str, str]]
    people: dict[str, Any]
    memberships: set[tuple[str, str, str]]
    referents: dict[str, str]
    entries: list[Any]
    threads: list[Any]
    members: list[Any]
    pending: set[tuple[str, Any, int]]
    revisions: int


def make() -> Made:
    """Make the demonstration, read it, undo it."""
    with transaction.atomic():
        make_experiment()
        made = Made(
            clock.now(),
            list(Structure.objects.values_list("slug", flat=True)),
            Counter(Membership.objects.filter(ends_on=None).values_list("structure__slug", "role")),
            {p.username: p for p in Person.objects.all()},
            set(Membership.objects.values_list("person__username", "structure__slug", "role")),
            dict(
                Support.objects.filter(part="referent", ends_on=None).values_list(
                    "young__username", "counsellor__username"
                )
            ),
            list(
                Entry.objects.order_by("thread__uid", "seq").values(
                    "uid",
                    "thread__uid",
                    "seq",
                    "rev",
                    "text",
                    "author__username",
                    "reply_to__uid",
                    "created_at",
                    "written_at",
                    "edited_at",
                    "deleted_at",
                    "thread__kind",
                    "kind",
                    "via",
                )
            ),
            list(
                Thread.objects.values(
                    "uid", "kind", "last_seq", "rev", "updated_at", "closed_at", "young__username"
                )
            ),
            list(Member.objects.values("thread__uid", "person__username", "seen_seq", "side")),
            set(Notice.objects.pending().values_list("person__username", "topic", "position")),
            Revision.objects.count(),
        )
        transaction.set_rollback(True)
    return made


NOON = datetime.fromisoformat("2026-03-04T12:00:00+00:00")


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Made]:
    """One run, held at a Wednesday noon."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(clock, "now", lambda: NOON)
        yield make()


@pytest.fixture
def again(made: Made, db: None, monkeypatch: pytest.MonkeyPatch) -> Made:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return make()


def test_two_runs_give_the_same_people_texts_and_identifiers(made, again):
    assert again.entries == made.entries
    assert {u: p.uid for u, p in again.people.items() if not_staff(u, made)} == {
        u: p.uid for u, p in made.people.items() if not_staff(u, made)
    }
    assert again.referents == made.referents
    assert {t["uid"] for t in again.threads} == {t["uid"] for t in made.threads}


def not_staff(username, made):
    return any(role == Role.YOUNG for name, _, role in made.memberships if name == username)


def test_three_structures_fifteen_counsellors_a_hundred_and_twenty_young_people(made):
    assert sorted(made.structures) == ["cholet", "mayenne", "sarthe-nord"]
    for slug in made.structures:
        assert made.roles[slug, Role.COUNSELLOR] == 5
        assert made.roles[slug, Role.YOUNG] == 40


@pytest.mark.parametrize(
    ("username", "structure", "role"),
    [
        ("lea", "cholet", Role.YOUNG),
        ("yanis", "cholet", Role.YOUNG),
        ("ines", "cholet", Role.YOUNG),
        ("camille", "cholet", Role.COUNSELLOR),
        ("dominique", "cholet", Role.PILOT),
        ("claude", "cholet", Role.HEAD),
        ("alex", "mayenne", Role.COUNSELLOR),
    ],
)
def test_the_fixed_cast_is_there(made, username, structure, role):
    assert (username, structure, role) in made.memberships


def test_camille_answers_for_lea_and_the_administrator_for_the_platform(made):
    assert made.referents["lea"] == "camille"
    assert made.people["admin"].is_platform_admin
    assert all(username in made.people for username, _line in SHOWN)


def test_every_young_person_is_between_16_and_29_and_some_are_minors_or_hard_to_reach(made):
    today = made.at.date()
    young = [made.people[name] for name in made.referents]
    ages = [person.age_on(today) for person in young]
    assert all(16 <= age <= 29 for age in ages)
    assert any(person.is_minor_on(today) for person in young)
    assert any(not person.email and not person.phone for person in young)


def test_every_young_person_has_a_referent_and_a_thread(made):
    assert len(made.referents) == 120
    support = [t for t in made.threads if t["kind"] == "support" and not t["closed_at"]]
    assert sorted(t["young__username"] for t in support) == sorted(made.referents)


def test_somebody_has_left_and_somebody_is_lent_until_next_week(db):
    make_experiment()
    (left,) = left_people(Structure.objects.get(slug="cholet"))
    assert left.username == "marius"
    lent = HandOver.objects.get()
    assert (lent.young.username, lent.giver.username, lent.taker.username) == ("bilal", "nadia", "sophie")
    assert referent_of(lent.young, lent.structure) == lent.taker
    planned = Support.objects.get(stage="planned")
    assert (planned.counsellor, planned.starts_on) == (lent.giver, lent.returns_on)


def test_every_young_person_has_a_file(db):
    make_experiment()
    assert Profile.objects.count() == 120
    assert Situation.objects.values("person").distinct().count() == 120
    assert len(set(Situation.objects.values_list("category", flat=True))) >= 6


def by_thread(made):
    threads: dict[Any, list[Any]] = {}
    for entry in made.entries:
        threads.setdefault(entry["thread__uid"], []).append(entry)
    return threads


def test_every_thread_is_numbered_without_hole_and_in_the_order_of_time(made):
    counters = {t["uid"]: t for t in made.threads}
    for uid, entries in by_thread(made).items():
        assert [e["seq"] for e in entries] == list(range(1, len(entries) + 1))
        assert len({e["rev"] for e in entries}) == len(entries)
        assert counters[uid]["last_seq"] == len(entries)
        assert counters[uid]["rev"] == max(e["rev"] for e in entries)
        times = [e["created_at"] for e in entries]
        assert times == sorted(times)
        assert all(e["written_at"] <= e["created_at"] for e in entries)


def test_eleven_weeks_that_end_today(made):
    times = [e["created_at"] for e in made.entries]
    assert max(times) <= made.at
    assert made.at - max(times) < timedelta(days=1)
    assert timedelta(weeks=10) <= made.at - min(times) <= timedelta(weeks=12)


def test_no_two_threads_read_alike(made):
    texts = {uid: [e["text"] for e in entries] for uid, entries in by_thread(made).items()}
    assert len({tuple(said) for said in texts.values()}) == len(texts)
    own = [e for e in made.entries if e["kind"] != Entry.Kind.EVENT and e["via"] != Entry.Via.MANY]
    long = [e["text"] for e in own if len(e["text"]) > 40]
    twice = [text for text, count in Counter(long).items() if count > 1]
    assert twice == [], "a long sentence is said once in all"


def test_there_are_unread_messages_on_both_sides_and_the_notices_agree(made):
    authors = {(e["thread__uid"], e["seq"]): e for e in made.entries}
    last = {t["uid"]: t["last_seq"] for t in made.threads}
    unread = Counter(
        m["side"]
        for m in made.members
        for seq in range(m["seen_seq"] + 1, last[m["thread__uid"]] + 1)
        if authors[m["thread__uid"], seq]["author__username"] != m["person__username"]
        and not authors[m["thread__uid"], seq]["deleted_at"]
    )
    assert unread["staff"] >= 10
    assert unread["young"] >= 10
    assert len(made.pending) == sum(unread.values())


def test_there_are_late_answers_silent_people_corrections_and_messages_taken_back(made):
    support = [es for es in by_thread(made).values() if es[0]["thread__kind"] == "support"]
    silent = [es for es in support if not any(e["created_at"] > made.at - timedelta(weeks=3) for e in es)]
    assert silent
    waits = [
        later["created_at"] - earlier["created_at"]
        for es in support
        for earlier, later in pairwise(es)
        if earlier["author__username"] != later["author__username"]
    ]
    assert any(wait > timedelta(days=3) for wait in waits)
    assert any(e["edited_at"] for e in made.entries)
    deleted = [e for e in made.entries if e["deleted_at"]]
    assert deleted
    assert all(e["text"] == "" for e in deleted)
    assert made.revisions == len(deleted) + len([e for e in made.entries if e["edited_at"]])
    assert any(e["created_at"] - e["written_at"] > timedelta(minutes=10) for e in made.entries)
    assert any(e["reply_to__uid"] for e in made.entries)


def test_there_are_groups(made):
    assert len([t for t in made.threads if t["kind"] == "group"]) == 3


@pytest.mark.parametrize(
    "now", ["2026-03-02T03:00:00+00:00", "2026-03-29T12:00:00+00:00", "2024-02-29T23:30:00+00:00"]
)
def test_it_can_be_made_on_any_day(db, monkeypatch, now):
    at = datetime.fromisoformat(now)
    monkeypatch.setattr(clock, "now", lambda: at)
    made = make()
    assert max(e["created_at"] for e in made.entries) <= at


def test_a_database_that_has_people_is_refused_and_left_as_it_was(cast):
    before = Person.objects.count()
    with pytest.raises(NotEmptyError):
        make_experiment()
    with pytest.raises(CommandError, match="a déjà des personnes"):
        call_command("demo_data", "experiment")
    assert Person.objects.count() == before
    assert not demonstration_made()


def test_every_persona_comes_home(db, settings, client):
    settings.DEMO = True
    make_experiment()
    assert demonstration_made()
    page = client.get("/demo/").content.decode()
    for username, _line in SHOWN:
        assert f"/demo/login/{username}/" in page
        answer = client.get(f"/demo/login/{username}/", follow=True)
        assert answer.redirect_chain == [("/", 302)]
        assert answer.status_code == 200
        assert answer.headers["Aufil-Person"] == str(Person.objects.get(username=username).uid)
