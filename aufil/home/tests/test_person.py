"""A young person's page, its story, and who opened it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aufil.audit.models import Record
from aufil.kernel import clock
from aufil.people.actions import add_representative, hand_over, observe, record_situation, set_themes
from aufil.people.queries import today_in
from aufil.thread.models import Consultation, Entry


@pytest.fixture
def cholet(cast):
    return cast.structures["cholet"]


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("&#x27;", "'")


def opened(pages, name, young):
    answer = getattr(pages, name).get(f"/mes-jeunes/{young.uid}/")
    assert answer.status_code == 200
    return answer


def test_an_opening_is_noted_once_in_ten_minutes(pages, cast, monkeypatch):
    now = clock.now()
    for minutes in (0, 3, 9, 11):
        monkeypatch.setattr("aufil.kernel.clock.now", lambda m=minutes: now + timedelta(minutes=m))
        opened(pages, "camille", cast.lea)
    assert Record.objects.filter(verb="person-opened", subject_uid=cast.lea.uid).count() == 2


def test_the_young_person_sees_who_opened_their_page(pages, cast):
    opened(pages, "julien", cast.lea)
    opened(pages, "claude", cast.lea)
    page = text_of(pages.lea.get("/qui-a-ouvert/"))
    assert "Julien Besnard accompagnement" in page
    assert "Claude Fontaine direction" in page
    assert "Julien Besnard" not in text_of(pages.yanis.get("/qui-a-ouvert/"))
    assert "Julien Besnard" in text_of(pages.camille.get(f"/mes-jeunes/{cast.lea.uid}/ouvertures/"))
    assert "/qui-a-ouvert/" in pages.lea.get("/").content.decode()


def test_the_story_tells_what_happened_and_never_what_was_said(api, pages, cast, cholet):
    thread = cast.thread()
    api.lea.say(thread, "SECRET-DIT")
    about = {"young": cast.lea, "structure": cholet, "actor": cast.camille}
    record_situation(**about, values={"category": "training", "state": "current", "detail": "CAP"})
    pages.camille.post(
        f"/fil/{thread.uid}/appel/",
        {"id": "0190f3a2-0000-7000-8000-000000000001", "outcome": "voicemail", "text": "SECRET-NOTE"},
    )
    day = today_in(cholet) + timedelta(days=9)
    hand_over(structure=cholet, young=[cast.lea], taker=cast.julien, actor=cast.camille, returns_on=day)
    page = text_of(pages.claude.get(f"/mes-jeunes/{cast.lea.uid}/parcours/"))
    for words in (
        "Début de l’accompagnement",
        "Premier message",
        "Début : Formation (CAP)",
        "Appel : Message vocal laissé",
        "Julien Besnard prend le relais de Camille Rousseau",
    ):
        assert words in page
    assert "SECRET" not in page
    assert "Camille Rousseau assure le suivi à partir du" in text_of(opened(pages, "claude", cast.lea))


def test_the_page_asks_as_often_for_one_of_each_as_for_three(api, pages, cast, cholet):
    about = {"young": cast.lea, "structure": cholet, "actor": cast.camille}

    def more(number):
        api.lea.say(cast.thread(), f"message {number}")
        record_situation(**about, values={"category": "training", "state": "ended", "detail": str(number)})
        add_representative(**about, values={"name": f"Parent {number}"})
        set_themes(**about, themes=["health", "money", "housing"][:number])
        observe(**about, results=dict.fromkeys(["photo", "link", "form"][:number], "alone"))
        cast.thread().consultations.create(
            person=cast.claude,
            reason="une raison",
            starts_at=clock.now(),
            ends_at=clock.now() + timedelta(hours=1),
        )
        pages.camille.post(
            f"/fil/{cast.thread().uid}/appel/",
            {"id": f"0190f3a2-0000-7000-8000-00000000000{number}", "outcome": "voicemail"},
        )

    addresses = [f"/mes-jeunes/{cast.lea.uid}/{end}" for end in ("", "parcours/", "ouvertures/")]
    more(1)
    counts = []
    for number in (2, 3):
        for address in addresses:
            pages.camille.get(address)
            with CaptureQueriesContext(connection) as found:
                pages.camille.get(address)
            counts.append(len(found))
        pages.lea.get("/qui-a-ouvert/")
        with CaptureQueriesContext(connection) as found:
            pages.lea.get("/qui-a-ouvert/")
        counts.append(len(found))
        more(number)
    assert counts[:4] == counts[4:]


def consult(pages, cast, reason="Une plainte reçue par courrier"):
    return pages.claude.post(f"/fil/{cast.thread().uid}/consulter/", {"reason": reason})


def test_a_head_reads_a_thread_after_saying_why_and_the_young_person_sees_it(api, pages, cast):
    api.lea.say(cast.thread(), "trop bien !!")
    address = f"/fil/{cast.thread().uid}/consultation/"
    assert pages.claude.get(address).status_code == 404
    assert consult(pages, cast).headers["Location"] == address
    page = pages.claude.get(address)
    assert "trop bien !!" in text_of(page)
    assert 'data-role="composer"' not in page.content.decode()
    own = text_of(pages.lea.get("/qui-a-ouvert/"))
    assert "Claude Fontaine direction a lu le fil" in own
    assert "Une plainte reçue par courrier" in own
    record = Record.objects.get(verb="thread-consulted")
    assert record.actor == cast.claude.pk


def test_reading_so_counts_as_seen_by_nobody_and_ends_after_an_hour(api, pages, cast, monkeypatch):
    api.lea.say(cast.thread(), "bonjour")
    consult(pages, cast)
    address = f"/fil/{cast.thread().uid}/consultation/"
    assert pages.claude.get(address).status_code == 200
    entries = api.lea.get(f"/threads/{cast.thread().uid}/entries").json["results"]
    assert entries[0]["state"] == "sent"
    assert api.claude.get(f"/threads/{cast.thread().uid}/entries").status == 404
    assert api.claude.say(cast.thread(), "coucou").status == 404
    later = clock.now() + timedelta(minutes=61)
    monkeypatch.setattr("aufil.kernel.clock.now", lambda: later)
    assert pages.claude.get(address).status_code == 404


@pytest.mark.parametrize("reason", ["", "   ", "court", "x" * 301])
def test_a_reason_that_says_nothing_opens_nothing(pages, cast, reason):
    assert consult(pages, cast, reason).status_code == 422
    assert not Consultation.objects.exists()


def test_a_consultation_is_its_readers_alone_and_ends_with_their_role(pages, cast):
    consult(pages, cast)
    address = f"/fil/{cast.thread().uid}/consultation/"
    assert pages.dominique.get(address).status_code == 404
    cast.claude.memberships.update(ends_on=clock.now().date())
    assert pages.claude.get(address).status_code == 404


def test_deleted_messages_stay_deleted_for_who_consults(api, pages, cast):
    said = api.lea.say(cast.thread(), "REPRIS").json["id"]
    api.lea.delete(f"/threads/{cast.thread().uid}/entries/{said}")
    consult(pages, cast)
    page = text_of(pages.claude.get(f"/fil/{cast.thread().uid}/consultation/"))
    assert "Message supprimé" in page
    assert "REPRIS" not in page
    assert Entry.objects.count() == 1
