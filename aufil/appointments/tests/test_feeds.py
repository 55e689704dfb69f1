"""Addresses that calendar programs read."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aufil.appointments.actions import cancel, enrol, give_back, hand_over, move
from aufil.appointments.actions.moving import Elsewhere
from aufil.appointments.models import Feed, Kind, Place
from aufil.audit.models import Record
from aufil.kernel import clock
from aufil.people.models import Membership
from aufil.web.authentication import COOKIE
from tests.support import signed_in

CALENDARS = "/agenda/calendriers/"
MAKE = "/agenda/calendriers/flux/"


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


def made(person, **more) -> str:
    """Make an address as a person does; its path."""
    typed = {"label": "Mon téléphone", "draft": uuid4().hex, **more}
    answer = signed_in(person).post(MAKE, typed)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    (address,) = re.findall(r'value="http://[^/]+(/agenda/flux/[0-9a-f]{64}\.ics)"', answer.content.decode())
    assert f"webcal://127.0.0.1:8000{address}" in answer.content.decode()
    return address


def read(path: str, **headers: str):
    return Client().get(path, headers=headers)


def said(path: str) -> str:
    """What a feed says, unfolded."""
    return read(path).content.decode().replace("\r\n ", "")


def test_a_counsellor_s_program_reads_their_appointments_without_a_name(world):
    appointment = world.booked(2, 9)
    answer = read(made(world.cast.camille))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode().replace("\r\n ", "")
    assert f"UID:{appointment.uid}" in text
    assert "SUMMARY:Rendez-vous Mission Locale\r\n" in text
    assert "LOCATION:Cholet centre" in text
    assert f"URL:http://127.0.0.1:8000/agenda/rdv/{appointment.uid}/" in text
    assert "Léa" not in text
    assert "Entretien" not in text


def test_names_are_said_to_who_chose_them_and_never_of_a_sensitive_kind(world):
    world.booked(2, 9, note="Votre carte d’identité")
    health = Kind.objects.create(
        structure=world.cast.structures["cholet"], name="Santé", modes=["partner"], is_sensitive=True
    )
    clinic = Place.objects.create(structure=world.cast.structures["cholet"], name="Centre d’addictologie")
    world.booked(2, 14, kind=health, mode="partner", place=clinic, young=world.cast.yanis, title="Sevrage")
    text = said(made(world.cast.camille, with_names="on"))
    assert "SUMMARY:Léa Baron · Entretien" in text
    assert "Votre carte" in text
    assert "SUMMARY:Rendez-vous Mission Locale" in text
    for secret in ("Yanis", "Santé", "addictologie", "Sevrage"):
        assert secret not in text


def test_a_young_person_reads_theirs_and_cannot_have_names(world):
    mine, session = world.booked(2, 9), world.session(7, 10)
    world.booked(2, 14, young=world.cast.yanis)
    enrol(appointment=session, young=world.cast.lea, by=world.cast.lea)
    path = made(world.cast.lea, with_names="on")
    text = said(path)
    assert re.findall(r"UID:(\S+)", text) == [str(mine.uid), str(session.uid)]
    assert f"URL:http://127.0.0.1:8000/rendez-vous/{mine.uid}/" in text
    assert "Camille" not in text
    assert "Atelier" not in text
    give_back(appointment=session, young=world.cast.lea, by=world.cast.lea)
    assert str(session.uid) not in said(path)


def test_what_was_moved_cancelled_or_handed_over_follows(world):
    first, second, third = world.booked(2, 9), world.booked(2, 10), world.booked(2, 11)
    path = made(world.cast.camille)
    move(
        appointment=first,
        to=Elsewhere(starts_at=world.at(3, 9), ends_at=world.at(3, 9, 45)),
        by=world.cast.camille,
    )
    cancel(appointment=second, by=world.cast.camille)
    hand_over(appointment=third, to=world.cast.julien, by=world.cast.camille)
    text = said(path)
    assert re.findall(r"UID:(\S+)", text) == [str(first.uid)]
    assert "SEQUENCE:1" in text
    assert "DTSTART;TZID=Europe/Paris:20260115T090000" in text


def test_only_ninety_days_back_and_a_year_ahead_are_told(world, at):
    near, far = world.booked(2, 9), world.booked(300, 9)
    path = made(world.cast.camille)
    assert re.findall(r"UID:(\S+)", said(path)) == [str(near.uid), str(far.uid)]
    at(clock.now() + timedelta(days=93))
    assert re.findall(r"UID:(\S+)", said(path)) == [str(far.uid)]


def test_a_program_that_has_it_already_is_told_so(world, at):
    appointment = world.booked(2, 9)
    path = made(world.cast.camille)
    first = read(path)
    tag, since = first.headers["ETag"], first.headers["Last-Modified"]
    again = read(path, if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert read(path, if_modified_since=since).status_code == 304
    at(clock.now() + timedelta(minutes=5))
    hand_over(appointment=appointment, to=world.cast.julien, by=world.cast.camille)
    for headers in ({"if_none_match": tag}, {"if_modified_since": since}):
        assert read(path, **headers).status_code == 200


def test_nothing_is_asked_of_who_reads_and_no_cookie_is_set(world):
    path = made(world.cast.camille)
    browser = Client()
    browser.cookies[COOKIE] = "un-secret-qui-n-est-plus-bon"
    answer = browser.get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Aufil-Person" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "Aufil-Person" not in signed_in(world.cast.lea).get(path).headers


def test_anything_else_is_not_found(world):
    path = made(world.cast.camille)
    feed = Feed.objects.get()
    assert read(path).status_code == 200
    assert read(path.replace(".ics", "")).status_code == 404
    assert read("/agenda/flux/" + "0" * 64 + ".ics").status_code == 404
    assert read("/agenda/flux/" + "x" * 900 + ".ics").status_code == 404
    assert Client().post(path).status_code in (403, 405)
    signed_in(world.cast.camille).post(f"{MAKE}{feed.uid}/retirer/")
    gone = read(path)
    assert gone.status_code == 404
    assert not gone.cookies


@pytest.mark.parametrize("who", ["camille", "lea"])
def test_who_has_left_reads_nothing_any_more(world, who):
    path = made(getattr(world.cast, who))
    Membership.objects.filter(person=getattr(world.cast, who)).update(ends_on=clock.now().date())
    assert read(path).status_code == 404


def test_only_a_fingerprint_is_kept_and_the_same_form_twice_makes_one(world):
    draft = uuid4().hex
    paths = {made(world.cast.camille, draft=draft) for _ in range(2)}
    assert len(paths) == 1
    row = Feed.objects.get()
    secret = paths.pop().removeprefix("/agenda/flux/").removesuffix(".ics")
    assert secret not in str(Feed.objects.values().get())
    assert bytes.fromhex(secret) != bytes(row.key_hash)
    # The same words in the hands of somebody else open something else.
    assert made(world.cast.julien, draft=draft) != secret


def test_a_reading_is_journaled_once_a_day(world, at):
    path = made(world.cast.camille)
    for _ in range(3):
        read(path)
    at(clock.now() + timedelta(hours=2))
    read(path)
    assert Feed.objects.get().read_at == clock.now()
    assert Record.objects.filter(verb="feed-read").count() == 1
    at(clock.now() + timedelta(days=1))
    read(path)
    assert Record.objects.filter(verb="feed-read").count() == 2
    assert Record.objects.filter(verb="feed-made").count() == 1


def test_a_program_that_never_stops_is_slowed_down(world):
    path = made(world.cast.camille)
    assert [read(path).status_code for _ in range(61)][-2:] == [200, 429]
    assert read(made(world.cast.lea)).status_code == 200


def test_the_page_shows_what_was_made_by_oneself_alone(world):
    made(world.cast.camille, label="Le poste du fond")
    mine = signed_in(world.cast.camille).get(CALENDARS).content.decode()
    assert "Le poste du fond" in mine
    assert "pas encore lue" in mine
    assert "/agenda/flux/" not in mine
    assert "Le poste du fond" not in signed_in(world.cast.julien).get(CALENDARS).content.decode()
    feed = Feed.objects.get()
    assert signed_in(world.cast.julien).post(f"{MAKE}{feed.uid}/retirer/").status_code == 404
    assert Feed.objects.get().revoked_at is None
    assert signed_in(world.cast.admin).get(CALENDARS).status_code == 404


def test_what_is_missing_is_said_and_what_was_typed_stays(world):
    browser = signed_in(world.cast.camille)
    answer = browser.post(MAKE, {"label": "", "draft": uuid4().hex, "with_names": "on"})
    assert answer.status_code == 422
    assert "Dites pour quel appareil" in answer.content.decode()
    assert 'name="with_names" value="on" checked' in answer.content.decode()
    for number in range(10):
        made(world.cast.camille, label=f"Appareil {number}")
    assert "dix adresses" in browser.get(CALENDARS).content.decode()
    refused = browser.post(MAKE, {"label": "Onze", "draft": uuid4().hex})
    assert refused.status_code == 409
    assert Feed.objects.count() == 10


def test_a_feed_takes_as_many_statements_for_one_appointment_as_for_many(world):
    path = made(world.cast.camille, with_names="on")
    counts = []
    for hours in ([9], [10, 11, 14, 15]):
        for hour in hours:
            world.booked(2, hour)
        read(path)  # what has changed is noted
        with CaptureQueriesContext(connection) as captured:
            read(path)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 6
