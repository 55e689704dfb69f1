"""Every address as everybody, against the table that says who may; and nothing leaks to who may not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import orjson
import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from aufil.appointments.access import private_address
from aufil.appointments.actions import Booked, add_calendar, add_partner, book, make_feed, propose, watch
from aufil.appointments.actions import Wanted as WantedTime
from aufil.appointments.models import Appointment, Kind, Opening, Place, Seat, Variation
from aufil.appointments.queries import partner_code
from aufil.config.api import api as ninja
from aufil.config.api import doors
from aufil.config.storing import files_storage
from aufil.delivery.actions import receive as take
from aufil.delivery.channels.email.tokens import link_token, token
from aufil.delivery.channels.sms.links import short_link
from aufil.delivery.models import Attempt, CallLine, Inbound
from aufil.files.events import FileChanged
from aufil.files.models import Blob, File
from aufil.files.storage import write_blob
from aufil.kernel import clock
from aufil.operate.actions import receive
from aufil.people.actions import (
    add_representative,
    create_person,
    declare_absence,
    merge_people,
    record_situation,
    start_device,
)
from aufil.people.models import Role
from aufil.signin.actions import invite, make_paper, show_pairing
from aufil.signin.keys import LINK, PAIRING, spelled
from aufil.signin.models import Link, Pairing
from aufil.signin.queries import code_of
from aufil.thread.access import staff_thread
from aufil.thread.access import thread as opened_by
from aufil.thread.actions import Wanted, ask_reminder, show_changed_files, write_to_many
from aufil.thread.models import Reminder, Thread
from aufil.video.access import ticket
from aufil.video.actions import (
    Played,
    come_in,
    open_doors,
    open_room,
    propose_check,
    save_list,
    start_rehearsal,
)
from aufil.video.actions import Wanted as WantedRoom
from aufil.video.actions import invite as invite_in
from aufil.video.admission import hours_of_call
from aufil.video.models import Door, Guest, LoungeHours
from aufil.video.queries import path_of, script_named
from tests import routes
from tests.routes import METHODS, PEOPLE, SIGN_IN, TABLE, Route
from tests.support import Answer, Api, Caller, Cast, opening_of_the_stream, signed_in

SECRET = "SECRET-CHOLET"
# What nobody outside Léa's thread may read; her name and address, nobody outside her structure's staff.
TEXTS = (SECRET, "ANCIEN-SECRET")
IDENTITY = ("Baron", "lea@exemple.fr")
# What staff note about her: for the staff of her structure.
FILE = ("FORMATION-SECRETE", "MERE-SECRETE")
STRANGERS = ("yanis", "alex", "admin", "nobody")


@dataclass
class World:
    """The cast, with things in Léa's thread that could leak."""

    cast: Cast
    names: dict[str, str]


@pytest.fixture
def world(api: Api, cast: Cast, settings: Any, tmp_path: Path) -> World:
    thread = cast.thread()
    entry = api.lea.say(thread, "ANCIEN-SECRET").json["id"]
    api.lea.patch(f"/threads/{thread.uid}/entries/{entry}", {"text": SECRET})
    api.camille.say(thread, f"j’ai bien lu {SECRET}", reply_to=entry)
    group = {"title": f"Groupe {SECRET}", "participants": [str(cast.lea.uid)]}
    made = api.camille.post("/threads", group)
    assert made.status == 201
    said = {"id": str(uuid4()), "text": SECRET}
    assert api.lea.post(f"/threads/{made.json['id']}/entries", said).status == 201
    device, _secret = start_device(person=cast.lea, label="Téléphone Baron")
    broadcast = write_to_many(
        uid=uuid4(),
        structure=cast.structures["cholet"],
        author=cast.camille,
        young=[cast.lea],
        text=SECRET,
    )
    names = {
        "thread": str(thread.uid),
        "group": made.json["id"],
        "said": said["id"],
        "sign": "👍",
        "entry": entry,
        "device": str(device.uid),
        "broadcast": str(broadcast.uid),
        "lea": str(cast.lea.uid),
    }
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "sw.js").write_text("// the worker")
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "files": files_storage(f"file://{tmp_path}/files")}
    names |= papers(api, cast) | sent(api, cast) | {"reminder": str(asked(cast).uid)}
    more = places(cast) | ways_in(cast) | proofs(cast) | files(cast) | lists(cast) | mailed(cast)
    names |= came_back(cast) | to_be_called(cast) | appointments(cast) | hours_and_offers(cast)
    names |= calendars(cast) | visio(cast) | rehearsal(cast)
    settings.SFU_URL = "janus://cle:secret@127.0.0.1:9/janus?public=wss://visio.exemple.fr/"
    lounges(names)
    return World(cast, names | more)


def appointments(cast: Cast) -> dict[str, str]:
    """An appointment of Léa with Camille, a workshop with seats, their kinds, and where they are held."""
    cholet = cast.structures["cholet"]
    place = Place.objects.create(structure=cholet, name="Cholet centre")
    names = {"place": str(place.uid)}
    for name, kind, collective in (("appointment", "kind_of", False), ("session", "collective", True)):
        offered = Kind.objects.create(
            structure=cholet, name=name, modes=["site"], minutes=45, is_collective=collective
        )
        starts = routes.meeting_at(2 if collective else 1)
        wanted = WantedTime(
            structure=cholet,
            kind=offered,
            mode="site",
            counsellor=cast.camille,
            starts_at=starts,
            ends_at=starts + timedelta(minutes=45),
            young=None if collective else cast.lea,
            place=place,
            seats=5 if collective else None,
            note="" if collective else FILE[0],
        )
        made = book(wanted=wanted, by=cast.camille, uid=uuid4())
        assert isinstance(made, Booked)
        names |= {name: str(made.appointment.uid), kind: str(offered.uid)}
    names["seat"] = str(Seat.objects.get(young=cast.lea).uid)
    return names | asked_for(cast)


def asked_for(cast: Cast) -> dict[str, str]:
    """What Léa is told of, and the link by which she may take a time."""
    cholet, kind = cast.structures["cholet"], Kind.objects.get(name="appointment")
    before = clock.now() + timedelta(days=9)
    told = watch(structure=cholet, young=cast.lea, kind=kind, before=before, by=cast.lea)
    row = propose(
        structure=cholet, young=cast.lea, kind=kind, counsellor=cast.camille, days=9, by=cast.camille
    )
    return visit(cast) | {"watch": str(told.uid), "proposed": str(row.link.uid), "booking": code_of(row.link)}


def visit(cast: Cast) -> dict[str, str]:
    """A first meeting somebody took on the public page."""
    cholet, starts = cast.structures["cholet"], clock.now() + timedelta(days=20)
    kind = Kind.objects.create(structure=cholet, name="Accueil", modes=["phone"], for_public=True)
    made = Appointment.objects.create(
        structure=cholet,
        kind=kind,
        mode="phone",
        counsellor=cast.camille,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=45),
        made_at=clock.now(),
        changed_at=clock.now(),
    )
    seat = Seat.objects.create(
        appointment=made, visitor_name="Manon", visitor_phone="+33639980009", since=clock.now()
    )
    row = add_partner(structure=cholet, name="Foyer", kinds=[kind], by=cast.claude)
    names = {"partner": str(row.uid), "hostel": partner_code(row)}
    return names | {"first": str(made.uid), "visit": private_address(seat).split("/")[-2]}


def calendars(cast: Cast) -> dict[str, str]:
    """What Camille's telephone reads, and a calendar she keeps elsewhere."""
    camille = {"structure": cast.structures["cholet"], "person": cast.camille}
    made = make_feed(**camille, device=None, label="", with_names=False, draft="essai")
    outside = add_calendar(**camille, label="Perso", address="https://exemple.fr/b.ics")
    return {"feed": made.secret, "own_feed": str(made.feed.uid), "outside": str(outside.uid)}


def lounges(names: dict[str, str]) -> None:
    """Beside the group, in three days; beside the workshop, a quarter of an hour before."""
    group, in_three_days = Thread.objects.get(uid=names["group"]), clock.now() + timedelta(days=3)
    hours = {"opens": time(17), "closes": time(18)}
    LoungeHours.objects.create(thread=group, weekday=in_three_days.weekday(), **hours)
    Appointment.objects.filter(uid=names["session"]).update(lounge_before=15)


def visio(cast: Cast) -> dict[str, str]:
    """A room of Camille and Léa, both inside on a device of theirs, and somebody who waits."""
    room = open_room(
        wanted=WantedRoom(
            structure=cast.structures["cholet"],
            kind="call",
            subject=uuid4(),
            hours=hours_of_call(clock.now()),
            hosts=[cast.camille],
            expected=[cast.lea],
            title=SECRET,
        )
    )
    pages = {}
    for person in (cast.camille, cast.lea):
        device, _secret = start_device(person=person, label="Visio")
        guest = Guest.objects.get(room=room, person=person)
        pages[person.username] = come_in(guest=guest, uid=uuid4(), tab=uuid4(), device=device)
    waiting = invite_in(room=room, name=SECRET)
    open_doors(room=room, people=[cast.lea])
    return {
        "room": str(room.uid),
        "ticket": ticket(pages["lea"]),
        "page": str(pages["camille"].uid),
        "guest": str(waiting.uid),
        "door": path_of(Door.objects.get(guest__room=room)).split("/")[2],
        **proposed_test(cast),
    }


def proposed_test(cast: Cast) -> dict[str, str]:
    """A test of the video that Camille proposed to Léa."""
    trial = propose_check(opened=opened_by(cast.camille, cast.thread().uid), by=cast.camille)
    return {"trial": str(trial.uid), "trial_key": path_of(trial).split("/")[2]}


def rehearsal(cast: Cast) -> dict[str, str]:
    """An interview Camille and Léa rehearse by telephone, with a list of Cholet's."""
    questions = save_list(
        structure=cast.structures["cholet"],
        title="Accueil",
        questions=[("Pourquoi ?", ""), ("Et ici ?", "")],
        by=cast.claude,
    )
    script = script_named(cast.structures["cholet"], str(questions.uid))
    assert script
    opened = staff_thread(cast.camille, cast.thread().uid)
    row = start_rehearsal(opened=opened, by=cast.camille, played=Played(script, by_video=False))
    asked = row.questions.get(number=1)
    return {"rehearsal": str(row.uid), "asked": str(asked.uid), "questions": str(questions.uid)}


def came_back(cast: Cast) -> dict[str, str]:
    """An e-mail of Léa in her thread; a text message in Cholet's sorting box, another in the administrator's."""

    def came(ref: str, **more: str) -> Inbound:
        said = {"text": SECRET, "original": f"{SECRET} et la suite", **more}
        return take(provider="essai", provider_ref=ref, received_at=clock.now(), **said)

    mail = came("1", channel="email", sender="lea@exemple.fr")
    inbound, stray = (came(ref, channel="sms", sender="+33639989999") for ref in ("2", "3"))
    Inbound.objects.filter(pk=inbound.pk).update(structure=cast.structures["cholet"])
    return {"came": str(mail.uid), "inbound": str(inbound.uid), "stray": str(stray.uid)}


def hours_and_offers(cast: Cast) -> dict[str, str]:
    """A stretch of Camille's week and a day that differs; a kind of Cholet and a place."""
    cholet, day = cast.structures["cholet"], routes.due_day()
    theirs = {"structure": cholet, "counsellor": cast.camille, "modes": ["phone"]}
    hours = {"starts": time(9), "ends": time(12)}
    opening = Opening.objects.create(**theirs, **hours, weekday=0, from_on=day)
    variation = Variation.objects.create(**theirs, **hours, day=day, is_open=True)
    offer = Kind.objects.create(structure=cholet, name="Entretien", modes=["phone"])
    place = Place.objects.create(structure=cholet, name="Médiathèque")
    return {
        "opening": str(opening.uid),
        "variation": str(variation.uid),
        "offer": str(offer.uid),
        "somewhere": str(place.uid),
    }


def to_be_called(cast: Cast) -> dict[str, str]:
    """A text that was sent to Léa, and her line on the call list."""
    cholet, now = cast.structures["cholet"], clock.now()
    sent = Attempt.objects.create(
        structure=cholet, person=cast.lea, channel="sms", address="+33639980001", made_at=now
    )
    line = CallLine.objects.create(structure=cholet, person=cast.lea, opened_at=now)
    return {"sent": str(sent.uid), "line": str(line.uid)}


def asked(cast: Cast) -> Reminder:
    """What Camille asks Léa for, before a day to come."""
    wanted = Wanted(f"Envoie {SECRET}", routes.due_day(), False, (7, 0))
    opened = opened_by(cast.camille, cast.thread().uid)
    return ask_reminder(opened=opened, uid=uuid4(), wanted=wanted)


def files(cast: Cast) -> dict[str, str]:
    """What Léa's file holds."""
    about = {"young": cast.lea, "structure": cast.structures["cholet"], "actor": cast.camille}
    situation = record_situation(
        **about, values={"category": "training", "state": "current", "detail": FILE[0]}
    )
    representative = add_representative(**about, values={"name": FILE[1]})
    return {
        "young": str(cast.lea.uid),
        "section": "langues",
        "situation": str(situation.uid),
        "representative": str(representative.uid),
    }


def papers(api: Api, cast: Cast) -> dict[str, str]:
    """A paper Léa sent, and one she is sending."""
    names = {"file": str(uuid4()), "upload": str(uuid4()), "version": "original"}
    for name in ("file", "upload"):
        said = {"id": names[name], "name": f"{SECRET}.pdf", "size": 100_000}
        body = {"id": str(uuid4()), "text": "", "kind": "file", "files": [said]}
        assert api.lea.post(f"/threads/{cast.thread().uid}/entries", body).status == 201
    sent = File.objects.get(uid=names["file"])
    write_blob(sent, Blob.Version.ORIGINAL, BytesIO(SECRET.encode()), "application/pdf")
    File.objects.filter(pk=sent.pk).update(state=File.State.READY)
    return names


def sent(api: Api, cast: Cast) -> dict[str, str]:
    """A voice note of Léa, ready to be heard."""
    names = {"voice": str(uuid4()), "recorded": str(uuid4())}
    body = {"id": names["recorded"], "kind": "voice", "files": [{"id": names["voice"], "size": 9}]}
    assert api.lea.post(f"/threads/{cast.thread().uid}/entries", body).status == 201
    voice = File.objects.get(uid=names["voice"])
    File.objects.filter(pk=voice.pk).update(state=File.State.READY)
    show_changed_files([FileChanged(voice.pk)])
    return names


def lists(cast: Cast) -> dict[str, str]:
    """A list Camille dropped, and two files that were merged."""
    cholet = cast.structures["cholet"]
    intake = receive(
        owner=cast.camille,
        structure=cholet,
        only_own=True,
        file_name=f"{SECRET}.csv",
        content=f"nom;prenom\nBaron;{SECRET}".encode(),
    )
    one, other = (
        create_person(username=f"{name}.x", structure=cholet, role=Role.YOUNG) for name in ("max", "maxime")
    )
    merge = merge_people(structure=cholet, kept=one, absorbed=other, actor=cast.claude)
    return {"merge": str(merge.uid), "intake": str(intake.uid)}


def mailed(cast: Cast) -> dict[str, str]:
    """The links of a mail to Léa."""
    attempt = Attempt.objects.create(
        structure=cast.structures["cholet"],
        person=cast.lea,
        channel="email",
        address=cast.lea.email,
        made_at=clock.now(),
    )
    return {"stop": token("stop", attempt.uid), "mailed": link_token(attempt.uid, "/")}


def proofs(cast: Cast) -> dict[str, str]:
    """What Julien opens his entrance with."""
    invitation = invite(person=cast.julien, actor=None).split("/")[-2]
    factor = Authenticator.objects.create(user=cast.julien, type="totp", data={"secret": SECRET})
    return {"kind": "invitation", "invitation": invitation, "factor": str(factor.pk)}


def places(cast: Cast) -> dict[str, str]:
    """An absence to come of Camille, a site of Cholet, Julien and his role."""
    absence = declare_absence(
        person=cast.camille,
        structure=cast.structures["cholet"],
        starts_on=date(2041, 1, 2),
        ends_on=date(2041, 1, 6),
        actor=cast.camille,
    )
    return {
        "absence": str(absence.uid),
        "site": str(cast.structures["cholet"].sites.get().uid),
        "staff": str(cast.julien.uid),
        "role": str(cast.julien.memberships.get().pk),
    }


def ways_in(cast: Cast) -> dict[str, str]:
    """The codes of Léa's next phone."""
    cholet = cast.structures["cholet"]
    pairing = show_pairing(person=cast.lea, structure=cholet, maker=cast.camille)
    link = make_paper(person=cast.lea, structure=cholet, days=14, maker=cast.camille)
    attempt = Attempt.objects.create(
        structure=cholet, person=cast.lea, channel="sms", address="+33639980001", made_at=clock.now()
    )
    return {
        "pairing": spelled(PAIRING, pairing.uid, Pairing.LENGTH),
        "link": spelled(LINK, link.uid, Link.LENGTH),
        "short": short_link(attempt, f"/fil/{cast.thread().uid}/").split("/")[-2],
    }


def ask(world: World, method: str, path: str, name: str) -> Answer:
    """One request as one person, undone afterwards."""
    person = None if name == "nobody" else world.cast.people[name]
    address = path.format(**world.names)
    body = None if method == "GET" else filled(routes.body(method, path), world.names)
    cache.clear()  # each person is alone: nobody else's tries slow them down
    with transaction.atomic():
        if path == "/api/v1/live" and method == "GET" and person:
            answer = Answer(200, {}, opening_of_the_stream(person))
        elif path.startswith("/api/"):
            said = routes.headers(path, world.names)
            answer = Caller(person).call(method, address.removeprefix("/api/v1"), body, **said)
        else:
            response = signed_in(person).generic(
                method, address, **({} if method == "GET" else as_form(body))
            )
            answer = Answer(response.status_code, dict(response.headers), response.getvalue())
        transaction.set_rollback(True)
    return answer


def filled(body: Any, names: dict[str, str]) -> Any:
    """A body whose values are names in braces, with what they stand for."""
    if not isinstance(body, dict):
        return body
    known = {f"{{{name}}}": value for name, value in names.items()}
    return {key: known.get(value, value) if isinstance(value, str) else value for key, value in body.items()}


def as_form(body: Any) -> dict[str, Any]:
    return {"data": urlencode(body), "content_type": "application/x-www-form-urlencoded"}


def outcome(answer: Answer) -> str:
    if answer.status == 302 and answer.headers.get("Location") == "/connexion/":
        return SIGN_IN
    return str(answer.status)


def assert_nothing_leaks(world: World, answer: Answer, name: str, what: str) -> None:
    text = answer.body.decode(errors="replace") + orjson.dumps(answer.headers).decode()
    hidden = () if name in ("lea", "camille") else TEXTS
    hidden += FILE if name in STRANGERS else ()
    hidden += IDENTITY if name in STRANGERS else ()
    for word in hidden:
        assert word not in text, f"{name} reads {word} at {what}"


@pytest.mark.parametrize("route", routes.read(TABLE), ids=lambda r: f"{r.method} {r.path}")
def test_everybody_gets_what_the_table_says_and_no_more(
    world: World, route: Route, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Even on the demonstration's own database: its addresses are closed without its mode.
    monkeypatch.setattr("aufil.demo.views.demonstration_made", lambda: True)
    found = {}
    for name in PEOPLE:
        answer = ask(world, route.method, route.path, name)
        found[name] = outcome(answer)
        assert_nothing_leaks(world, answer, name, f"{route.method} {route.path}")
    assert found == route.expected


@pytest.mark.parametrize("route", routes.read(routes.IN_DEMONSTRATION), ids=lambda r: f"{r.method} {r.path}")
def test_the_demonstration_is_open_in_demonstration_mode_alone(
    world: World, route: Route, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True
    if route.path.startswith("/demo/"):  # these people are not the demonstration's: nobody walks in as them
        assert outcome(ask(world, route.method, route.path, "nobody")) == "404"
    monkeypatch.setattr("aufil.demo.views.demonstration_made", lambda: True)
    assert {name: outcome(ask(world, route.method, route.path, name)) for name in PEOPLE} == route.expected


@pytest.mark.parametrize("path", sorted({route.path for route in routes.read(TABLE)}))
def test_a_method_the_table_does_not_name_opens_nothing(world: World, path: str) -> None:
    named = {route.method for route in routes.read(TABLE) if route.path == path}
    for method in set(METHODS) - named:
        for name in ("lea", "camille", "alex", "nobody"):
            answer = ask(world, method, path, name)
            assert outcome(answer) in (SIGN_IN, "401", "403", "404", "405"), f"{method} {path} as {name}"
            assert_nothing_leaks(world, answer, name, f"{method} {path}")


def in_the_table(address: str) -> str:
    """A route as Django, ninja or a thin door writes it, with every variable part made the same."""
    return re.sub(r"<[^>]+>|\{[^}]+\}", "*", address.partition("?")[0])


def django_routes(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> Iterator[str]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from django_routes(pattern.url_patterns, address)
        else:
            yield in_the_table(address)


def api_operations() -> Iterator[tuple[str, str]]:
    for door in doors:
        yield door.method, in_the_table(door.path)
    for prefix, router in ninja._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield method, in_the_table(f"/api/v1{prefix}{path}")


# How the table's examples stand for the variable parts of an address.
EXAMPLES = {
    "/rdv/faux/": "/rdv/*/",
    "/video/faux/": "/video/*/",
    "/partenaire/faux/": "/partenaire/*/",
    "/ml/cholet/rendez-vous/": "/ml/*/rendez-vous/",
    "/ml/mayenne/rendez-vous/": "/ml/*/rendez-vous/",
    "/ml/cholet/": "/ml/*/",
    "/ml/nulle-part/": "/ml/*/",
    "/demo/login/lea/": "/demo/login/*/",
    "/structures/cholet/": "/structures/*/",
    "/equipe/lien/invitation/faux/": "/equipe/lien/*/*/",
    "/l/rien/": "/l/*/",
    "/agenda/flux/faux.ics": "/agenda/flux/*.ics",
    "/api/v1/gateways/email/postmark/faux/inbound": "/api/v1/gateways/email/*/*/inbound",
    "/api/v1/gateways/sms/kannel/here/faux/receipts": "/api/v1/gateways/sms/*/*/*/receipts",
    "/api/v1/gateways/sms/kannel/here/faux/inbound": "/api/v1/gateways/sms/*/*/*/inbound",
}


def test_every_route_is_in_the_table() -> None:
    named = {in_the_table(EXAMPLES.get(r.path, r.path)) for r in routes.read(TABLE)}
    walked = set(django_routes(get_resolver().url_patterns)) | {path for _, path in api_operations()}
    assert walked == named


def test_every_operation_of_the_api_is_in_the_table() -> None:
    named = {(r.method, in_the_table(r.path)) for r in routes.read(TABLE)}
    assert set(api_operations()) <= named
