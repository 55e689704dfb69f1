"""Appointments through the API."""

from datetime import timedelta
from typing import get_args
from uuid import uuid4

import pytest

from aufil.appointments.models import Appointment, Change, Mode
from aufil.appointments.schemas import Modes
from tests.support import Api


@pytest.fixture
def api(world) -> Api:
    return Api(world.cast)


def body(world, *when: int, **more):
    return {
        "id": str(uuid4()),
        "kind": str(world.talk.uid),
        "mode": "site",
        "counsellor": str(world.cast.camille.uid),
        "starts_at": world.at(*(when or (2, 9))).isoformat(),
        "place": str(world.office.uid),
        **more,
    }


def test_a_young_person_finds_a_time_and_takes_it(world, api):
    kinds = api.lea.get("/appointment-kinds").json["results"]
    assert [kind["name"] for kind in kinds] == ["Atelier CV", "Entretien"]
    found = api.lea.get(f"/slots?kind={world.talk.uid}&mode=site").json
    first = found["results"][0]
    assert first["starts_at"] == "2026-01-13T09:00:00+01:00", "the notice is a day"
    assert first["counsellor"]["name"] == "Camille", "young people are shown first names"
    assert first["place"]["name"] == "Cholet centre"
    taking = body(world, starts_at=first["starts_at"])
    made = api.lea.post("/appointments", taking)
    assert made.status == 201
    assert made.json["ends_at"] == "2026-01-13T09:45:00+01:00"
    assert made.json["people"][0]["outcome"] is None
    again = api.lea.post("/appointments", taking)
    assert (again.status, again.json["id"]) == (200, made.json["id"])
    assert Appointment.objects.count() == 1
    assert [row["id"] for row in api.lea.get("/appointments").json["results"]] == [made.json["id"]]


def test_free_times_come_two_hundred_at_a_time(world, api):
    address = f"/slots?kind={world.talk.uid}&mode=site"
    first = api.camille.get(address).json
    then = api.camille.get(f"{address}&cursor={first['next']}").json
    assert len(first["results"]) == 200
    assert then["results"][0]["starts_at"] > first["results"][-1]["starts_at"]
    one = api.camille.get(f"{address}&before=2026-01-13T00:00:00%2B01:00&minutes=180").json["results"]
    assert [slot["starts_at"][11:16] for slot in one] == ["09:00", "14:00"]


@pytest.mark.parametrize("cursor", ["x", "MSAy", "LTEgMiAz", "🦉"])
def test_a_cursor_that_is_none_of_ours_is_malformed(world, api, cursor):
    assert api.camille.get(f"/slots?kind={world.talk.uid}&mode=site&cursor={cursor}").status == 400
    assert api.camille.get(f"/appointments?cursor={cursor}").status == 400


def test_taken_meanwhile_the_three_nearest_are_offered(world, api):
    assert api.lea.post("/appointments", body(world)).status == 201
    refused = api.yanis.post("/appointments", body(world))
    assert refused.status == 409
    near = [slot["starts_at"][11:16] for slot in refused.json["nearest"]]
    assert near == ["09:45", "10:00", "10:15"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starts_at": "2026-01-14T09:00:00"}, "starts_at"),
        ({"starts_at": "2026-01-11T09:00:00+01:00"}, "starts_at"),
        ({"starts_at": "2029-01-11T09:00:00+01:00"}, "starts_at"),
        ({"ends_at": "2026-01-14T08:00:00+01:00"}, "ends_at"),
        ({"mode": "boat"}, "mode"),
        ({"mode": "video"}, "mode"),
        ({"place": None}, "place"),
        ({"phone": "12"}, "phone"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"seats": 3}, "seats"),
        ({"note": "a\x00b"}, "note"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(world, api, change, field):
    answer = api.camille.post("/appointments", body(world, young=str(world.cast.lea.uid), **change))
    assert (answer.status, answer.kind) == (422, "invalid")
    assert answer.json["errors"][field][0].endswith((".", "+01:00."))
    assert not Appointment.objects.exists()


def test_moving_handing_over_and_other_words_are_one_request(world, api):
    made = api.camille.post("/appointments", body(world, young=str(world.cast.lea.uid))).json
    address = f"/appointments/{made['id']}"
    wanted = {"starts_at": world.at(3, 10).isoformat(), "note": "Venez avec votre CV"}
    moved = api.camille.patch(address, wanted).json
    assert (moved["starts_at"], moved["note"]) == ("2026-01-15T10:00:00+01:00", "Venez avec votre CV")
    assert moved["moves"] == 1
    assert api.lea.patch(address, {"starts_at": world.at(4, 9).isoformat()}).status == 200
    assert api.lea.patch(address, {"note": "n’importe quoi"}).status == 403
    to = {"counsellor": str(world.cast.julien.uid)}
    assert api.lea.patch(address, to).status in (403, 404)
    assert api.camille.patch(address, to).json["counsellor"]["name"] == "Julien Besnard"


def test_who_comes_who_came_and_cancelling(world, api, at):
    made = api.camille.post("/appointments", body(world, young=str(world.cast.lea.uid))).json
    address = f"/appointments/{made['id']}"
    assert api.lea.post(f"{address}/answer", {"answer": "comes"}).json["answer"] == "comes"
    assert api.lea.call("PUT", f"{address}/attendance", {"outcome": "present"}).status in (403, 404)
    whose = {"young": str(world.cast.lea.uid)}
    early = api.camille.call("PUT", f"{address}/attendance", {**whose, "outcome": "absent"})
    assert early.status == 409
    at(world.at(2, 11))
    said = {**whose, "outcome": "absent", "is_legitimate": True}
    assert api.camille.call("PUT", f"{address}/attendance", said).json["is_legitimate"] is True
    assert api.camille.post(f"{address}/cancel", {}).status == 409, "it has begun"


def test_a_meeting_held_already_is_noted(world, api):
    past = (world.monday - timedelta(days=3)).isoformat()
    said = body(world, starts_at=past, young=str(world.cast.lea.uid), outcome="present")
    assert api.camille.post("/appointments", said).status == 201
    assert api.lea.post("/appointments", body(world, starts_at=past, outcome="present")).status == 403


def test_a_session_fills_and_has_a_line(world, api):
    session = world.session(3, 14, seats=1)
    address = f"/appointments/{session.uid}/seats"
    listed = api.lea.get("/sessions").json["results"]
    assert [(row["seats"], row["seats_taken"], row["people"]) for row in listed] == [(1, 0, [])]
    assert api.lea.post(address, {"young": str(world.cast.lea.uid)}).json["state"] == "taken"
    assert api.yanis.post(address, {"young": str(world.cast.yanis.uid)}).json["state"] == "waiting"
    assert api.yanis.post(address, {"young": str(world.cast.lea.uid)}).status == 404
    assert [seat["name"] for seat in api.yanis.get("/sessions").json["results"][0]["people"]] == [
        world.cast.yanis.full_name
    ]
    assert api.lea.delete(f"{address}/{world.cast.lea.uid}").status == 204
    people = api.camille.get(f"/appointments/{session.uid}").json["people"]
    assert [(seat["name"], seat["state"]) for seat in people] == [(world.cast.yanis.full_name, "offered")]


def test_nobody_sees_what_is_not_theirs(world, api):
    made = api.camille.post("/appointments", body(world, young=str(world.cast.lea.uid))).json
    address = f"/appointments/{made['id']}"
    for other in (api.yanis, api.alex, api.admin):
        assert other.get(address).status == 404
        assert other.patch(address, {"note": "x"}).status == 404
        assert other.post(f"{address}/cancel", {}).status == 404
        assert other.post(f"{address}/answer", {"answer": "comes"}).status == 404
    assert api.nobody.get(address).status == 401
    assert api.alex.get("/appointments").json["results"] == []
    assert api.alex.get(f"/slots?kind={world.talk.uid}&mode=site").status == 404
    assert api.ousmane.post("/appointments", body(world)).status == 404
    assert api.lea.post("/appointments", body(world, young=str(world.cast.yanis.uid))).status == 404
    assert Change.objects.filter(appointment__uid=made["id"]).count() == 1


def test_a_list_costs_the_same_for_one_and_for_three(world, api):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def statements() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert api.camille.get("/appointments").status == 200
        return len(caught)

    world.booked(2, 9)
    statements()
    one = statements()
    world.booked(2, 10, young=world.cast.yanis)
    world.booked(2, 11, young=world.cast.ines)
    assert statements() == one


def test_every_mode_is_known_outside():
    assert set(get_args(Modes)) == set(Mode.values)
