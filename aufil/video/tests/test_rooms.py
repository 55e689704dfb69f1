"""Opening a room, coming in, leaving it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from aufil.audit.models import Record
from aufil.jobs.models import Job
from aufil.people.actions import start_device
from aufil.video.actions import (
    end_room,
    invite,
    join_guests,
    leave,
    leave_devices,
    let_in,
    open_room,
    part_guests,
    remove,
    tidy_rooms,
)
from aufil.video.admission import hours_of_appointment, hours_of_call
from aufil.video.events import CutTwice, RoomEnded, RoomOpened, SomebodyCameIn, SomebodyLeft
from aufil.video.models import Guest, Room, Stay
from aufil.video.queries import presences
from aufil.video.tests.conftest import ENDS, STARTS, wanted
from aufil.web.problems import Problem

pytestmark = pytest.mark.django_db


def refusal(function, *arguments, **more):
    with pytest.raises(Problem) as caught, transaction.atomic():
        function(*arguments, **more)
    return caught.value.kind, (caught.value.more or {}).get("why")


def test_a_subject_has_one_open_room(meeting):
    again = open_room(wanted=meeting.wanted(title="Bilan"), by=meeting.cast.camille)
    assert again.pk == meeting.room.pk
    assert meeting.now().title == "Bilan"
    assert len(meeting.told(RoomOpened)) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Room.objects.create(
            structure=meeting.room.structure,
            kind="appointment",
            subject=meeting.room.subject,
            provider="direct",
            opens_at=STARTS,
            admits_until=ENDS,
            made_at=STARTS,
        )


def test_a_room_that_ended_may_be_followed_by_another(meeting):
    camille, _lea = meeting.both()
    end_room(host=camille)
    again = open_room(wanted=meeting.wanted())
    assert again.pk != meeting.room.pk
    assert meeting.guest(meeting.cast.lea).room_id == meeting.room.pk
    assert again.guests.count() == 2


def test_a_moved_appointment_moves_its_room(meeting):
    later = hours_of_appointment(STARTS + timedelta(days=1), ENDS + timedelta(days=1))
    open_room(wanted=meeting.wanted(hours=later))
    assert refusal(meeting.comes, meeting.cast.lea) == ("forbidden", "too-early")


def test_who_is_named_no_more_asks_to_be_let_in_or_is_forgotten(meeting):
    meeting.both()
    leave(stay=Stay.objects.get(guest__person=meeting.cast.lea))
    open_room(wanted=meeting.wanted(expected=[meeting.cast.yanis], hosts=[meeting.cast.julien]))
    lea = meeting.guest(meeting.cast.lea)
    assert lea.admitted_at is None
    # Camille is in it: nothing is taken from her in mid-sentence.
    assert meeting.guest(meeting.cast.camille).is_host
    open_room(wanted=meeting.wanted(hosts=[meeting.cast.julien]))
    assert not Guest.objects.filter(room=meeting.room, person=meeting.cast.yanis).exists()
    assert meeting.guest(meeting.cast.lea).admitted_at


@pytest.mark.parametrize("more", [{"hosts": ["alex"]}, {"hosts": ["lea"]}, {"expected": ["ousmane"]}])
def test_nobody_of_another_structure_is_named_and_no_young_person_hosts(at, cast, more):
    named = {role: [cast.people[name] for name in names] for role, names in more.items()}
    assert refusal(open_room, wanted=wanted(cast, **named))[0] == "not-found"


def test_a_subject_of_another_structure_is_nobody_s(meeting):
    other = meeting.wanted(
        structure=meeting.cast.structures["mayenne"], hosts=[meeting.cast.alex], expected=[]
    )
    assert refusal(open_room, wanted=other)[0] == "not-found"


def test_more_than_two_need_a_server_or_a_link(at, cast, settings):
    assert refusal(open_room, wanted=wanted(cast, most=12))[0] == "unavailable"
    link = "https://visio.exemple.fr/cholet"
    assert open_room(wanted=wanted(cast, most=12, link=link)).provider == "link"
    assert refusal(open_room, wanted=wanted(cast, link="http://visio.exemple.fr/"))[0] == "invalid"
    settings.SFU_URL = "janus://cle:secret@127.0.0.1:9/janus?public=wss://visio.exemple.fr/"
    assert open_room(wanted=wanted(cast, most=12)).provider == "sfu"


def test_one_waits_in_the_lobby_until_a_host_is_there(meeting):
    lea = meeting.comes(meeting.cast.lea)
    assert lea.inside_at is None
    assert not meeting.told(SomebodyCameIn)
    camille = meeting.comes(meeting.cast.camille)
    assert camille.inside_at
    lea.refresh_from_db()
    assert lea.inside_at
    assert [fact.stay for fact in meeting.told(SomebodyCameIn)] == [camille.pk, lea.pk]


def test_a_lounge_waits_for_nobody(meeting):
    cast = meeting.cast
    meeting.room = open_room(wanted=wanted(cast, kind="lounge"))
    assert meeting.comes(cast.lea).inside_at


def test_a_visitor_comes_inside_when_a_host_lets_them_in(meeting):
    camille = meeting.comes(meeting.cast.camille)
    visitor = meeting.visitor()
    stay = meeting.comes(visitor)
    assert stay.inside_at is None
    let_in(host=camille, guest=visitor)
    stay.refresh_from_db()
    assert stay.inside_at
    leave(stay=stay)
    assert meeting.comes(visitor).inside_at, "let in once is let in after a cut"


def test_a_room_for_two_keeps_the_third_in_the_lobby_until_there_is_a_place(meeting):
    camille, lea = meeting.both()
    visitor = meeting.visitor()
    waiting = meeting.comes(visitor)
    assert refusal(let_in, host=camille, guest=visitor) == ("conflict", None)
    visitor.refresh_from_db()
    let_in_later = invite(room=meeting.room, person=meeting.cast.yanis, is_expected=True)
    assert refusal(meeting.comes, let_in_later) == ("conflict", "full")
    leave(stay=lea)
    let_in(host=camille, guest=visitor)
    waiting.refresh_from_db()
    assert waiting.inside_at


def test_only_a_host_who_is_inside_lets_in_sends_away_and_ends(meeting):
    camille, lea = meeting.both()
    visitor = meeting.visitor()
    for act in (let_in, remove):
        assert refusal(act, host=lea, guest=visitor)[0] == "not-found"
    assert refusal(end_room, host=lea)[0] == "not-found"
    leave(stay=camille)
    assert refusal(remove, host=camille, guest=visitor) == ("gone", "left")


def test_a_guest_of_another_room_is_not_let_in(meeting):
    camille, _lea = meeting.both()
    other = invite(room=open_room(wanted=wanted(meeting.cast)), name="Sabrina")
    assert refusal(let_in, host=camille, guest=other)[0] == "not-found"


def test_the_same_call_twice_is_one_stay(meeting):
    uid, tab = uuid4(), uuid4()
    first = meeting.comes(meeting.cast.lea, tab, uid=uid)
    assert meeting.comes(meeting.cast.lea, tab, uid=uid).pk == first.pk
    assert Stay.objects.count() == 1
    assert refusal(meeting.comes, meeting.cast.camille, tab, uid=uid)[0] == "conflict"


def test_a_reload_goes_on_without_asking(meeting):
    tab = uuid4()
    first = meeting.comes(meeting.cast.lea, tab)
    again = meeting.comes(meeting.cast.lea, tab)
    first.refresh_from_db()
    assert first.left_why == "taken-over"
    assert again.left_at is None
    assert meeting.guest(meeting.cast.lea).cuts == 0


def test_a_second_device_takes_over_after_it_was_asked(meeting):
    first = meeting.comes(meeting.cast.lea)
    assert refusal(meeting.comes, meeting.cast.lea) == ("conflict", "elsewhere")
    again = meeting.comes(meeting.cast.lea, takes_over=True)
    first.refresh_from_db()
    assert (first.left_why, again.left_at) == ("taken-over", None)
    assert refusal(meeting.comes, meeting.cast.lea, first.tab, uid=first.uid) == ("gone", "taken-over")


def test_the_database_keeps_one_live_stay_a_guest(meeting):
    stay = meeting.comes(meeting.cast.lea)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stay.objects.create(
            uid=uuid4(), room=stay.room, guest=stay.guest, tab=uuid4(), joined_at=STARTS, seen_at=STARTS
        )


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (STARTS - timedelta(hours=1), ("forbidden", "too-early")),
        (ENDS + timedelta(days=1), ("gone", "too-late")),
    ],
)
def test_an_hour_too_early_a_day_late_nobody_comes_in(meeting, at, when, said):
    at.go(when)
    for person in (meeting.cast.lea, meeting.cast.camille):
        assert refusal(meeting.comes, person) == said
    assert not Stay.objects.exists()


def test_its_end_cuts_nobody_off_and_lets_back_who_was_cut(meeting, at):
    _camille, lea = meeting.both()
    at.go(ENDS + timedelta(minutes=5))
    lea.refresh_from_db()
    assert lea.left_at is None
    leave(stay=lea)
    assert meeting.comes(meeting.cast.lea).inside_at
    newcomer = invite(room=meeting.room, person=meeting.cast.yanis, is_expected=True)
    assert refusal(meeting.comes, newcomer) == ("gone", "too-late")


def test_a_call_may_be_joined_for_two_hours(at, cast, meeting):
    meeting.room = open_room(wanted=wanted(cast, kind="call", hours=hours_of_call(STARTS)))
    at.go(hours=2)
    assert refusal(meeting.comes, cast.lea) == ("gone", "too-late")


def test_somebody_sent_away_does_not_come_back(meeting):
    camille, lea = meeting.both()
    remove(host=camille, guest=lea.guest)
    lea.refresh_from_db()
    assert lea.left_why == "removed"
    assert refusal(meeting.comes, meeting.cast.lea) == ("forbidden", "removed")
    assert refusal(let_in, host=camille, guest=lea.guest)[0] == "forbidden"
    open_room(wanted=meeting.wanted())
    assert refusal(meeting.comes, meeting.cast.lea) == ("forbidden", "removed")


def test_the_database_lets_nobody_who_was_sent_away_stay(meeting):
    camille, lea = meeting.both()
    with pytest.raises(IntegrityError, match="sent_away_is_away"), transaction.atomic():
        Guest.objects.filter(pk=lea.guest_id).update(removed_at=STARTS)
    remove(host=camille, guest=lea.guest)
    with pytest.raises(IntegrityError, match="sent_away_is_away"), transaction.atomic():
        Stay.objects.filter(pk=lea.pk).update(left_at=None, left_why="")
    with pytest.raises(IntegrityError, match="sent_away_is_away"), transaction.atomic():
        Stay.objects.create(
            uid=uuid4(), room=lea.room, guest=lea.guest, tab=uuid4(), joined_at=STARTS, seen_at=STARTS
        )


def test_a_host_does_not_send_a_host_away(meeting):
    camille, _lea = meeting.both()
    assert refusal(remove, host=camille, guest=camille.guest)[0] == "forbidden"


def test_an_ended_room_is_over_for_everybody(meeting):
    camille, lea = meeting.both()
    end_room(host=camille)
    end_room(host=camille)
    assert len(meeting.told(RoomEnded)) == 1
    assert {fact.stay for fact in meeting.told(SomebodyLeft)} == {camille.pk, lea.pk}
    assert refusal(meeting.comes, meeting.cast.lea) == ("gone", "over")
    assert refusal(invite, room=meeting.room, name="Sabrina")[0] == "gone"


def test_leaving_twice_is_leaving_once(meeting):
    _camille, lea = meeting.both()
    leave(stay=lea)
    leave(stay=lea)
    assert len(meeting.told(SomebodyLeft)) == 1


def test_a_revoked_device_is_in_no_room(meeting):
    device, _secret = start_device(person=meeting.cast.lea, label="Téléphone")
    meeting.comes(meeting.cast.camille)
    lea = meeting.comes(meeting.cast.lea, device=device)
    leave_devices(devices=[device.pk])
    lea.refresh_from_db()
    assert lea.left_why == "signed-out"


def test_silence_then_coming_back_is_a_cut_and_the_second_is_told_once(meeting, at):
    for _ in range(3):
        meeting.comes(meeting.cast.lea)
        at.go(seconds=46)
        meeting.comes(meeting.cast.camille, takes_over=True)
    meeting.comes(meeting.cast.lea)
    assert meeting.guest(meeting.cast.lea).cuts == 3
    told = [fact.guest for fact in meeting.told(CutTwice)]
    assert told.count(meeting.guest(meeting.cast.lea).pk) == 1


def test_what_carries_a_room_of_several_hears_who_left(at, cast, meeting, sfu):
    meeting.room = open_room(wanted=wanted(cast, most=12))
    leave(stay=meeting.comes(cast.camille))
    assert Job.objects.filter(name__endswith="follow_room").count() == 1


def test_the_journal_keeps_who_did_what_and_no_word(meeting):
    camille, lea = meeting.both()
    remove(host=camille, guest=lea.guest)
    end_room(host=camille)
    verbs = list(Record.objects.filter(subject="room").order_by("pk").values_list("verb", "actor"))
    staff, young = meeting.cast.camille.pk, meeting.cast.lea.pk
    assert verbs == [
        ("opened", staff),
        ("came-in", staff),
        ("came-in", young),
        ("sent-away", staff),
        ("ended", staff),
    ]


def test_afterwards_one_knows_who_was_there_and_for_how_long(meeting, at):
    camille, lea = meeting.both()
    at.go(minutes=20)
    leave(stay=lea)
    at.go(minutes=1)
    Stay.objects.filter(pk=camille.pk).update(seen_at=at.now)
    meeting.comes(meeting.cast.lea)
    at.go(minutes=10)
    found = {one.guest.name: one for one in presences(meeting.room, at.now)}
    assert found["Léa"].inside == timedelta(minutes=30)
    assert found["Camille"].inside == timedelta(minutes=31)
    assert found["Léa"].left_at is None
    assert (found["Léa"].loss, found["Léa"].worst) == (None, "")


def test_who_went_silent_was_there_until_last_heard_of(meeting, at):
    camille, _lea = meeting.both()
    at.go(minutes=5)
    Stay.objects.filter(pk=camille.pk).update(seen_at=at.now)
    at.go(minutes=2)
    tidy_rooms()
    assert presences(meeting.room, at.now)[0].inside == timedelta(minutes=5)


def test_guests_follow_a_file_made_one_with_another_and_back(meeting):
    cast, merge = meeting.cast, uuid4()
    structure = cast.structures["cholet"].pk
    join_guests(structure=structure, kept=cast.yanis.pk, absorbed=cast.lea.pk, merge=merge)
    assert meeting.guest(cast.yanis)
    part_guests(kept=cast.yanis.pk, absorbed=cast.lea.pk, merge=merge)
    assert meeting.guest(cast.lea).merge is None
