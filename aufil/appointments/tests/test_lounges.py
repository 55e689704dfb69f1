"""The lounge beside a workshop: its minutes, who comes in, and how it follows what becomes of the workshop."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from aufil.appointments import actions
from aufil.appointments.actions import Elsewhere
from aufil.appointments.models import Appointment, Kind, Rules
from aufil.appointments.queries import lounge_minutes, lounge_of
from aufil.kernel import clock
from aufil.video import actions as video
from aufil.video.models import Guest, Room, Stay
from tests.support import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(world, settings):
    """Wednesday at 14, by video, two seats: Léa and Yanis are enrolled, Inès waits."""
    settings.SFU_URL = "janus://cle:secret@127.0.0.1:9/janus?public=wss://visio.exemple.fr/"
    Kind.objects.update(modes=["video", "site", "phone"])
    world.workshop.refresh_from_db()
    row = world.session(2, 14, mode="video", place=None, seats=2)
    for young in (world.cast.lea, world.cast.yanis, world.cast.ines):
        actions.enrol(appointment=row, young=young, by=world.cast.camille)
    return row


def page(row) -> str:
    return f"/rendez-vous/{row.uid}/salon/"


def to(monkeypatch, moment) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def fresh(row) -> Appointment:
    return Appointment.objects.select_related("kind", "structure", "counsellor").get(pk=row.pk)


def test_it_opens_a_quarter_before_and_closes_half_an_hour_after(world, workshop):
    hours = lounge_of(fresh(workshop)).hours
    assert hours.opens_at == workshop.starts_at - timedelta(minutes=15)
    assert hours.admits_until == workshop.ends_at + timedelta(minutes=30)


def test_the_structure_s_usual_and_the_workshop_s_own_minutes_decide(world, workshop):
    Rules.objects.create(structure=workshop.structure, lounge_before=30, lounge_after=60)
    assert lounge_minutes(fresh(workshop)) == (30, 60)
    actions.change(appointment=workshop, by=world.cast.camille, lounge_before=0, lounge_after=45)
    assert lounge_minutes(fresh(workshop)) == (0, 45)
    actions.change(appointment=workshop, by=world.cast.camille, lounge_before=0, lounge_after=0)
    assert lounge_of(fresh(workshop)) is None
    assert signed_in(world.cast.lea).get(page(workshop)).status_code == 404


def test_one_on_site_has_a_lounge_only_where_minutes_were_set(world, workshop):
    row = world.session(3, 14, seats=2)
    assert lounge_of(fresh(row)) is None
    actions.change(appointment=row, by=world.cast.camille, lounge_before=15, lounge_after=15)
    assert lounge_of(fresh(row)) is not None


def test_the_database_refuses_a_lounge_of_more_than_three_hours(workshop):
    for name in ("lounge_before", "lounge_after"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appointment.objects.filter(pk=workshop.pk).update(**{name: 181})


def test_those_enrolled_and_whoever_holds_it_come_in_and_nobody_else(world, workshop, monkeypatch):
    cast = world.cast
    to(monkeypatch, workshop.starts_at - timedelta(minutes=10))
    room_url = signed_in(cast.lea).post(page(workshop)).url
    assert signed_in(cast.yanis).post(page(workshop)).url == room_url
    assert signed_in(cast.camille).post(page(workshop)).url == room_url
    room = Room.objects.get(kind="lounge")
    assert {guest.person for guest in Guest.objects.filter(room=room, is_host=True)} == {cast.camille}
    for person in (cast.ines, cast.julien, cast.claude, cast.dominique, cast.alex, cast.ousmane):
        for ask in ("get", "post"):
            assert getattr(signed_in(person), ask)(page(workshop)).status_code == 404, person


def test_too_early_its_page_says_when_and_lets_nobody_in(world, workshop):
    lea = signed_in(world.cast.lea)
    html = lea.get(page(workshop)).content.decode()
    assert "Ouvre mercredi" in html
    assert "à 13\u202fh\u202f45" in html
    assert "Peuvent entrer les personnes inscrites et qui anime." in html
    assert lea.post(page(workshop)).status_code == 409
    assert not Room.objects.filter(kind="lounge").exists()


def test_the_pages_of_the_workshop_show_it(world, workshop, monkeypatch):
    to(monkeypatch, workshop.starts_at - timedelta(minutes=10))
    here = f'href="{page(workshop)}"'
    for person, path in ((world.cast.lea, "/rendez-vous/"), (world.cast.camille, "/agenda/rdv/")):
        html = signed_in(person).get(f"{path}{workshop.uid}/").content.decode()
        assert here in html
        assert "Personne n’y est pour l’instant. Ouvert jusqu’à" in html
    for person, path in ((world.cast.ines, "/rendez-vous/"), (world.cast.julien, "/agenda/rdv/")):
        assert here not in signed_in(person).get(f"{path}{workshop.uid}/").content.decode()


@pytest.fixture
def inside(world, workshop, monkeypatch) -> Stay:
    """Léa, in the lounge, ten minutes before."""
    to(monkeypatch, workshop.starts_at - timedelta(minutes=10))
    signed_in(world.cast.lea).post(page(workshop))
    guest = Guest.objects.select_related("room").get(room__kind="lounge", person=world.cast.lea)
    return video.come_in(guest=guest, uid=uuid4(), tab=uuid4())


def test_who_gives_their_seat_back_goes_out_and_the_next_in_line_may_come(world, workshop, inside):
    actions.give_back(appointment=workshop, young=world.cast.lea, by=world.cast.camille)
    inside.refresh_from_db()
    assert inside.left_why == "removed"
    assert signed_in(world.cast.lea).get(page(workshop)).status_code == 404


def test_cancelled_it_is_over_for_everybody(world, workshop, inside):
    actions.cancel(appointment=workshop, by=world.cast.camille)
    inside.refresh_from_db()
    assert inside.left_why == "ended"


def test_moved_to_another_day_nobody_new_comes_today(world, workshop, inside):
    later = Elsewhere(starts_at=world.at(3, 14), ends_at=world.at(3, 14, 45))
    actions.move(appointment=workshop, to=later, by=world.cast.camille)
    inside.room.refresh_from_db()
    assert inside.room.admits_until == clock.now()
    assert "Ouvre" in signed_in(world.cast.yanis).get(page(workshop)).content.decode()


def test_handed_over_the_colleague_hosts_it(world, workshop, inside):
    actions.hand_over(appointment=workshop, to=world.cast.julien, by=world.cast.camille)
    hosts = Guest.objects.filter(room=inside.room, is_host=True)
    assert [guest.person for guest in hosts] == [world.cast.julien]


def test_the_form_of_a_workshop_shows_the_usual_and_keeps_it(world, workshop):
    camille = signed_in(world.cast.camille)
    kept = f"/agenda/rdv/{workshop.uid}/"
    assert 'name="changer-lounge_before" value="15"' in camille.get(kept).content.decode()
    said = {
        "changer-title": "CV",
        "changer-seats": "2",
        "changer-lounge_before": "15",
        "changer-lounge_after": "30",
    }
    assert camille.post(f"{kept}changer/", said).status_code == 302
    workshop.refresh_from_db()
    assert (workshop.lounge_before, workshop.lounge_after) == (None, None)
    camille.post(f"{kept}changer/", {**said, "changer-lounge_after": "60"})
    workshop.refresh_from_db()
    assert (workshop.lounge_before, workshop.lounge_after) == (None, 60)
    wrong = camille.post(f"{kept}changer/", {**said, "changer-lounge_after": "200"})
    assert wrong.status_code == 422
    assert "de 0 à 180" in wrong.content.decode()
