"""Beside the thread: calls and notes only staff read, and what Aufil tells by itself."""

from uuid import uuid4

import pytest

from aufil.people.actions import end_support, support
from aufil.people.models import Support
from aufil.thread import access
from aufil.thread.actions import note_call, record_event, write_note, write_to_many
from aufil.thread.models import Call, Entry, Member, Thread
from aufil.web.problems import Problem


@pytest.fixture
def beside(cast):
    return access.staff_thread(cast.camille, cast.thread().uid)


def notes_of(cast, young="lea"):
    return Thread.objects.get(paired_with=cast.thread(young))


def test_a_call_is_noted_in_a_thread_of_the_team_with_numbers_of_its_own(api, cast, beside):
    api.lea.say(cast.thread(), "vous pouvez m’appeler ?")
    said = note_call(opened=beside, uid=uuid4(), outcome="voicemail", text="Je rappelle jeudi.")
    assert (said.entry.seq, said.entry.kind) == (1, "call")
    assert said.entry.text == "Message vocal laissé. Je rappelle jeudi."
    assert Call.objects.get().outcome == "voicemail"
    assert cast.thread().last_seq == 1


def test_a_call_that_reached_answers_what_waited_and_a_missed_one_does_not(api, cast, beside):
    api.lea.say(cast.thread(), "vous pouvez m’appeler ?")
    note_call(opened=beside, uid=uuid4(), outcome="no-answer")
    assert cast.thread().unanswered_since
    before = cast.thread().last_exchange_at
    note_call(opened=beside, uid=uuid4(), outcome="reached")
    assert cast.thread().unanswered_since is None
    assert cast.thread().last_exchange_at > before


def test_a_wrong_number_marks_the_number(cast, beside):
    cast.lea.phone = "+33639980001"
    cast.lea.save()
    note_call(opened=beside, uid=uuid4(), outcome="wrong-number")
    cast.lea.refresh_from_db()
    assert cast.lea.phone_wrong_at
    assert Call.objects.get().number == "+33639980001"


def test_the_same_call_sent_twice_is_one(cast, beside):
    uid = uuid4()
    for _ in range(2):
        note_call(opened=beside, uid=uid, outcome="reached")
    assert Call.objects.count() == Entry.objects.count() == 1


def test_the_young_person_never_sees_a_note(api, pages, cast, beside):
    write_note(opened=beside, uid=uuid4(), text="SECRET-EQUIPE : difficultés à la maison.")
    notes = notes_of(cast)
    assert "SECRET-EQUIPE" in pages.camille.get(f"/?fil={cast.thread().uid}").content.decode()
    for path in ("/", f"/fil/{cast.thread().uid}/", f"/fil/{notes.uid}/"):
        assert "SECRET-EQUIPE" not in pages.lea.get(path).content.decode()
    assert api.lea.get(f"/threads/{notes.uid}/entries").status == 404
    assert [t["kind"] for t in api.lea.get("/threads").json["results"]] == ["support"]
    with pytest.raises(Problem):
        access.staff_thread(cast.lea, cast.thread().uid)


def test_a_program_of_staff_finds_the_notes_beside_their_thread(api, cast, beside):
    write_note(opened=beside, uid=uuid4(), text="à revoir")
    found = {t["notes_of"]: t for t in api.camille.get("/threads").json["results"]}
    assert found[str(cast.thread().uid)]["kind"] == "staff"


def test_who_joins_or_leaves_the_thread_joins_or_leaves_its_notes(cast, beside):
    write_note(opened=beside, uid=uuid4(), text="à revoir")
    row = support(
        young=cast.lea, counsellor=cast.julien, structure=cast.structures["cholet"], part="colleague"
    )
    members = Member.objects.filter(thread=notes_of(cast), left_at=None)
    assert {m.person for m in members} == {cast.camille, cast.julien}
    end_support(row=row)
    assert {m.person for m in members.all()} == {cast.camille}


def test_who_still_supports_otherwise_stays_when_one_row_ends(cast):
    structure = cast.structures["cholet"]
    colleague = support(young=cast.lea, counsellor=cast.julien, structure=structure, part="colleague")
    support(young=cast.lea, counsellor=cast.julien, structure=structure)
    colleague.refresh_from_db()
    assert colleague.ends_on
    assert Support.objects.filter(counsellor=cast.julien, ends_on=None).count() == 1
    assert Member.objects.get(thread=cast.thread(), person=cast.julien).left_at is None


def test_calls_and_events_stay_as_they_are(api, cast, beside):
    said = note_call(opened=beside, uid=uuid4(), outcome="reached")
    event = record_event(
        structure=cast.structures["cholet"].pk,
        young=cast.lea.pk,
        author=cast.camille.pk,
        text="Camille part.",
    )
    for thread, entry in ((notes_of(cast), said.entry), (cast.thread(), event.entry)):
        path = f"/threads/{thread.uid}/entries/{entry.uid}"
        assert api.camille.patch(path, {"text": "autre"}).status == 403
        assert api.camille.delete(path).status == 403


def test_an_event_is_told_once_by_somebody_of_the_thread_and_is_no_exchange(api, cast):
    uid = uuid4()
    for _ in range(2):
        told = record_event(
            structure=cast.structures["cholet"].pk,
            young=cast.lea.pk,
            author=cast.claude.pk,
            text="Julien prend le relais.",
            uid=uid,
        )
    assert told.entry.author_id == cast.camille.pk
    entry = api.lea.get(f"/threads/{cast.thread().uid}/entries").json["results"][0]
    assert (entry["kind"], entry["via"], entry["text"]) == ("event", "self", "Julien prend le relais.")
    assert cast.thread().last_exchange_at is None


def test_nobody_to_tell_is_no_fault(cast):
    for member in Member.objects.filter(thread=cast.thread(), side="staff"):
        member.delete()
    structure = cast.structures["cholet"].pk
    assert record_event(structure=structure, young=cast.lea.pk, author=cast.claude.pk, text="…") is None
    assert record_event(structure=structure, young=cast.claude.pk, author=cast.claude.pk, text="…") is None


def test_since_when_somebody_waits(api, pages, cast):
    thread = cast.thread()
    assert thread.unanswered_since is None
    first = api.lea.say(thread, "bonjour").json
    second = api.lea.say(thread, "vous êtes là ?").json
    assert cast.thread().unanswered_since.isoformat() == first["created_at"]
    api.lea.delete(f"/threads/{thread.uid}/entries/{first['id']}")
    assert cast.thread().unanswered_since.isoformat() == second["created_at"]
    api.lea.delete(f"/threads/{thread.uid}/entries/{second['id']}")
    assert cast.thread().unanswered_since is None
    api.lea.say(thread, "si si")
    api.camille.say(thread, "Je suis là.")
    assert cast.thread().unanswered_since is None
    api.lea.say(thread, "merci")
    assert pages.camille.post(f"/fil/{thread.uid}/rien-a-repondre/", {"next": "/"}).status_code == 302
    assert cast.thread().unanswered_since is None


def test_a_text_to_many_reaches_each_alone_and_is_neither_answer_nor_exchange(api, cast):
    api.lea.say(cast.thread(), "bonjour")
    waiting, structure = cast.thread().unanswered_since, cast.structures["cholet"]
    support(young=cast.ines, counsellor=cast.julien, structure=structure)
    uid = uuid4()
    for _ in range(2):
        sent = write_to_many(
            uid=uid,
            structure=structure,
            author=cast.camille,
            young=[cast.lea, cast.ines],
            text="Fermé lundi.",
        )
    copies = {copy.young: copy for copy in sent.copies.all()}
    assert copies[cast.lea].entry.text == "Fermé lundi."
    assert copies[cast.ines].refusal == "not-a-member"
    assert Entry.objects.filter(text="Fermé lundi.").count() == 1
    assert cast.thread().unanswered_since == waiting
    with pytest.raises(Problem):
        write_to_many(uid=uid, structure=structure, author=cast.camille, young=[cast.lea], text="Autre.")


def test_a_refused_call_or_note_keeps_what_was_typed(pages, cast):
    path = f"/fil/{cast.thread().uid}"
    answer = pages.camille.post(f"{path}/appel/", {"id": uuid4(), "text": "elle rappelle"})
    assert answer.status_code == 422
    assert "Dites ce qu’a donné l’appel." in answer.content.decode()
    assert "elle rappelle" in answer.content.decode()
    answer = pages.camille.post(f"{path}/note/", {"id": "nimporte", "text": "x" * 2001})
    assert answer.status_code == 422
    assert "x" * 2001 in answer.content.decode()
    assert (
        pages.camille.post(f"{path}/appel/", {"outcome": "reached", "id": uuid4(), "next": "//ailleurs.fr"})[
            "Location"
        ]
        == f"{path}/"
    )


def test_writing_to_many_by_the_page(pages, cast):
    chosen = [str(cast.lea.uid), str(cast.yanis.uid), str(cast.ousmane.uid), "nimporte"]
    shown = pages.camille.get("/ecrire-a-plusieurs/", {"jeune": chosen}).content.decode()
    assert "Léa Baron" in shown
    assert "Ousmane" not in shown
    answer = pages.camille.post("/ecrire-a-plusieurs/", {"id": uuid4(), "jeune": chosen, "text": " "})
    assert answer.status_code == 422
    answer = pages.camille.post("/ecrire-a-plusieurs/", {"id": uuid4(), "jeune": chosen, "text": "Bonjour"})
    done = pages.camille.get(answer["Location"]).content.decode()
    assert "Envoyé à 2 personnes" in done
    assert "Keita" not in done
