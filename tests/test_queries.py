"""Every list asks the database as often for one item as for three."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aufil.delivery.actions import receive
from aufil.delivery.models import Attempt, CallLine, Carried, Notice, Receipt
from aufil.demo.actions import make_experiment
from aufil.kernel import clock
from aufil.people.actions import create_person, create_structure, declare_absence, start_device, support
from aufil.people.models import HandOver, Person, Role, Structure
from aufil.thread.actions import index_next, write_to_many
from aufil.thread.models import Thread
from aufil.video.actions import save_list
from aufil.video.models import Rehearsal
from tests.support import Api, Caller, signed_in


class Desk:
    """A structure of its own, with one counsellor, one pilot, and young people added as wanted."""

    def __init__(self) -> None:
        self.structure = create_structure(slug="essai", name="ML d’essai")
        self.counsellor = self.person("conseillere", Role.COUNSELLOR)
        self.pilot = self.person("pilote", Role.PILOT)
        self.young: list[Person] = []

    def person(self, name: str, role: str) -> Person:
        return create_person(
            username=name, first_name=name, last_name="Essai", structure=self.structure, role=role
        )

    def add_young(self) -> None:
        """One more young person, with an unread message, a colleague of theirs, a device and a group."""
        number = len(self.young)
        person = self.person(f"jeune{number}", Role.YOUNG)
        colleague = self.person(f"collegue{number}", Role.COUNSELLOR)
        support(young=person, counsellor=self.counsellor, structure=self.structure)
        support(young=person, counsellor=colleague, structure=self.structure, part="colleague")
        thread = Thread.objects.get(young=person)
        first = Caller(person).say(thread, "première").json["id"]
        Caller(self.counsellor).say(thread, "réponse", reply_to=first)
        Caller(person).say(thread, "non lu", written_at="2026-01-01T07:00:00+01:00")
        group = {"title": f"Groupe {number}", "participants": [str(p.uid) for p in [*self.young, person]]}
        assert Caller(self.counsellor).post("/threads", group).status == 201
        self.young.append(person)

    def thread(self) -> Thread:
        return Thread.objects.get(young=self.young[0])


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


@pytest.fixture
def statements(desk: Desk) -> Callable[[Callable[[], Any]], tuple[int, int]]:
    """How many statements `ask` takes with one of everything, and with three."""

    def count(ask: Callable[[], Any]) -> tuple[int, int]:
        desk.add_young()
        counts = []
        for more in (0, 2):
            for _ in range(more):
                desk.add_young()
            ask()  # what is remembered by a process is so by now
            with CaptureQueriesContext(connection) as captured:
                ask()
            counts.append(len(captured))
        return counts[0], counts[1]

    return count


def page(person: Person, path: str) -> Callable[[], None]:
    browser = signed_in(person)

    def ask() -> None:
        answer = browser.get(path)
        assert answer.status_code == 200

    return ask


@pytest.mark.parametrize(
    "path", ["/", "/mes-jeunes/", "/mes-jeunes/?qui=tous", "/mes-jeunes/?q=jeune", "/groupes/nouveau/"]
)
def test_pages_of_a_counsellor(desk, statements, path):
    one, three = statements(page(desk.counsellor, path))
    assert one == three


def test_writing_to_several_and_following_it(desk):
    browser, counts = signed_in(desk.counsellor), []
    for more in (1, 2):
        for _ in range(more):
            desk.add_young()
        about = {"structure": desk.structure, "author": desk.counsellor, "young": desk.young}
        sent = write_to_many(uid=uuid4(), text="Forum de jeudi", **about)
        chosen = "&".join(f"jeune={one.uid}" for one in desk.young)
        paths = [f"/ecrire-a-plusieurs/{path}" for path in ("", f"?{chosen}", f"{sent.uid}/")]
        for path in paths:
            browser.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert all(browser.get(path).status_code == 200 for path in paths)
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("query", ["q=réponse", "q=reponce", "q=jeune", "q=premiere&genre=message"])
def test_what_was_found(desk, statements, query):
    ask = page(desk.counsellor, f"/chercher/?{query}")

    def read_and_ask() -> None:
        index_next()
        ask()

    one, three = statements(read_and_ask)
    assert one == three


def test_the_sorting_box(desk):
    ask, counts = page(desk.counsellor, "/a-trier/"), []
    for number in range(3):
        receive(
            channel="sms",
            provider="essai",
            provider_ref=str(number),
            sender=f"+3363998000{number}",
            text="Bonjour",
            received_at=timezone.now(),
        )
        ask()
        with CaptureQueriesContext(connection) as captured:
            ask()
        counts.append(len(captured))
    assert counts[0] == counts[2]


@pytest.mark.parametrize("path", ["/", "/appels/", "/non-remis/", "/mes-jeunes/{young}/envois/"])
def test_what_did_not_arrive(desk, path):
    counts = []
    for _number in range(3):
        desk.add_young()
        everybody = [desk.young[0]] if "{young}" in path else desk.young
        for person in everybody:
            lose(desk.structure, person, desk.thread().pk, len(counts) + 1)
        ask = page(desk.counsellor, path.format(young=desk.young[0].uid))
        ask()
        with CaptureQueriesContext(connection) as captured:
            ask()
        counts.append(len(captured))
    assert counts[0] == counts[2]


def lose(structure: Structure, person: Person, topic: int, position: int) -> None:
    """Something that a text message could not bring: its person is to be called."""
    now = timezone.now()
    line, _made = CallLine.objects.get_or_create(
        structure=structure, person=person, closed_at=None, defaults={"opened_at": now}
    )
    attempt = Attempt.objects.create(
        structure=structure, person=person, channel="sms", address="+33639980000", made_at=now
    )
    notice, _made = Notice.objects.update_or_create(
        person=person,
        kind="thread",
        topic=topic,
        position=position,
        defaults={
            "structure": structure,
            "created_at": now,
            "state": "to-call",
            "reason": "failed",
            "due_at": None,
            "call": line,
        },
    )
    Carried.objects.create(attempt=attempt, notice=notice)
    Receipt.objects.create(attempt=attempt, said="failed", at=now)


@pytest.mark.parametrize("path", ["/", "/mes-jeunes/", "/groupes/nouveau/"])
def test_pages_of_a_pilot(desk, statements, path):
    one, three = statements(page(desk.pilot, path))
    assert one == three


def test_the_page_of_a_young_person_with_one_and_three_messages(desk):
    desk.add_young()
    young, thread = desk.young[0], desk.thread()
    for path in ("/", f"/fil/{thread.uid}/"):
        ask = page(young, path)
        ask()
        with CaptureQueriesContext(connection) as few:
            ask()
        before = thread_reply(desk, thread)
        thread_reply(desk, thread, before)
        with CaptureQueriesContext(connection) as more:
            ask()
        assert len(few) == len(more), path


def thread_reply(desk: Desk, thread: Thread, reply_to: str | None = None) -> str:
    body: dict[str, Any] = {"reply_to": reply_to} if reply_to else {}
    return Caller(desk.counsellor).say(thread, "encore", **body).json["id"]


def test_the_members_of_a_thread(desk):
    desk.add_young()
    thread = desk.thread()
    ask = page(desk.counsellor, f"/fil/{thread.uid}/personnes/")
    ask()
    with CaptureQueriesContext(connection) as few:
        ask()
    for name in ("un", "deux"):
        support(
            young=desk.young[0],
            counsellor=desk.person(name, Role.COUNSELLOR),
            structure=desk.structure,
            part="colleague",
        )
    with CaptureQueriesContext(connection) as more:
        ask()
    assert len(few) == len(more)


def test_a_group_with_one_and_three_of_everything(desk):
    desk.add_young()
    desk.add_young()
    desk.add_young()
    group = Thread.objects.get(kind=Thread.Kind.GROUP, title="Groupe 2")
    staff = Caller(desk.counsellor)
    at = f"/threads/{group.uid}"
    asks = [
        page(who, f"/fil/{group.uid}/{more}")
        for who in (desk.counsellor, desk.young[0])
        for more in ("", "personnes/")
    ]
    asks += [
        lambda: staff.get(f"{at}/pins"),
        lambda: staff.get(f"{at}/members"),
        lambda: staff.get(f"{at}/entries"),
    ]

    def one_more(number: int) -> None:
        said = staff.say(group, f"info {number} @jeune{number}").json["id"]
        staff.call("PUT", f"{at}/entries/{said}/pin")
        for person in desk.young:
            Caller(person).call("PUT", f"{at}/entries/{said}/reactions/👍")
        gone = desk.person(f"parti{number}", Role.COUNSELLOR)
        staff.post(f"{at}/members", {"person": str(gone.uid)})
        staff.delete(f"{at}/members/{gone.uid}")

    def counts() -> list[int]:
        found = []
        for ask in asks:
            ask()
            with CaptureQueriesContext(connection) as captured:
                ask()
            found.append(len(captured))
        return found

    one_more(0)
    few = counts()
    one_more(1)
    one_more(2)
    assert counts() == few


def test_the_structures_of_an_installation(desk):
    admin = create_person(username="admin", is_platform_admin=True)
    for person, path in ((admin, "/"), (None, "/")):
        browser = signed_in(person)
        create_structure(slug=f"avant-{path.count('/')}{person is None}", name="Une")
        browser.get(path)
        with CaptureQueriesContext(connection) as few:
            assert browser.get(path).status_code == 200
        for slug in ("deux", "trois"):
            create_structure(slug=f"{slug}-{person is None}".lower(), name=slug)
        with CaptureQueriesContext(connection) as more:
            assert browser.get(path).status_code == 200
        assert len(few) == len(more)


def test_the_public_page_of_a_structure(desk):
    browser = signed_in(None)
    with CaptureQueriesContext(connection) as few:
        assert browser.get("/ml/essai/").status_code == 200
    for name in ("Beaupréau", "Maulévrier"):
        desk.structure.sites.create(name=name)
    with CaptureQueriesContext(connection) as more:
        assert browser.get("/ml/essai/").status_code == 200
    assert len(few) == len(more)


def test_ones_devices(desk):
    ask = page(desk.counsellor, "/appareils/")
    ask()
    with CaptureQueriesContext(connection) as few:
        ask()
    for label in ("deux", "trois"):
        start_device(person=desk.counsellor, label=label)
    with CaptureQueriesContext(connection) as more:
        ask()
    assert len(few) == len(more)


def test_the_personas_of_the_demonstration(db, settings):
    settings.DEMO = True
    make_experiment()
    browser = signed_in(None)
    with CaptureQueriesContext(connection) as all_of_them:
        assert browser.get("/demo/").status_code == 200
    for username in ("yanis", "ines", "claude", "dominique"):
        Person.objects.filter(username=username).update(username=f"ailleurs-{username}")
    with CaptureQueriesContext(connection) as fewer:
        assert browser.get("/demo/").status_code == 200
    assert len(all_of_them) == len(fewer)


@pytest.mark.parametrize("path", ["/threads", "/people", "/people?q=jeune", "/me"])
def test_lists_of_the_api(desk, statements, path):
    caller = Caller(desk.counsellor)

    def ask() -> None:
        assert caller.get(path).status == 200

    one, three = statements(ask)
    assert one == three


@pytest.mark.parametrize("query", ["", "?after=0", "?before=9", "?since=0"])
def test_entries_of_a_thread(api: Api, cast, query):
    thread = cast.thread()
    first = api.lea.say(thread, "un").json["id"]
    address = f"/threads/{thread.uid}/entries{query}"
    api.camille.get(address)
    with CaptureQueriesContext(connection) as few:
        api.camille.get(address)
    for text in ("deux", "trois"):
        api.camille.say(thread, text, reply_to=first)
    with CaptureQueriesContext(connection) as more:
        assert len(api.camille.get(address).json["results"]) == 3
    assert len(few) == len(more)


def test_a_batch_asks_as_often_for_one_as_for_three(api: Api, cast):
    address = f"/threads/{cast.thread().uid}/entries/batch"

    def bodies(count: int) -> list[dict[str, str]]:
        return [{"id": str(uuid4()), "text": "a"} for _ in range(count)]

    api.lea.post(address, bodies(1))
    with CaptureQueriesContext(connection) as few:
        api.lea.post(address, bodies(1))
    with CaptureQueriesContext(connection) as more:
        api.lea.post(address, bodies(3))
    # `executemany` is one call of ours; SQLite's driver reports it as one.
    assert len(few) == len(more)


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/structure/",
            "/structure/equipe/",
            "/structure/absences/",
            "/structure/lieux/",
            "/structure/relais/",
        ),
        *("/mes-horaires/", "/absences/nouvelle/", "/structure/equipe/{person}/"),
    ],
)
def test_pages_of_a_head(desk, path):
    """One of everything, then three: staff, absences, sites, hand-overs."""
    head = desk.person("direction", Role.HEAD)
    day = timezone.localdate()
    ask = page(head, path.format(person=head.uid))

    def one_more(number: int) -> None:
        person = desk.person(f"equipe{number}", Role.COUNSELLOR)
        start_device(person=person, label="un")
        for absent, first in ((person, day), (head, day + timedelta(days=2 * number + 1))):
            declare_absence(
                person=absent, structure=desk.structure, starts_on=first, ends_on=first, actor=head
            )
        desk.structure.sites.create(name=f"Lieu {number}")
        HandOver.objects.create(
            structure=desk.structure,
            young=desk.person(f"jeune-confie{number}", Role.YOUNG),
            giver=head,
            taker=person,
            starts_on=day,
            returns_on=day + timedelta(days=9),
            made_at=timezone.now(),
        )

    one_more(0)
    ask()
    with CaptureQueriesContext(connection) as few:
        ask()
    one_more(1)
    one_more(2)
    with CaptureQueriesContext(connection) as more:
        ask()
    assert len(few) == len(more)


def test_lists_of_questions_and_earlier_rehearsals(desk):
    desk.add_young()
    young, counts = desk.young[0], []
    head = desk.person("tete", Role.HEAD)
    thread = f"/fil/{desk.thread().uid}/entretien/"
    for more in (1, 2):
        for _ in range(more):
            number = Rehearsal.objects.count()
            save_list(
                structure=desk.structure, title=f"Liste {number}", questions=[("Pourquoi ?", "")], by=head
            )
            Rehearsal.objects.create(
                structure=desk.structure,
                young=young,
                counsellor=desk.counsellor,
                began_at=clock.now(),
                ended_at=clock.now(),
            )
        pages = [page(head, "/structure/entretiens/"), page(desk.counsellor, thread)]
        for ask in pages:
            ask()
        with CaptureQueriesContext(connection) as captured:
            for ask in pages:
                ask()
        counts.append(len(captured))
    assert counts[0] == counts[1]
