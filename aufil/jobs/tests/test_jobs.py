"""Durable work: asked for with the fact, done at least once, by one worker at a time, never lost in silence."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event
from time import sleep

import pytest
from django.db import connection, transaction

from aufil.config.timetable import TIMETABLE
from aufil.jobs import actions, worker
from aufil.jobs.models import Job
from aufil.jobs.queries import standing
from aufil.jobs.registry import daily, every, find, lane_of, name_of
from aufil.jobs.worker import Worker, work_off
from aufil.kernel import clock

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
done: list[str] = []
begun = Event()


@actions.job
def note(*, word: str) -> None:
    done.append(word)


@actions.job
def breaks(*, word: str) -> None:
    raise ValueError(f"pas de {word}")


@actions.job(lane="heavy")
def toil(*, word: str) -> None:
    done.append(word)


@actions.job
def ring() -> None:
    begun.set()


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    done.clear()


class Clock:
    """The time of a test: still until moved."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **time: float) -> None:
        self.at += timedelta(**time)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    held = Clock()
    monkeypatch.setattr(clock, "now", held)
    return held


@pytest.mark.django_db
def test_work_asked_for_is_done_once_and_its_arguments_forgotten():
    actions.later(note, word="bonjour")
    assert (work_off(), work_off()) == (1, 0)
    assert done == ["bonjour"]
    job = Job.objects.get()
    assert job.done_at
    assert (job.arguments, job.lease_until) == ({}, None)


@pytest.mark.django_db(transaction=True)
def test_work_asked_for_in_a_transaction_that_fails_was_never_asked_for():
    with transaction.atomic():
        actions.later(note, word="jamais")
        transaction.set_rollback(True)
    assert work_off() == 0
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_asking_twice_under_one_key_is_once():
    for word in ("un", "deux"):
        actions.later(note, key="facture-1", word=word)
    actions.later(note, key="facture-2", word="trois")
    while work_off():
        pass
    assert done == ["un", "trois"]


@pytest.mark.django_db
def test_a_key_already_taken_leaves_the_callers_transaction_whole():
    actions.later(note, key="k", word="un")
    with transaction.atomic():
        actions.later(note, key="k", word="deux")
        actions.later(note, word="trois")
    assert Job.objects.count() == 2


@pytest.mark.django_db
def test_work_for_later_waits_its_time(time):
    actions.later(note, due_at=NOON + timedelta(hours=1), word="plus tard")
    assert work_off() == 0
    time.forward(hours=1)
    assert work_off() == 1


@pytest.mark.django_db
def test_what_was_due_first_is_done_first(time):
    for hours, word in ((1, "deuxième"), (2, "premier")):
        actions.later(note, due_at=NOON - timedelta(hours=hours), word=word)
    work_off(most=2)
    assert done == ["premier", "deuxième"]


@pytest.mark.django_db
def test_a_failure_keeps_its_reason_and_comes_back_later_and_later(time):
    actions.later(breaks, word="réseau")
    delays = []
    for _ in range(9):
        assert work_off() == 1
        job = Job.objects.get()
        assert job.last_error == "ValueError: pas de réseau"
        assert job.done_at is None
        delays.append((job.due_at - time.at).total_seconds())
        assert work_off() == 0, "not before its time"
        time.at = job.due_at
    usual = [10 * 4**n for n in range(9)]
    for delay, expected in zip(delays, usual, strict=True):
        expected = min(expected, 12 * 3600)
        assert 0.8 * expected <= delay <= 1.2 * expected
    assert job.tries == 9
    assert standing().failing == [(name_of(breaks), 9, "ValueError: pas de réseau")]


@actions.job
def awaits(*, what: str) -> None:
    raise actions.NotYet(f"pas de {what}", at_most=timedelta(minutes=1))


@pytest.mark.django_db
def test_a_job_whose_need_is_away_looks_again_before_long(time):
    actions.later(awaits, what="réseau")
    for _ in range(6):
        assert work_off() == 1
        job = Job.objects.get()
        assert job.last_error == "pas de réseau"
        time.at = job.due_at
    assert job.tries == 6
    assert job.due_at <= time.at + timedelta(seconds=72)


@pytest.mark.django_db
def test_one_failing_job_does_not_keep_the_others_waiting(time):
    actions.later(breaks, word="un")
    actions.later(note, word="deux")
    work_off()
    work_off()
    assert done == ["deux"]


@pytest.mark.django_db
def test_work_no_code_knows_is_kept_with_its_reason(time):
    Job.objects.create(name="ancien.travail", arguments={"a": 1}, created_at=NOON, due_at=NOON)
    assert work_off() == 1
    job = Job.objects.get()
    assert "Aucun code ne connaît ce travail" in job.last_error
    assert (job.arguments, job.done_at) == ({"a": 1}, None)
    assert job.due_at > NOON


@pytest.mark.django_db
def test_who_dies_loses_the_lease_and_another_does_it(time):
    actions.later(note, word="deux fois plutôt que zéro")
    (dead,) = actions.claim()
    assert work_off() == 0, "still leased"
    time.forward(seconds=61)
    assert work_off() == 1
    assert len(done) == 1
    actions.finish(dead)
    actions.retry(dead, "trop tard")
    job = Job.objects.get()
    assert (job.tries, job.last_error) == (2, ""), "the dead one has no say any more"


@pytest.mark.django_db
def test_who_is_alive_keeps_the_lease(time):
    actions.later(note, word="long")
    (row,) = actions.claim()
    time.forward(seconds=40)
    assert actions.extend(row)
    time.forward(seconds=40)
    assert actions.claim() == []
    time.forward(seconds=30)
    (other,) = actions.claim()
    assert not actions.extend(row), "lost: somebody else has it"
    assert actions.extend(other)


@pytest.mark.django_db(transaction=True)
def test_workers_that_claim_at_once_never_get_the_same():
    for number in range(30):
        actions.later(note, word=str(number))
    barrier = Barrier(4)

    def claim_all() -> list[int]:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=20)
            mine = []
            while jobs := actions.claim(most=3):
                mine += [job.pk for job in jobs]
            return mine
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        claimed = [pk for future in [pool.submit(claim_all) for _ in range(4)] for pk in future.result()]
    assert sorted(claimed) == sorted(Job.objects.values_list("pk", flat=True))
    assert set(Job.objects.values_list("tries", flat=True)) == {1}


@pytest.mark.django_db
def test_a_line_of_the_timetable_is_asked_for_once_whatever_the_restarts(time):
    lines = [daily(nightly, at="01:10"), every(nightly, hours=1)]
    for _ in range(3):
        actions.schedule(lines)
    assert Job.objects.count() == 2
    time.forward(minutes=59)
    actions.schedule(lines)
    assert Job.objects.count() == 2
    time.forward(minutes=1)
    actions.schedule(lines)
    assert Job.objects.count() == 3
    time.forward(hours=13)
    actions.schedule(lines)
    assert Job.objects.count() == 5, "tomorrow's night, and one hour (the missed ones are not made up)"


def nightly() -> None:
    done.append("nuit")


@pytest.mark.parametrize(
    ("line", "now", "last"),
    [
        (daily(nightly, at="01:10"), NOON, datetime(2026, 3, 2, 1, 10, tzinfo=UTC)),
        (daily(nightly, at="13:00"), NOON, datetime(2026, 3, 1, 13, 0, tzinfo=UTC)),
        (daily(nightly, at="12:00"), NOON, NOON),
        (every(nightly, hours=1), NOON + timedelta(minutes=59), NOON),
    ],
)
def test_the_last_occurrence_of_a_line(line, now, last):
    assert line.occurrence(now) == last


@pytest.mark.django_db
def test_finished_work_is_forgotten_after_a_week_unfinished_work_never(time):
    actions.later(note, word="fini")
    work_off()
    actions.later(breaks, word="rien")
    work_off()
    time.forward(days=7, seconds=1)
    actions.purge_done()
    assert Job.objects.get().name == name_of(breaks)


def test_every_line_of_the_timetable_is_work_the_worker_knows():
    for line in TIMETABLE:
        assert find(name_of(line.function)) is line.function


@pytest.mark.django_db
def test_each_lane_is_worked_off_apart(time):
    actions.later(toil, word="film")
    time.forward(seconds=1)
    actions.later(note, word="code")
    assert work_off(lane="quick") == 1
    assert (work_off(lane="quick"), done) == (0, ["code"])
    assert work_off(lane="heavy") == 1
    assert done == ["code", "film"]


def test_a_line_of_the_timetable_leaves_a_heavy_job_in_its_lane():
    daily(toil, at="03:00")
    assert (lane_of(toil), lane_of(note)) == ("heavy", "quick")


@pytest.mark.django_db
def test_a_heavy_job_behind_another_waits_for_its_turn_and_is_late_when_nobody_works(time):
    actions.later(toil, word="un")
    actions.later(toil, word="deux")
    actions.claim(lane="heavy")
    time.forward(seconds=50)
    assert (standing().late, standing().queue) == (timedelta(), timedelta(seconds=50))
    time.forward(seconds=50)
    assert (standing().late, standing().queue) == (timedelta(seconds=100), timedelta()), "the lease is over"


@pytest.mark.django_db(transaction=True)
def test_a_worker_of_the_same_process_begins_at_once(monkeypatch):
    monkeypatch.setattr(worker, "POLL", 60.0)
    monkeypatch.setattr(worker, "timetable", list)
    begun.clear()
    one = Worker()
    one.start()
    try:
        sleep(0.3)  # it has looked, found nothing, and waits
        with transaction.atomic():
            actions.later(ring)
            assert not begun.wait(0.1), "not before the commit"
        assert begun.wait(20), "it did not wait for its next look"
    finally:
        one.stop()


@pytest.mark.django_db
def test_how_the_work_stands_says_how_late_the_oldest_is(time):
    actions.later(note, word="a")
    time.forward(minutes=5)
    actions.later(note, word="b")
    now = standing()
    assert (now.waiting, now.late, now.failing) == (2, timedelta(minutes=5), [])
