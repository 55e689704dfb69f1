"""A room through the API: two pages, one stream each, a key without an account, and nobody else."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from aufil.people.actions import revoke_devices
from aufil.video.access import guest_key
from aufil.video.actions import open_room, send_ahead
from aufil.video.models import Check, Stay
from aufil.video.tests.conftest import ENDS, STARTS, Clock, Meeting, wanted
from tests.support import Answer, Api, Caller, through_asgi

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(at: Clock, cast: Any) -> Api:
    return Api(cast)


class Page:
    """One page in a room."""

    def __init__(self, caller: Caller, room: Any, key: str = "") -> None:
        self.caller, self.path, self.id, self.tab = caller, f"/rooms/{room.uid}", str(uuid4()), str(uuid4())
        self.key = {"Aufil-Guest": key} if key else {}
        self.ticket = ""

    def come_in(self, **more: Any) -> Answer:
        body = {"id": self.id, "tab": self.tab, **more}
        answer = self.caller.post(f"{self.path}/stays", body, **self.key)
        if answer.status == 201:
            self.ticket = answer.json["ticket"]
        return answer

    def post(self, what: str, body: Any = None) -> Answer:
        return self.caller.post(f"{self.path}/{what}", body, **{"Aufil-Stay": self.ticket})

    def say(self, text: str, **more: Any) -> Answer:
        return self.post("lines", {"id": str(uuid4()), "text": text, **more})

    def signal(self, to: "Page", kind: str = "offer", **data: Any) -> Answer:
        return self.post("signals", {"id": str(uuid4()), "to": to.id, "kind": kind, "data": data})

    def events(self, **headers: str) -> Answer:
        path = f"/api/v1{self.path}/events/{self.ticket}"
        return through_asgi("GET", path, b"", {**self.caller.headers, **headers})


@pytest.fixture
def pages(api: Api, meeting: Meeting) -> tuple[Page, Page]:
    """Camille's and Léa's, both inside."""
    pages = Page(api.camille, meeting.room), Page(api.lea, meeting.room)
    for page in pages:
        assert page.come_in().status == 201
    return pages


def test_two_pages_come_in_and_find_each_other(api, meeting):
    lea, camille = Page(api.lea, meeting.room), Page(api.camille, meeting.room)
    waiting = lea.come_in().json
    assert (waiting["inside"], waiting["room"]["hosts"], waiting["room"]["people"]) == (
        False,
        ["Camille"],
        [],
    )
    assert [p["name"] for p in camille.come_in().json["room"]["people"]] == ["Léa Baron", "Camille Rousseau"]
    inside = lea.come_in().json
    assert inside["inside"]
    assert [p["name"] for p in inside["room"]["people"]] == ["Léa", "Camille"]
    assert inside["way"] == {"kind": "direct", "ice": [], "policy": "all"}
    sent = lea.signal(camille, sdp="v=0")
    assert (sent.status, sent.json) == (201, {"number": 1})


def test_the_relay_is_given_to_who_is_awaited_and_to_nobody_who_waits_to_be_let_in(api, meeting, settings):
    settings.TURN_URL, settings.TURN_SECRET = "turn://relais.exemple.fr:3478?tls=443", "secret"
    assert len(Page(api.lea, meeting.room).come_in().json["way"]["ice"]) == 2
    stranger = Page(api.nobody, meeting.room, guest_key(meeting.visitor()))
    assert stranger.come_in().json["way"] == {"kind": "direct", "ice": [], "policy": "all"}


def test_a_visitor_by_a_signed_link_waits_is_let_in_and_speaks(api, meeting, pages):
    camille, lea = pages
    lea.post("leave")
    visitor = Page(api.nobody, meeting.room, guest_key(meeting.visitor()))
    waiting = visitor.come_in().json
    assert not waiting["inside"]
    assert visitor.say("Bonjour").status == 201
    assert camille.post(f"guests/{waiting['guest']}/admit").status == 204
    assert visitor.come_in().json["inside"]
    assert visitor.signal(camille).status == 201
    assert visitor.events().status == 200


@pytest.mark.parametrize("name", ["yanis", "julien", "claude", "alex", "admin"])
def test_nobody_else_gets_in(api, meeting, name):
    assert Page(getattr(api, name), meeting.room).come_in().status == 404


def test_somebody_signed_out_or_with_a_wrong_key_does_not_get_in(api, meeting):
    assert Page(api.nobody, meeting.room).come_in().status == 401
    other = open_room(wanted=wanted(meeting.cast))
    key = guest_key(meeting.visitor())
    assert Page(api.nobody, other, key).come_in().status == 404
    forged = key[:-1] + ("a" if key[-1] != "a" else "b")
    for said in (forged, key[:-1], "é" * 48, "x"):
        headers = {"Aufil-Guest": said.encode().decode("latin-1")}
        body = {"id": str(uuid4()), "tab": str(uuid4())}
        assert api.nobody.post(f"/rooms/{meeting.room.uid}/stays", body, **headers).status == 404


def test_who_left_the_structure_does_not_get_in(api, meeting):
    meeting.cast.camille.memberships.update(ends_on=STARTS.date())
    assert Page(api.camille, meeting.room).come_in().status == 404


@pytest.mark.parametrize(
    ("at_time", "status", "why", "words"),
    [
        (STARTS.replace(hour=12, minute=30), 403, "too-early", "aujourd’hui à 14"),
        (ENDS.replace(day=13), 410, "too-late", "hier"),
    ],
)
def test_an_hour_too_early_a_day_late_the_refusal_says_when(api, meeting, at, at_time, status, why, words):
    at.go(at_time)
    answer = Page(api.lea, meeting.room).come_in()
    assert (answer.status, answer.json["why"]) == (status, why)
    assert words in answer.json["detail"]


def test_a_second_device_is_asked_then_takes_over(api, meeting, pages):
    again = Page(api.lea, meeting.room)
    refused = again.come_in()
    assert (refused.status, refused.json["why"]) == (409, "elsewhere")
    assert again.come_in(take_over=True).json["inside"]
    assert pages[1].post("seen", {}).json["why"] == "taken-over"


def test_a_ticket_opens_its_own_stay_alone_and_for_its_own_person(api, meeting, pages):
    _camille, lea = pages
    calls = {"seen": {}, "leave": None, "end": None, "lines": {"id": str(uuid4()), "text": "?"}}
    stolen = Page(api.yanis, meeting.room)
    stolen.ticket = lea.ticket
    signed_out = Page(api.nobody, meeting.room)
    signed_out.ticket = lea.ticket
    forged = Page(api.lea, meeting.room)
    forged.ticket = "a" * 48
    elsewhere = Page(api.lea, open_room(wanted=wanted(meeting.cast)))
    elsewhere.ticket = lea.ticket
    for page, status in ((stolen, 404), (signed_out, 401), (forged, 404), (elsewhere, 404)):
        assert {page.post(what, body).status for what, body in calls.items()} == {status}
        assert page.events().status == status


def test_a_guest_does_what_hosts_do_for_nobody(meeting, pages):
    camille, lea = pages
    host = meeting.guest(meeting.cast.camille).uid
    for what in (f"guests/{host}/remove", f"guests/{host}/admit", "end"):
        assert lea.post(what).status == 404
    assert camille.post(f"guests/{uuid4()}/remove").status == 404


def test_somebody_sent_away_is_out_and_stays_out(api, meeting, pages):
    camille, lea = pages
    assert camille.post(f"guests/{meeting.guest(meeting.cast.lea).uid}/remove").status == 204
    assert (lea.events().status, lea.events().json["why"]) == (410, "removed")
    assert lea.signal(camille).status == 410
    again = Page(api.lea, meeting.room).come_in()
    assert (again.status, again.json["why"]) == (403, "removed")


def test_a_revoked_device_is_out(api, meeting, pages):
    _camille, lea = pages
    revoke_devices(devices=[api.lea.device], actor=meeting.cast.lea)
    assert Stay.objects.get(uid=lea.id).left_why == "signed-out"
    assert lea.events().status == 401


def test_the_stream_says_the_room_the_lines_and_the_signals_one_has_not_had(pages):
    camille, lea = pages
    for text in ("un", "deux"):
        camille.say(text)
        camille.signal(lea, sdp=text)
    assert lea.post("seen", {}).json["signals"] == 2
    body = lea.events(**{"last-event-id": "1"}).body.decode()
    assert body.count("event: room") == 1
    assert body.count("event: line") == 2
    assert body.count("event: signal") == 1
    assert '"sdp":"deux"' in body
    assert "id: 2\n" in body


def test_an_opinion_is_given_after_leaving_too(pages, meeting):
    _camille, lea = pages
    assert lea.post("leave").status == 204
    assert lea.post("opinion", {"answer": "fair"}).status == 204
    assert meeting.room.opinions.get().answer == "fair"


def test_a_test_is_told_by_who_took_it(api, meeting):
    said = {"result": "audio", "facts": {"camera": "refused", "loss": 0.02}}
    assert api.lea.post("/checks", said).status == 201
    assert api.camille.post("/checks", said).status == 404
    assert api.nobody.post("/checks", said).status == 401
    key = {"Aufil-Guest": guest_key(meeting.guest(meeting.cast.lea))}
    assert api.nobody.post("/checks", said, **key).status == 201
    assert set(Check.objects.values_list("person", flat=True)) == {meeting.cast.lea.pk}
    large = {"result": "audio", "facts": {"x": "y" * 3000}}
    assert api.lea.post("/checks", large).status == 422


def test_what_carries_several_being_away_is_said_in_a_sentence(api, meeting, sfu):
    room = open_room(wanted=wanted(meeting.cast, most=12))
    answer = Page(api.camille, room).come_in()
    assert (answer.status, answer.json["why"]) == (503, "provider-away")
    assert "téléphone" in answer.json["detail"]
    assert "secret" not in str(answer.json)
    assert answer.headers["retry-after"] == "5"


def test_a_link_is_shown_to_who_is_inside_alone(api, meeting):
    link = "https://visio.exemple.fr/cholet"
    room = open_room(wanted=wanted(meeting.cast, link=link, most=12))
    assert Page(api.lea, room).come_in().json["way"] == {"kind": "link", "link": ""}
    assert Page(api.camille, room).come_in().json["way"] == {"kind": "link", "link": link}


def test_who_comes_in_calls_the_one_who_is_there_at_once(api, meeting, at):
    camille, lea = Page(api.camille, meeting.room), Page(api.lea, meeting.room)
    alone = camille.come_in(offer={"sdp": "v=0 camille"})
    assert (alone.status, alone.json["offered"]) == (201, None)
    at.go(at.now + timedelta(seconds=5))
    for _ in range(2):  # the same again is the same signal
        assert lea.come_in(offer={"sdp": "v=0 lea"}).json["offered"] == camille.id
    body = camille.events().body.decode()
    assert body.count("event: signal") == 1
    assert "v=0 lea" in body
    assert lea.come_in(offer={"sdp": "x" * 40_000}).status == 422


def test_nobody_in_the_lobby_or_among_several_is_called_ahead(api, meeting, sfu):
    lea = Page(api.lea, meeting.room)
    assert lea.come_in(offer={"sdp": "v=0"}).json["offered"] is None  # nobody has let her in
    camille = Page(api.camille, meeting.room)  # brings her in: she calls
    assert camille.come_in(offer={"sdp": "v=0"}).json["offered"] is None
    many = Meeting(
        meeting.cast,
        open_room(wanted=wanted(meeting.cast, most=12, expected=[meeting.cast.lea, meeting.cast.yanis])),
    )
    stays = [many.comes(who) for who in (meeting.cast.camille, meeting.cast.yanis, meeting.cast.lea)]
    assert send_ahead(stay=stays[-1], data={"sdp": "v=0"}) is None
