"""Taking a time, and all that is refused."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from aufil.appointments.actions import Visitor, change, note_past
from aufil.appointments.models import Appointment, Busy, Change, Seat
from aufil.appointments.times import instant_of
from aufil.audit.models import Record
from aufil.people.models import Absence
from aufil.web.problems import Problem


def test_a_time_is_taken_for_both_and_the_history_says_so(world):
    made = world.booked(2, 9)
    assert set(Busy.objects.values_list("person", flat=True)) == {world.cast.camille.pk, world.cast.lea.pk}
    assert [change.what for change in made.changes.all()] == ["made"]
    assert Record.objects.filter(verb="appointment-made", subject_uid=made.uid).count() == 1


def test_the_same_booking_again_is_once(world):
    uid = uuid4()
    first, again = world.book(2, 9, uid=uid), world.book(2, 9, uid=uid)
    assert (first.is_new, again.is_new) == (True, False)
    assert Appointment.objects.count() == 1
    with pytest.raises(Problem):
        world.book(2, 9, uid=uid, kind=world.workshop, seats=3, young=None)


def test_who_comes_second_sees_the_three_nearest_times(world):
    world.booked(2, 10)
    found = world.refused(2, 10, 15, young=world.cast.yanis)
    assert [slot.starts_at for slot in found.nearest] == [
        world.at(2, 9, 15),
        world.at(2, 10, 45),
        world.at(2, 11),
    ]
    assert Seat.objects.count() == 1


def test_the_same_young_person_is_not_at_two_places(world):
    world.booked(2, 10)
    with pytest.raises(Problem) as caught:
        world.book(2, 10, counsellor=world.cast.julien)
    assert caught.value.kind == "conflict"
    assert Appointment.objects.count() == 1


def test_staff_overlap_on_purpose_with_a_reason_that_is_kept(world):
    world.booked(2, 10)
    made = world.booked(2, 10, young=world.cast.yanis, reason="Urgence logement")
    assert made.overlap_reason == "Urgence logement"
    assert list(made.busy.values_list("person", flat=True)) == [world.cast.yanis.pk]


def test_a_reason_without_overlap_leaves_the_time_guarded(world):
    assert world.booked(2, 10, reason="au cas où").overlap_reason == ""
    world.refused(2, 10, young=world.cast.yanis)


@pytest.mark.parametrize(
    ("when", "more", "field"),
    [
        ((-1, 9), {}, "starts_at"),
        ((366, 9), {}, "starts_at"),
        ((3 * 365, 9), {}, "starts_at"),
        ((2, 9), {"mode": "video"}, "mode"),
        ((2, 9), {"place": None}, "place"),
        ((2, 9), {"young": None}, "young"),
        ((2, 9), {"seats": 4}, "seats"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(world, when, more, field):
    with pytest.raises(Problem) as caught:
        world.book(*when, **more)
    assert list(caught.value.errors) == [field]
    assert str(caught.value.detail)
    assert not Appointment.objects.exists()
    assert not Busy.objects.exists()


def test_it_ends_after_it_starts_and_on_the_same_day(world):
    for minutes in (0, -30, 601):
        with pytest.raises(Problem):
            world.book(2, 9, ends_at=world.at(2, 9) + timedelta(minutes=minutes))


def test_a_closed_kind_and_a_closed_place_take_nobody(world):
    world.office.closed_at = world.monday
    with pytest.raises(Problem):
        world.book()
    world.office.closed_at, world.talk.closed_at = None, world.monday
    with pytest.raises(Problem):
        world.book()


def test_who_is_away_or_no_longer_there_is_not_booked(world):
    cholet, day = world.cast.structures["cholet"], world.at(2, 9).date()
    Absence.objects.create(
        structure=cholet, person=world.cast.camille, starts_on=day, ends_on=day, made_at=world.monday
    )
    with pytest.raises(Problem):
        world.book(2, 9)
    world.booked(3, 9)
    world.cast.julien.memberships.update(ends_on=world.at(3, 9).date())
    with pytest.raises(Problem):
        world.book(4, 9, counsellor=world.cast.julien)


def test_for_oneself_only_what_is_open_in_time_and_for_them(world):
    lea = world.cast.lea
    world.booked(2, 9, by=lea)
    world.refused(2, 12, 30, by=lea)  # noon
    for when, more in [((0, 9), {}), ((60, 9), {}), ((3, 9), {"ends_at": world.at(3, 9, 30)})]:
        with pytest.raises(Problem):
            world.book(*when, by=lea, **more)
    world.talk.for_young = False
    with pytest.raises(Problem) as caught:
        world.book(3, 9, by=lea)
    assert caught.value.kind == "forbidden"


def test_for_oneself_never_for_another(world):
    with pytest.raises(Problem) as caught:
        world.book(2, 9, by=world.cast.lea, young=world.cast.yanis)
    assert caught.value.kind == "not-found"
    with pytest.raises(Problem):
        world.book(2, 9, by=world.cast.alex)
    with pytest.raises(Problem):
        world.book(2, 9, young=world.cast.ousmane)


def test_a_meeting_that_was_held_is_noted_and_takes_no_time(world):
    made = note_past(wanted=world.wanted(-3, 9), by=world.cast.camille, uid=uuid4()).appointment
    assert made.is_past_note
    assert made.taken.get().outcome == "present"
    assert not Busy.objects.exists()
    with pytest.raises(Problem):
        note_past(wanted=world.wanted(1, 9), by=world.cast.camille, uid=uuid4())


def test_a_visitor_leaves_a_way_to_be_called(world):
    with pytest.raises(Problem):
        world.book(young=None, visitor=Visitor("Zoé"))
    made = world.booked(young=None, visitor=Visitor("Zoé", phone="+33600000000"))
    assert made.taken.get().visitor_name == "Zoé"


def test_the_hour_missing_in_march_is_refused_and_the_doubled_one_is_the_first(world):
    with pytest.raises(Problem) as caught:
        instant_of(date(2026, 3, 29), time(2, 30), "Europe/Paris")
    assert "n’existe pas" in str(caught.value.detail)
    october = date(2026, 10, 25)
    first = instant_of(october, time(2, 30), "Europe/Paris")
    assert instant_of(october, time(2, 30), "Europe/Paris", second=True) - first == timedelta(hours=1)


def test_words_change_without_moving_it(world):
    made = world.booked()
    change(appointment=made, by=world.cast.camille, note="Apportez votre CV")
    last = Change.objects.get(what="changed")
    assert last.before == {"note": ""}
