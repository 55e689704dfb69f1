"""The room of an appointment by video: there when it is, where it is, and gone with it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aufil.appointments import actions
from aufil.appointments.actions import Elsewhere
from aufil.appointments.models import Alert, Appointment, Kind
from aufil.appointments.queries import told
from aufil.appointments.tests.conftest import World
from aufil.delivery.models import Notice
from aufil.thread.models import Entry
from aufil.video import actions as video
from aufil.video.models import Door, Guest, Room, Stay
from tests.support import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def visio(world: World) -> Appointment:
    """Léa meets Camille on Wednesday at 9, by video."""
    Kind.objects.update(modes=["video", "site", "phone"])
    world.talk.refresh_from_db()
    world.workshop.refresh_from_db()
    return world.booked(2, 9, mode="video", place=None)


def room_of(row: Appointment) -> Room | None:
    return Room.objects.filter(subject=row.uid, ended_at=None).first()


def test_booking_by_video_opens_its_room_ten_minutes_before(world, visio):
    room = room_of(visio)
    assert (room.opens_at, room.admits_until) == (visio.starts_at - timedelta(minutes=10), visio.ends_at)
    assert room.provider == "direct"
    hosts = {guest.person: guest.is_host for guest in Guest.objects.filter(room=room)}
    assert hosts == {world.cast.camille: True, world.cast.lea: False}
    assert Door.objects.get().guest.person == world.cast.lea


def test_an_appointment_on_site_has_no_room(world):
    assert room_of(world.booked(2, 9)) is None


def test_moving_it_moves_the_room_and_the_address_stays(world, visio):
    door = Door.objects.get()
    to = Elsewhere(starts_at=world.at(3, 14), ends_at=world.at(3, 14, 45))
    actions.move(appointment=visio, to=to, by=world.cast.camille)
    visio.refresh_from_db()
    assert room_of(visio).opens_at == world.at(3, 13, 50)
    assert Door.objects.get() == door


def test_on_site_after_all_the_room_is_over(world, visio):
    to = Elsewhere(starts_at=visio.starts_at, ends_at=visio.ends_at, mode="site", place=world.office)
    actions.move(appointment=visio, to=to, by=world.cast.camille)
    assert room_of(visio) is None


def test_cancelled_the_room_is_over(world, visio):
    actions.cancel(appointment=visio, by=world.cast.camille)
    assert room_of(visio) is None
    assert Room.objects.get().ended_at


def test_whoever_it_is_entrusted_to_is_the_host(world, visio):
    actions.hand_over(appointment=visio, to=world.cast.julien, by=world.cast.camille)
    hosts = Guest.objects.filter(room=room_of(visio), is_host=True)
    assert [guest.person for guest in hosts] == [world.cast.julien]


def test_a_session_of_many_needs_something_that_carries_many(world, visio):
    row = world.session(3, 9, mode="video", place=None, seats=6)
    assert room_of(row) is None  # no Janus here
    actions.change(appointment=row, by=world.cast.camille, link="https://visio.example/atelier")
    assert room_of(row).provider == "link"
    actions.enrol(appointment=row, young=world.cast.yanis, by=world.cast.camille)
    assert Guest.objects.filter(room=room_of(row), person=world.cast.yanis).exists()
    actions.give_back(appointment=row, young=world.cast.yanis, by=world.cast.camille)
    assert not Guest.objects.filter(room=room_of(row), person=world.cast.yanis).exists()


def test_the_structures_own_tool_stands_in_place_of_ours(world, visio):
    cholet = world.cast.structures["cholet"]
    video.settle_video(structure=cholet, by=world.cast.claude, link="https://visio.example/cholet")
    assert (room_of(visio).provider, room_of(visio).link) == ("link", "https://visio.example/cholet")
    video.settle_video(structure=cholet, by=world.cast.claude, link="")
    assert room_of(visio).provider == "direct"


def test_what_was_taken_before_there_were_rooms_has_one_in_time(world, visio):
    Room.objects.all().delete()
    actions.open_rooms_ahead()
    actions.open_rooms_ahead()
    assert Room.objects.count() == 1


def test_only_a_reminder_carries_the_address_that_asks_who_one_is(world, visio):
    for what in (Alert.What.BOOKED, Alert.What.REMINDER):
        alert = Alert.objects.create(
            structure=visio.structure,
            appointment=visio,
            seat=visio.taken.get(),
            person=world.cast.lea,
            what=what,
            starts_at=visio.starts_at,
            made_at=world.monday,
            said_at=world.monday,
        )
        notice = Notice(
            kind=Alert.NOTICE, person=world.cast.lea, topic=0, position=alert.position, pk=what == "reminder"
        )
        words = told([notice])[notice.pk]
        assert words.path.startswith("/video/") == (what == Alert.What.REMINDER)


def test_the_card_says_from_when_one_comes_in(world, visio, at):
    shape = Entry.objects.get(kind="event").adds["appointment"]
    assert shape["joins_from"] == (visio.starts_at - timedelta(minutes=10)).isoformat()


@pytest.mark.parametrize(("minutes", "shown"), [(-11, False), (-9, True), (10, True), (46, False)])
def test_rejoindre_stands_where_they_look_from_ten_minutes_before(world, visio, at, minutes, shown):
    at(visio.starts_at + timedelta(minutes=minutes))
    path = f"/rendez-vous/{visio.uid}/visio/"
    pages = ["/", f"/rendez-vous/{visio.uid}/"]
    for page in pages:
        html = signed_in(world.cast.lea).get(page).content.decode()
        assert (f'href="{path}"' in html.replace(f'href="{path}" hidden', "")) == shown, page
    for page in ("/", "/agenda/", f"/agenda/rdv/{visio.uid}/"):
        assert (path in signed_in(world.cast.camille).get(page).content.decode()) == shown, page


def test_joining_leads_each_to_the_room_and_a_colleague_to_whose_it_is(world, visio):
    path = f"/rendez-vous/{visio.uid}/visio/"
    room = f"/salle/{room_of(visio).uid}/"
    for person in (world.cast.lea, world.cast.camille):
        assert signed_in(person).get(path).url == room
    assert signed_in(world.cast.julien).get(path).url == f"/agenda/rdv/{visio.uid}/?fait=visio"
    for person in (world.cast.yanis, world.cast.alex):
        assert signed_in(person).get(path).status_code == 404


def test_only_the_counsellor_opens_again_what_they_ended(world, visio, at):
    at(visio.starts_at)
    host = Guest.objects.get(room=room_of(visio), is_host=True)
    video.end_room(host=video.come_in(guest=host, uid=uuid4(), tab=uuid4()))
    assert actions.room_of(appointment=visio, by=world.cast.lea).ended_at
    assert actions.room_of(appointment=visio, by=world.cast.camille).ended_at is None


def hold(row: Appointment, at, minutes: int = 30, **measured) -> None:
    """Camille and Léa meet by video from its beginning."""
    at(row.starts_at)
    room = room_of(row)
    stays = [
        video.come_in(guest=guest, uid=uuid4(), tab=uuid4())
        for guest in Guest.objects.filter(room=room).order_by("-is_host")
    ]
    at(row.starts_at + timedelta(minutes=minutes))
    Stay.objects.update(seen_at=row.starts_at + timedelta(minutes=minutes))
    said = {"sound": True, "mode": "picture", "loss": 0.01, "round_trip": 90, "rate": 400, **measured}
    video.say_seen(stay=stays[1], seen=video.Seen(**said))
    video.end_room(host=stays[0])
    at(row.ends_at + timedelta(minutes=5))


@pytest.mark.parametrize(("cuts", "outcome"), [(0, "present"), (1, "present"), (2, "cut")])
def test_afterwards_its_page_says_how_it_was_and_ticks_an_outcome_nobody_has_confirmed(
    world, visio, at, cuts, outcome
):
    hold(visio, at, cuts=cuts)
    html = signed_in(world.cast.camille).get(f"/agenda/rdv/{visio.uid}/").content.decode()
    assert "30\u202fmin ensemble" in html
    assert "liaison bonne" in html
    assert f'value="{outcome}" checked' in html
    assert visio.taken.get().outcome == ""


def test_nobody_met_nothing_is_ticked(world, visio, at):
    at(visio.starts_at)
    host = Guest.objects.get(room=room_of(visio), is_host=True)
    video.end_room(host=video.come_in(guest=host, uid=uuid4(), tab=uuid4()))
    at(visio.ends_at + timedelta(minutes=5))
    html = signed_in(world.cast.camille).get(f"/agenda/rdv/{visio.uid}/").content.decode()
    assert "Les deux côtés ne se sont pas trouvés." in html
    assert '"present" checked' not in html


def test_the_agenda_asks_as_often_with_one_room_as_with_three(world, visio, at):
    camille, counts = signed_in(world.cast.camille), []
    for hour in (9, 10, 11):
        if hour > 9:
            world.booked(2, hour, mode="video", place=None, young=world.cast.yanis)
        at(world.at(2, hour) - timedelta(minutes=5))
        paths = ["/", "/agenda/", "/agenda/?jour=2026-01-14", "/agenda/semaine/?jour=2026-01-14"]
        for path in paths:
            assert camille.get(path).status_code == 200
        with CaptureQueriesContext(connection) as captured:
            for path in paths:
                camille.get(path)
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize(
    ("result", "says"), [("phone", "le téléphone est plus sûr"), ("audio", "ferait aussi bien")]
)
def test_the_telephone_is_suggested_to_who_takes_a_time_by_video(world, visio, result, says):
    young = world.cast.yanis
    camille = signed_in(world.cast.camille)
    video.record_check(structure=world.cast.structures["cholet"], person=young, result=result, facts={})
    page = f"/agenda/prendre/?pour={young.uid}&genre={world.talk.uid}&facon="
    html = camille.get(f"{page}video").content.decode()
    assert says in html
    assert "Prendre par téléphone" in html
    assert says not in camille.get(f"{page}phone").content.decode()
    made = world.booked(2, 11, mode="video", place=None, young=young)
    assert says in camille.get(f"/agenda/rdv/{made.uid}/").content.decode()
