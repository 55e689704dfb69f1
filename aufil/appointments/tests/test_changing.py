"""Moving, cancelling, handing over, answering, and what became of it."""

from datetime import timedelta

import pytest

from aufil.appointments import events
from aufil.appointments.actions import (
    Elsewhere,
    Moved,
    Taken,
    answer,
    cancel,
    hand_over,
    move,
    set_outcome,
    unwatch,
    watch,
)
from aufil.appointments.models import Busy, Change, Watch
from aufil.kernel import bus
from aufil.web.problems import Problem


def to(world, *when: int, **more) -> Elsewhere:
    starts = world.at(*when)
    return Elsewhere(starts_at=starts, ends_at=starts + timedelta(minutes=45), **more)


@pytest.fixture
def told(monkeypatch):
    """The facts that were published, in order."""
    facts: list = []
    monkeypatch.setattr(bus, "publish", lambda some: facts.extend(some))
    return facts


def test_moved_it_is_the_same_and_the_old_time_is_free(world):
    made = world.booked(2, 10)
    answer(seat=made.taken.get(), said="comes", by=world.cast.lea)
    found = move(appointment=made, to=to(world, 3, 10), by=world.cast.camille)
    assert isinstance(found, Moved)
    assert (found.appointment.pk, found.appointment.moves) == (made.pk, 1)
    assert set(Busy.objects.values_list("starts_at", flat=True)) == {world.at(3, 10)}
    kept = Change.objects.get(what="moved")
    assert kept.before["starts_at"] == world.at(2, 10).isoformat()
    assert made.taken.get().answer == ""
    world.booked(2, 10, young=world.cast.yanis)


def test_moved_by_a_quarter_of_an_hour_it_is_not_in_its_own_way(world):
    made = world.booked(2, 10)
    assert isinstance(move(appointment=made, to=to(world, 2, 10, 15), by=world.cast.lea), Moved)


def test_moved_onto_another_it_stays_and_the_nearest_are_told(world):
    world.booked(3, 10, young=world.cast.yanis)
    made = world.booked(2, 10)
    found = move(appointment=made, to=to(world, 3, 10), by=world.cast.lea)
    assert isinstance(found, Taken)
    assert len(found.nearest) == 3
    made.refresh_from_db()
    assert (made.starts_at, made.moves) == (world.at(2, 10), 0)
    assert Busy.objects.filter(appointment=made, starts_at=world.at(2, 10)).count() == 2


def test_who_is_not_in_it_neither_moves_nor_cancels_it(world):
    made = world.booked(2, 10)
    for stranger in (world.cast.yanis, world.cast.alex, None):
        with pytest.raises(Problem) as caught:
            move(appointment=made, to=to(world, 3, 10), by=stranger)
        assert caught.value.kind == "not-found"
        with pytest.raises(Problem) as caught:
            cancel(appointment=made, by=stranger)
        assert caught.value.kind == "not-found"


def test_after_the_limit_one_writes_and_staff_still_may(world, at):
    made = world.booked(2, 10)
    at(world.at(2, 9))
    for act in (
        lambda: cancel(appointment=made, by=world.cast.lea),
        lambda: move(appointment=made, to=to(world, 4, 10), by=world.cast.lea),
    ):
        with pytest.raises(Problem) as caught:
            act()
        assert caught.value.kind == "forbidden"
    cancel(appointment=made, by=world.cast.camille)
    assert not Busy.objects.exists()


def test_cancelled_twice_is_once(world, told):
    made = world.booked(2, 10)
    for _ in range(2):
        cancel(appointment=made, by=world.cast.lea, word="Je suis malade")
    assert Change.objects.filter(what="cancelled").count() == 1
    assert [type(fact) for fact in told] == [events.AppointmentBooked, events.AppointmentCancelled]
    with pytest.raises(Problem) as caught:
        move(appointment=made, to=to(world, 3, 10), by=world.cast.camille)
    assert caught.value.kind == "gone"


def test_what_has_begun_is_neither_moved_nor_cancelled(world, at):
    made = world.booked(2, 10)
    at(world.at(2, 10, 5))
    with pytest.raises(Problem):
        cancel(appointment=made, by=world.cast.camille)
    with pytest.raises(Problem):
        move(appointment=made, to=to(world, 3, 10), by=world.cast.camille)


def test_handed_over_it_takes_the_time_of_who_takes_it(world):
    made = world.booked(2, 10)
    hand_over(appointment=made, to=world.cast.julien, by=world.cast.camille)
    assert set(Busy.objects.values_list("person", flat=True)) == {world.cast.julien.pk, world.cast.lea.pk}
    other = world.booked(2, 10, young=world.cast.yanis)
    with pytest.raises(Problem) as caught:
        hand_over(appointment=other, to=world.cast.julien, by=world.cast.camille)
    assert caught.value.kind == "conflict"
    assert Busy.objects.filter(appointment=other).count() == 2
    with pytest.raises(Problem):
        hand_over(appointment=other, to=world.cast.alex, by=world.cast.camille)


def test_an_answer_is_kept_and_told_once(world, told):
    seat = world.booked(2, 10).taken.get()
    for _ in range(2):
        answer(seat=seat, said="comes", by=world.cast.lea)
    assert sum(isinstance(fact, events.AnswerGiven) for fact in told) == 1
    with pytest.raises(Problem):
        answer(seat=seat, said="comes", by=world.cast.yanis)


def test_what_became_of_it_is_noted_once_it_has_begun(world, at):
    seat = world.booked(2, 10).taken.get()
    with pytest.raises(Problem):
        set_outcome(seat=seat, outcome="absent", by=world.cast.camille)
    assert set_outcome(seat=seat, outcome="excused", by=world.cast.camille).outcome == "excused"
    at(world.at(2, 11))
    with pytest.raises(Problem):
        set_outcome(seat=seat, outcome="present", by=world.cast.camille, is_legitimate=True)
    noted = set_outcome(seat=seat, outcome="absent", by=world.cast.camille, is_legitimate=True)
    assert noted.outcome_by == world.cast.camille
    with pytest.raises(Problem):
        set_outcome(seat=seat, outcome="present", by=world.cast.lea)


def watched(world, young, **more):
    cholet = world.cast.structures["cholet"]
    return watch(structure=cholet, young=young, kind=world.talk, before=world.at(30, 9), by=young, **more)


def test_who_watches_is_told_once_a_day_and_three_times_at_most(world, at, told):
    watched(world, world.cast.yanis)
    for day in (10, 11, 14, 15, 16, 17):
        world.booked(day, 10)
    for _ in range(2):
        cancel(appointment=_next(world), by=world.cast.camille)
    assert len(_earlier(told)) == 1
    for day in (1, 2, 3):
        at(world.at(day, 8))
        cancel(appointment=_next(world), by=world.cast.camille)
    assert len(_earlier(told)) == 3
    assert Watch.objects.get().ended_at


def test_who_is_taken_then_or_cancelled_it_is_not_told(world, told):
    watched(world, world.cast.lea)
    watched(world, world.cast.yanis)
    made = world.booked(10, 10)
    world.booked(10, 10, young=world.cast.yanis, counsellor=world.cast.julien)
    Watch.objects.update(ended_at=None)
    cancel(appointment=made, by=world.cast.lea)
    assert not _earlier(told)


def test_a_watch_ends_when_something_earlier_is_taken_or_it_is_said(world):
    assert watched(world, world.cast.lea).pk == watched(world, world.cast.lea).pk
    world.booked(10, 10)
    assert not Watch.objects.filter(ended_at=None).exists()
    watched(world, world.cast.yanis)
    unwatch(structure=world.cast.structures["cholet"], young=world.cast.yanis, kind=world.talk)
    assert not Watch.objects.filter(ended_at=None).exists()


def _next(world):
    from aufil.appointments.models import Appointment

    return Appointment.objects.standing().first()


def _earlier(told):
    return [fact for fact in told if isinstance(fact, events.EarlierFreed)]


def test_what_lies_under_an_absence_is_listed(world):
    from aufil.appointments.queries import under_absence
    from aufil.people.models import Absence

    before, under = world.booked(1, 9), world.booked(2, 9)
    world.booked(2, 9, counsellor=world.cast.julien, young=world.cast.yanis)
    day = world.at(2, 9).date()
    cholet = world.cast.structures["cholet"]
    absence = Absence.objects.create(
        structure=cholet, person=world.cast.camille, starts_on=day, ends_on=day, made_at=world.monday
    )
    assert list(under_absence(absence)) == [under]
    assert before.pk
