"""A rehearsal of an interview: begun from a thread, led by one side, followed by both, noted, and sent by a tap."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from aufil.delivery.models import Notice
from aufil.thread.models import Entry
from aufil.video import actions
from aufil.video.access import ticket
from aufil.video.interviews import READY
from aufil.video.models import Asked, Guest, Question, QuestionList, Rehearsal, Room
from aufil.video.queries import letter, rehearsal_view, script_named, told_of_calls
from aufil.video.rehearsing import Place
from aufil.web.problems import Problem
from tests.support import Cast, signed_in

pytestmark = pytest.mark.django_db

FIRST_JOB = {"script": "premier-emploi", "post": "vendeuse", "employer": "staff", "way": "video"}


@pytest.fixture
def path(at, cast: Cast) -> str:
    return f"/fil/{cast.thread().uid}/entretien/"


def begin(cast: Cast, path: str, **more: str) -> Rehearsal:
    answer = signed_in(cast.camille).post(path, {**FIRST_JOB, **more})
    row = Rehearsal.objects.get(ended_at=None)
    assert answer.url == f"/entretien/{row.uid}/"
    return row


def again(row: Rehearsal) -> Rehearsal:
    return Rehearsal.objects.select_related("young", "counsellor", "structure").get(pk=row.pk)


def test_one_tap_opens_a_room_with_the_first_question(path, cast):
    row = begin(cast, path)
    room = Room.objects.get(kind="rehearsal", subject=row.uid)
    assert (row.position, row.employer, row.post) == (1, "staff", "vendeuse")
    assert row.questions.count() == len(READY["premier-emploi"].questions)
    for person in (cast.camille, cast.lea):
        assert signed_in(person).get(f"/entretien/{row.uid}/").url == f"/salle/{room.uid}/"
    html = signed_in(cast.lea).get(f"/salle/{room.uid}/").content.decode()
    assert 'data-kind="rehearsal"' in html
    assert "play-well" not in html


def test_she_is_told_like_of_a_call(path, cast, at):
    row = begin(cast, path)
    assert (
        Entry.objects.get(kind="event").text
        == "Camille vous attend en visio, pour s’entraîner à l’entretien."
    )
    notice = Notice.objects.get(kind="call")
    assert (notice.person, notice.urgent, notice.due_at) == (cast.lea, True, at.now)
    words = told_of_calls([notice])[notice.pk]
    assert words.path.startswith("/video/")
    room = Room.objects.get()
    actions.end_about(kind="rehearsal", subject=row.uid)
    assert told_of_calls([notice]) == {}
    for _twice in range(2):
        actions.note_call(room=room.pk)
    assert Entry.objects.get(text__contains="personne n’est venu").thread.kind == "staff"
    assert again(row).ended_at == at.now


def test_begun_twice_is_one_and_a_colleague_comes_to_it(path, cast):
    row = begin(cast, path)
    assert begin(cast, path, script="stage") == row
    assert Room.objects.count() == 1
    assert "Un entraînement est en cours" in signed_in(cast.camille).get(path).content.decode()


def test_nobody_else_begins_or_sees_one(path, cast):
    row = begin(cast, path)
    strangers = (cast.yanis, cast.julien, cast.dominique, cast.alex)
    pages = [path, f"/entretien/{row.uid}/", f"/entretien/{row.uid}/notes/"]
    for person in strangers:
        for page in pages:
            assert signed_in(person).get(page).status_code == 404, (person, page)
        assert signed_in(person).post(path, FIRST_JOB).status_code == 404
    assert signed_in(cast.lea).get(path).status_code == 404
    assert signed_in(cast.lea).get(f"/entretien/{row.uid}/notes/").status_code == 404
    assert signed_in(cast.lea).post(f"/entretien/{row.uid}/", {"do": "end"}).status_code == 404
    assert again(row).ended_at is None


def test_who_plays_the_employer_leads_and_a_page_behind_moves_nothing(path, cast, at):
    row = begin(cast, path)
    at.go(minutes=2)
    for _twice in range(2):
        row = actions.step(rehearsal=row, side="staff", from_=1, to=2)
    assert (row.position, row.asked_at) == (2, at.now)
    with pytest.raises(Problem, match="forbidden"):
        actions.step(rehearsal=row, side="young", from_=2, to=3)
    row = actions.cast(rehearsal=row, employer="young")
    assert actions.step(rehearsal=row, side="young", from_=2, to=3).position == 3
    with pytest.raises(Problem, match="forbidden"):
        actions.step(rehearsal=row, side="staff", from_=3, to=4)


def test_advice_is_the_employer_s_until_it_is_shown(path, cast):
    row = begin(cast, path)
    theirs, hers = (rehearsal_view(again(row), side) for side in ("staff", "young"))
    assert theirs.advice
    assert hers.advice == ""
    actions.advise(rehearsal=row, side="staff", number=1)
    assert rehearsal_view(again(row), "young").advice == theirs.advice
    actions.step(rehearsal=row, side="staff", from_=1, to=2)
    assert rehearsal_view(again(row), "young").advice == ""
    assert "notes" not in rehearsal_view(again(row), "young").shape


def test_one_s_own_question_comes_next_and_once(path, cast):
    row = begin(cast, path)
    second = row.questions.get(number=2)
    uid = uuid4()
    for _twice in range(2):
        actions.add_question(rehearsal=row, side="staff", uid=uid, text="Vous connaissez la caisse ?")
    texts = list(row.questions.values_list("number", "text"))
    assert texts[1] == (2, "Vous connaissez la caisse\u00a0?")
    assert texts[2] == (3, second.text)
    assert [number for number, _text in texts] == list(range(1, len(texts) + 1))


def test_without_a_list_one_writes_the_first_and_forty_are_enough(path, cast):
    row = begin(cast, path, script="", way="plain")
    assert (row.position, row.questions.count()) == (0, 0)
    assert not Room.objects.exists()
    for number in range(Rehearsal.QUESTIONS_MOST):
        actions.add_question(rehearsal=row, side="staff", uid=uuid4(), text=f"Question {number}")
    assert again(row).position == 1
    with pytest.raises(Problem, match="invalid"):
        actions.add_question(rehearsal=row, side="staff", uid=uuid4(), text="une de trop")


def test_without_a_room_both_follow_it_on_their_own_page(path, cast, at):
    row = begin(cast, path, way="plain")
    entry = Entry.objects.get(kind="event")
    assert entry.adds["join"]["path"] == f"/entretien/{row.uid}/"
    assert not Notice.objects.filter(kind="call").exists()
    lea, camille = signed_in(cast.lea), signed_in(cast.camille)
    assert "Suivre les questions" in lea.get(f"/fil/{cast.thread().uid}/").content.decode()
    page = f"/entretien/{row.uid}/"
    question = row.questions.get(number=1)
    notes = {"question": str(question.uid), "well": "Bien dit.", "work": ""}
    assert camille.post(page, {"do": "next", "at": 1, **notes}).status_code == 302
    question.refresh_from_db()
    assert question.well == "Bien dit."
    html = lea.get(page).content.decode()
    assert row.questions.get(number=2).text in html
    assert "Bien dit" not in html
    assert lea.post(page, {"do": "next", "at": 2}).status_code == 422
    assert lea.post(page, {"do": "swap"}).status_code == 302
    assert lea.post(page, {"do": "next", "at": 2}).status_code == 302
    at.go(minutes=20)
    assert camille.post(page, {"do": "end"}).status_code == 302
    assert camille.get(page).url == f"{page}notes/"
    for _twice in range(2):
        actions.note_rehearsal(rehearsal=row.pk)
    noted = Entry.objects.get(text__startswith="Entraînement à l’entretien, sans visio")
    assert "3 questions" in noted.text
    assert noted.thread.kind == "staff"


def noted(cast: Cast, path: str) -> Rehearsal:
    row = begin(cast, path)
    first = row.questions.get(number=1)
    actions.note_answer(rehearsal=row, question=first.uid, well="Claire.", work="Parler plus fort.")
    actions.end_about(kind="rehearsal", subject=row.uid)
    return again(row)


def test_notes_go_to_the_thread_by_a_tap_and_once(path, cast):
    row = noted(cast, path)
    camille, page = signed_in(cast.camille), f"/entretien/{row.uid}/notes/"
    html = camille.get(page).content.decode()
    assert "Claire." in html
    assert not Entry.objects.filter(kind="message").exists()
    said = {"strong": "Claire, posée.", "to_work_on": "Parler plus fort.", "for_team": "Timide au début."}
    assert camille.post(page, {"do": "save", **said}).status_code == 302
    assert not Entry.objects.filter(kind="message").exists()
    for _twice in range(2):
        assert camille.post(page, {"do": "send", **said}).status_code == 302
        assert camille.post(page, {"do": "team", **said}).status_code == 302
    message = Entry.objects.get(kind="message")
    assert (message.author, message.thread) == (cast.camille, cast.thread())
    assert message.text.startswith(
        "Notre entraînement à l’entretien (vendeuse).\n\nPoints forts :\nClaire, posée."
    )
    assert "1. Présentez-vous en quelques mots." in message.text
    assert "Timide" not in message.text
    note = Entry.objects.get(kind="note")
    assert note.text == "Entraînement à l’entretien. Timide au début."
    assert note.thread.kind == "staff"


def test_what_is_too_long_or_empty_is_said_and_kept_as_typed(path, cast):
    row = noted(cast, path)
    camille, page = signed_in(cast.camille), f"/entretien/{row.uid}/notes/"
    long = "é" * 701
    answer = camille.post(page, {"do": "send", "strong": long, "to_work_on": "", "for_team": ""})
    assert answer.status_code == 422
    assert long in answer.content.decode()
    assert camille.post(page, {"do": "send", "strong": " ", "to_work_on": ""}).status_code == 422
    assert camille.post(page, {"do": "team", "strong": "a"}).status_code == 422
    assert not Entry.objects.filter(kind__in=("message", "note")).exists()


def test_what_she_retains_is_hers_and_once(path, cast):
    row = noted(cast, path)
    lea, page = signed_in(cast.lea), f"/entretien/{row.uid}/"
    for text in ("Respirer avant de répondre.", "autre chose"):
        assert lea.post(page, {"do": "retain", "text": text}).status_code == 302
    message = Entry.objects.get(kind="message")
    assert (message.author, message.text) == (
        cast.lea,
        "Ce que je retiens de l’entraînement : Respirer avant de répondre.",
    )
    assert signed_in(cast.camille).post(page, {"do": "retain", "text": "pour elle"}).status_code == 404


def test_notes_are_forgotten_a_month_after(path, cast, at):
    row = noted(cast, path)
    actions.keep_draft(rehearsal=row, strong="a", to_work_on="b", for_team="c")
    at.go(days=29)
    actions.forget_notes()
    assert again(row).strong == "a"
    at.go(days=2)
    actions.forget_notes()
    row = again(row)
    assert (row.strong, row.to_work_on, row.for_team) == ("", "", "")
    assert not row.questions.exclude(well="", work="").exists()
    with pytest.raises(Problem, match="gone"):
        actions.note_answer(rehearsal=row, question=row.questions.first().uid, well="x", work="")
    assert "notes de cet entraînement sont effacées" in (
        signed_in(cast.camille).get(f"/entretien/{row.uid}/notes/").content.decode()
    )


def test_left_open_without_a_room_it_ends_by_itself(path, cast, at):
    row = begin(cast, path, way="plain")
    at.go(hours=3)
    actions.end_left_open()
    assert again(row).ended_at is None
    at.go(hours=2)
    actions.end_left_open()
    assert again(row).ended_at == at.now


def test_the_page_in_the_room_asks_with_its_ticket(path, cast, api):
    row = begin(cast, path)
    room = Room.objects.get()
    host, guest = (Guest.objects.select_related("room").get(room=room, is_host=one) for one in (True, False))
    stay = actions.come_in(guest=host, uid=uuid4(), tab=uuid4())
    hers = actions.come_in(guest=guest, uid=uuid4(), tab=uuid4())
    rev = Room.objects.get().rev
    base = f"/api/v1/rehearsals/{row.uid}"
    client = signed_in(cast.yanis)  # whoever holds this browser, the ticket says whose page it is
    one = {"HTTP_AUFIL_STAY": ticket(stay), "content_type": "application/json"}
    two = {**one, "HTTP_AUFIL_STAY": ticket(hers)}
    said = client.post(f"{base}/step", {"from": 1, "to": 2}, **one)
    assert (said.status_code, said.json()["position"]) == (200, 2)
    assert Room.objects.get().rev == rev + 1
    assert client.get(base, **two).json()["asks"] is False
    question = row.questions.get(number=2)
    put = f"{base}/questions/{question.uid}/notes"
    assert client.put(put, {"well": "a", "work": "b"}, **one).status_code == 204
    assert client.put(put, {"well": "x", "work": ""}, **two).status_code == 404
    assert client.post(f"{base}/end", {}, **two).status_code == 404
    assert client.put(put.replace(str(question.uid), str(uuid4())), {}, **one).status_code == 404
    question.refresh_from_db()
    assert (question.well, question.work) == ("a", "b")
    assert client.post(f"{base}/retained", {"text": "Sourire."}, **two).status_code == 204
    assert client.get(base, HTTP_AUFIL_STAY="faux").status_code == 404


def test_a_question_of_another_rehearsal_is_not_written_on(path, cast, at):
    row = begin(cast, path, way="plain")
    actions.end_rehearsal(rehearsal=row, by=cast.camille)
    other = begin(cast, path, way="plain")
    with pytest.raises(Problem, match="not-found"):
        actions.note_answer(rehearsal=other, question=row.questions.first().uid, well="a", work="")


def test_the_database_holds_what_must_be_true(path, cast, at):
    row = begin(cast, path, way="plain")
    now = at.now
    owner = {"structure": cast.structures["cholet"]}
    listed = QuestionList.objects.create(title="Vente", made_at=now, **owner)
    wrong = [
        lambda: Rehearsal.objects.create(young=cast.lea, began_at=now, **owner),
        lambda: Rehearsal.objects.filter(pk=row.pk).update(position=0),
        lambda: Rehearsal.objects.filter(pk=row.pk).update(position=41),
        lambda: Rehearsal.objects.filter(pk=row.pk).update(employer="nobody"),
        lambda: Rehearsal.objects.filter(pk=row.pk).update(ended_at=now - timedelta(days=1)),
        lambda: Rehearsal.objects.filter(pk=row.pk).update(strong="a", forgotten_at=now, ended_at=now),
        lambda: Asked.objects.create(rehearsal=row, number=1, text="encore"),
        lambda: Asked.objects.create(rehearsal=row, number=41, text="trop"),
        lambda: Asked.objects.filter(rehearsal=row, number=1).update(well="a" * 1001),
        lambda: Question.objects.create(of=listed, number=31, text="trop"),
        lambda: Question.objects.create(of=listed, number=1, text=""),
        lambda: Question.objects.create(of=listed, number=1, text="a" * 301),
        lambda: QuestionList.objects.create(title="Vente", made_at=now, **owner),
    ]
    for number, break_it in enumerate(wrong):
        with pytest.raises(Exception, match=r".") as found, transaction.atomic():
            break_it()
        assert isinstance(found.value, IntegrityError) or "too long" in str(found.value), number


@given(
    st.integers(0, 40),
    st.lists(st.tuples(st.sampled_from(["step", "add"]), st.integers(-1, 42), st.integers(-1, 42))),
)
def test_the_position_is_always_that_of_a_question(count, asked):
    place = Place(1 if count else 0, count)
    for what, from_, to in asked:
        if what == "add":
            after, number = place.added()
            assert number == place.position + 1
            assert after.count == place.count + 1
        else:
            after = place.stepped(from_, to)
            assert abs(after.position - place.position) <= 1
            assert after == place or from_ == place.position
            assert after.stepped(from_, to) == after  # the same tap again
        place = after
        assert 0 <= place.position <= place.count
        assert (place.position == 0) == (place.count == 0)


@given(st.integers(0, 40), st.integers(0, 700), st.integers(0, 700))
def test_the_message_fits_however_much_was_asked(count, strong, work):
    row = Rehearsal(post="p" * 120)
    seen = [Asked(number=n, text="q" * 300, seen_at=row.began_at or timedelta(1)) for n in range(count)]
    assert len(letter(row, seen, "a" * strong, "b" * work)) <= 2000


def test_every_ready_list_has_eight_to_twelve_questions_each_with_what_it_looks_for():
    assert len(READY) == 5
    for one in READY.values():
        assert 8 <= len(one.questions) <= 12
        assert all(question.text and question.advice for question in one.questions)


def test_a_structure_s_lists_are_its_own_and_one_that_served_is_kept(path, cast):
    claude, page = signed_in(cast.claude), "/structure/entretiens/"
    typed = {"title": "Vente", "questions": "Pourquoi la vente ? | Un goût des gens.\n\nEt le samedi ?\n"}
    assert claude.post(f"{page}ajouter/", typed).status_code == 302
    assert claude.post(f"{page}ajouter/", typed).status_code == 422
    row = QuestionList.objects.get()
    assert list(row.questions.values_list("number", "text", "advice")) == [
        (1, "Pourquoi la vente ?", "Un goût des gens."),
        (2, "Et le samedi ?", ""),
    ]
    many = "\n".join(f"Question {n} ?" for n in range(31))
    refused = claude.post(f"{page}{row.uid}/", {"title": "Vente", "questions": many})
    assert refused.status_code == 422
    assert "Question 30 ?" in refused.content.decode()
    assert signed_in(cast.alex).get(f"{page}{row.uid}/").status_code == 404
    assert signed_in(cast.dominique).get(page).status_code == 200
    assert script_named(cast.structures["mayenne"], str(row.uid)) is None

    begun = begin(cast, path, script=str(row.uid), way="plain")
    assert begun.of == row
    assert claude.post(f"{page}{row.uid}/", {"do": "retire"}).status_code == 302
    row.refresh_from_db()
    assert row.archived_at
    assert signed_in(cast.camille).post(path, {**FIRST_JOB, "script": str(row.uid)}).status_code == 422
    assert claude.post(f"{page}{row.uid}/", {"do": "bring-back"}).status_code == 302
    unused = actions.save_list(
        structure=cast.structures["cholet"], title="Autre", questions=[("a", "")], by=cast.claude
    )
    claude.post(f"{page}{unused.uid}/", {"do": "retire"})
    assert not QuestionList.objects.filter(pk=unused.pk).exists()


def test_two_files_made_one_keep_their_rehearsals(path, cast):
    row = begin(cast, path, way="plain")
    merge = uuid4()
    actions.join_guests(
        structure=cast.structures["cholet"].pk, kept=cast.ines.pk, absorbed=cast.lea.pk, merge=merge
    )
    assert again(row).young == cast.ines
    actions.part_guests(kept=cast.ines.pk, absorbed=cast.lea.pk, merge=merge)
    assert again(row).young == cast.lea
