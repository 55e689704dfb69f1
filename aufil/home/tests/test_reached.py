"""« Envois », « Non remis », the call list: what each shows, to whom, and what may be done there."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from aufil.audit.models import Record
from aufil.delivery.models import Address, Attempt, CallLine, Carried, Notice, Receipt
from aufil.kernel import clock
from aufil.people.models import OpeningHours, Support
from aufil.thread.models import Call, Entry

SECRET = "mon rendez-vous chez le médecin"


@pytest.fixture
def cholet(cast):
    cholet = cast.structures["cholet"]
    OpeningHours.objects.filter(structure=cholet).delete()
    return cholet


@pytest.fixture
def lea(cast, cholet):
    cast.lea.phone = "+33639980001"
    cast.lea.save()
    return cast.lea


def text_of(answer):
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return plain.replace("&#x27;", "'").replace("\u202f", " ").replace("\xa0", " ")


def lost(api, cast, young, *, state="to-call", reason="failed", line=True):
    """A message of Camille that a text message could not bring; its person is to be called."""
    thread = cast.thread(young)
    entry = api.camille.say(thread, SECRET).json
    notice = Notice.objects.get(person=cast.people[young], topic=thread.pk, position=entry["seq"])
    person, now = cast.people[young], clock.now()
    attempt = Attempt.objects.create(
        structure=thread.structure,
        person=person,
        channel="sms",
        address=person.phone or "+33639980099",
        made_at=now,
    )
    Carried.objects.create(attempt=attempt, notice=notice)
    Receipt.objects.create(attempt=attempt, said="taken", at=now, parts=1)
    Receipt.objects.create(attempt=attempt, said="failed", at=now + timedelta(minutes=1), code="expired")
    notice.state, notice.reason, notice.due_at = state, reason, None
    if line:
        notice.call, _made = CallLine.objects.get_or_create(
            structure=thread.structure, person=person, closed_at=None, defaults={"opened_at": now}
        )
    notice.save()
    return notice


def line_of(person):
    return CallLine.objects.get(person=person)


def sendings(browser, young):
    answer = browser.get(f"/mes-jeunes/{young.uid}/envois/")
    assert answer.status_code == 200
    return text_of(answer)


def test_sendings_say_when_how_to_where_and_what_became_of_them(api, pages, cast, lea):
    lost(api, cast, "lea")
    said = sendings(pages.camille, lea)
    assert "Un message de Camille" in said
    assert "par SMS au 06 39 98 00 01" in said
    assert "non remis" in said
    assert "À appeler" in said
    assert "Pris en charge" in said
    assert SECRET not in said


def test_who_does_not_read_the_thread_sees_states_alone_and_does_nothing(api, pages, cast, lea):
    lost(api, cast, "lea")
    for name in ("dominique", "claude", "julien"):
        said = sendings(getattr(pages, name), lea)
        assert "non remis" in said
        assert "message de Camille" not in said
        assert "Renvoyer" not in said
        assert "C’est fait" not in said
        attempt = Attempt.objects.get()
        for path in (f"{attempt.uid}/renvoyer/", "fait/", "reprendre/"):
            assert getattr(pages, name).post(f"/mes-jeunes/{lea.uid}/envois/{path}").status_code == 404
    assert pages.alex.get(f"/mes-jeunes/{lea.uid}/envois/").status_code == 404


def test_the_next_step_is_said_before_it_is_taken(api, pages, cast, lea, monkeypatch):
    night = clock.now().replace(hour=23, minute=0)
    api.camille.say(cast.thread(), SECRET)
    monkeypatch.setattr("aufil.kernel.clock.now", lambda: night)
    Notice.objects.filter(person=lea).update(created_at=night - timedelta(hours=1))
    said = sendings(pages.camille, lea)
    assert re.search(r"Ensuite : .* à 8 h 02, par SMS au 06 39 98 00 01", said)


def test_send_again_is_asked_once_for_each_try(api, pages, cast, lea):
    notice = lost(api, cast, "lea")
    attempt = Attempt.objects.get()
    assert "Renvoyer" in sendings(pages.camille, lea)
    for _twice in range(2):
        answer = pages.camille.post(f"/mes-jeunes/{lea.uid}/envois/{attempt.uid}/renvoyer/")
        assert answer.status_code == 302
    notice.refresh_from_db()
    assert (notice.state, notice.again_after) == ("waiting", attempt.pk)
    assert Record.objects.filter(verb="sent-again").count() == 1
    assert "Renvoyer" not in sendings(pages.camille, lea)


def test_nothing_of_another_person_is_sent_again(api, pages, cast, lea):
    lost(api, cast, "lea")
    attempt = Attempt.objects.get()
    assert (
        pages.camille.post(f"/mes-jeunes/{cast.yanis.uid}/envois/{attempt.uid}/renvoyer/").status_code == 404
    )


def test_a_way_that_was_stopped_is_used_again_when_they_ask(pages, cast, lea):
    stopped = Address.objects.create(person=lea, channel="sms", address=lea.phone, stopped_at=clock.now())
    assert "Léa le redemande" in sendings(pages.camille, lea)
    pages.camille.post(f"/mes-jeunes/{lea.uid}/envois/reprendre/", {"address": stopped.pk})
    stopped.refresh_from_db()
    assert stopped.stopped_at is None


def test_the_sendings_are_read_twenty_at_a_time(pages, cast, lea, cholet):
    now = clock.now()
    Attempt.objects.bulk_create(
        Attempt(
            structure=cholet,
            person=lea,
            channel="sms",
            address=lea.phone,
            made_at=now - timedelta(minutes=number),
        )
        for number in range(25)
    )
    first = pages.camille.get(f"/mes-jeunes/{lea.uid}/envois/").content.decode()
    second = pages.camille.get(f"/mes-jeunes/{lea.uid}/envois/?page=2").content.decode()
    assert (first.count('<li class="list__item sent"'), second.count('<li class="list__item sent"')) == (
        20,
        5,
    )


def test_the_structure_sees_all_that_did_not_arrive_and_the_menu_counts_the_people(api, pages, cast, lea):
    lost(api, cast, "lea")
    lost(api, cast, "lea")
    lost(api, cast, "yanis", state="dropped", reason="too-late", line=False)
    Notice.objects.filter(person=cast.yanis).update(ended_at=clock.now())
    said = text_of(pages.camille.get("/non-remis/"))
    assert "Non remis 2" in said
    assert "Ceux que vous suivez" in said
    assert said.count("C’est fait") == 2
    for name in ("julien", "dominique"):
        said = text_of(getattr(pages, name).get("/non-remis/"))
        assert "Léa Baron" in said
        assert "Suivi par Camille Rousseau" in said
        assert "C’est fait" not in said
        assert SECRET not in said
    said = text_of(pages.alex.get("/non-remis/"))
    assert "Léa" not in said
    assert "Tout est arrivé" in said


def test_what_is_done_leaves_the_page(api, pages, cast, lea):
    notice = lost(api, cast, "lea")
    answer = pages.camille.post(f"/mes-jeunes/{lea.uid}/envois/fait/", {"list": "1"})
    assert answer.headers["Location"] == "/non-remis/"
    notice.refresh_from_db()
    assert notice.state == "done"
    assert line_of(lea).closed_by == cast.camille
    assert "Tout est arrivé" in text_of(pages.camille.get("/non-remis/"))


def test_the_number_is_a_link_and_the_note_closes_the_line(api, pages, cast, lea):
    notice = lost(api, cast, "lea")
    page = pages.camille.get("/appels/")
    assert 'href="tel:+33639980001"' in page.content.decode()
    assert "Pour : un message de Camille" in text_of(page)
    assert "À appeler" in text_of(pages.camille.get("/"))
    line = line_of(lea)
    said = {"id": str(uuid4()), "outcome": "voicemail", "text": "Messagerie pleine"}
    assert pages.camille.post(f"/appels/{line.uid}/noter/", said).status_code == 302
    assert "Essayé une fois" in text_of(pages.camille.get("/appels/"))
    said = {"id": str(uuid4()), "outcome": "reached", "text": ""}
    for _twice in range(2):
        assert pages.camille.post(f"/appels/{line.uid}/noter/", said).status_code == 302
    assert Call.objects.count() == 2
    assert "Personne à appeler" in text_of(pages.camille.get("/appels/"))
    notice.refresh_from_db()
    assert notice.state == "done"


def test_the_second_of_two_is_told_that_it_is_done_and_keeps_what_was_typed(api, pages, cast, lea, cholet):
    Support.objects.create(
        structure=cholet,
        young=lea,
        counsellor=cast.julien,
        part="stand-in",
        starts_on=clock.now().date() - timedelta(days=1),
    )
    lost(api, cast, "lea")
    line = line_of(lea)
    pages.camille.post(f"/appels/{line.uid}/noter/", {"id": str(uuid4()), "outcome": "reached"})
    entries = Entry.objects.count()
    said = {"id": str(uuid4()), "outcome": "reached", "text": "Elle passe jeudi"}
    second = pages.julien.post(f"/appels/{line.uid}/noter/", said)
    assert second.status_code == 409
    assert "C’est déjà fait. Camille s’en est occupé" in text_of(second)
    assert Entry.objects.count() == entries
    needless = pages.julien.post(f"/appels/{line.uid}/inutile/", {"why": "past"})
    assert needless.status_code == 409


def test_there_is_no_need_to_call_for_a_reason(api, pages, cast, lea):
    notice = lost(api, cast, "lea")
    line = line_of(lea)
    assert pages.camille.post(f"/appels/{line.uid}/inutile/").status_code == 422
    assert pages.camille.post(f"/appels/{line.uid}/inutile/", {"why": "past"}).status_code == 302
    line.refresh_from_db()
    notice.refresh_from_db()
    assert (line.ending, line.why, line.closed_by, notice.state) == ("no-more", "past", cast.camille, "done")
    assert Record.objects.filter(verb="call-not-needed", subject_uid=lea.uid).count() == 1


def test_the_stand_in_calls_and_what_is_nobody_s_goes_to_who_leads(api, pages, cast, lea, cholet):
    lost(api, cast, "lea")
    line = line_of(lea)
    assert "Léa" not in text_of(pages.julien.get("/appels/"))
    assert pages.julien.get(f"/appels/{line.uid}/").status_code == 404
    assert "Léa" not in text_of(pages.dominique.get("/appels/"))
    today = clock.now().date()
    Support.objects.create(
        structure=cholet,
        young=lea,
        counsellor=cast.julien,
        part="stand-in",
        starts_on=today - timedelta(days=1),
    )
    assert "pour Camille Rousseau" in text_of(pages.julien.get("/appels/"))
    Support.objects.filter(young=lea).update(ends_on=today)
    assert "Léa" not in text_of(pages.julien.get("/appels/"))
    assert "Léa Baron" in text_of(pages.dominique.get("/appels/"))
    said = {"id": str(uuid4()), "outcome": "reached"}
    assert pages.dominique.post(f"/appels/{line.uid}/noter/", said).status_code == 302
    line.refresh_from_db()
    assert (line.ending, line.closed_by) == ("reached", cast.dominique)
    assert Record.objects.filter(verb="called-reached").count() == 1
    assert pages.alex.get(f"/appels/{line.uid}/").status_code == 404
