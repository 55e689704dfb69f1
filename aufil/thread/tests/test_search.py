"""Search: what is found, by what writing, by whom, and what never is."""

import itertools
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from aufil.files.events import FileChanged
from aufil.files.models import File
from aufil.thread import access
from aufil.thread.actions import (
    delete,
    edit,
    forget_unused_words,
    index_next,
    leave,
    open_group,
    rewrite,
    show_changed_files,
)
from aufil.thread.models import Attachment, Entry, Indexing, KnownWord, Searched
from aufil.thread.queries import Answers, Place, Question, search
from tests.support import Api, Cast


@pytest.fixture(autouse=True)
def _talk(cast: Cast, api: Api) -> None:
    api.lea.say(cast.thread(), "bjr, g perdu ma convocation pour l’école de Maulévrier")
    api.camille.say(cast.thread(), "Le rendez-vous est à 14 h 30, apportez l'attestation d'hébergement.")
    api.yanis.say(cast.thread("yanis"), "jai eu le RENDEZ VOUS au garage, convoccation recue")
    api.alex.say(cast.thread("ousmane"), "Convocation à Mayenne, rendez-vous à 14 h 30")
    index_all()


def index_all() -> None:
    while index_next():
        pass


def texts(answers: Answers) -> list[str]:
    return [hit.entry.text[:12] for hit in answers.hits]


def ask(who, text: str = "", **more) -> list[str]:
    return texts(search(who.pk, Question(text, **more)))


LEA, CAMILLE, YANIS = "bjr, g perdu", "Le rendez-vo", "jai eu le RE"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("CONVOCATION", [LEA, YANIS]),
        ("convocations", [LEA, YANIS]),
        ("convocassion", [YANIS, LEA]),
        ("ecole", [LEA]),
        ("École maulevrier", [LEA]),
        ("l’école", [LEA]),
        ("maulevirer", [LEA]),
        ("rendez-vous", [YANIS, CAMILLE]),
        ("rendez vous", [YANIS, CAMILLE]),
        ("rendezvous", [CAMILLE]),
        ("14h30", [CAMILLE]),
        ("14:30", [CAMILLE]),
        ("atestation ebergement", [CAMILLE]),
        ("garaje", [YANIS]),
        ("convocation garage", [YANIS]),
        ("mayenne", []),
        ("bus", []),
        ("le", []),
        ("", []),
    ],
)
def test_what_a_counsellor_finds(cast, query, found):
    assert ask(cast.camille, query) == found


def test_what_is_spelt_right_comes_before_what_may_be_meant(cast):
    answers = search(cast.camille.pk, Question("convoccation"))
    assert [(text, hit.near) for text, hit in zip(texts(answers), answers.hits, strict=True)] == [
        (YANIS, False),
        (LEA, True),
    ]


def test_words_of_three_letters_are_taken_at_their_word(cast, api):
    api.lea.say(cast.thread(), "le bus et le car")
    index_all()
    assert ask(cast.lea, "bus") == ["le bus et le"]
    assert ask(cast.lea, "bua") == ask(cast.lea, "cas") == []


def test_a_word_is_found_while_it_is_typed(cast):
    assert ask(cast.camille, "maul", typing=True) == [LEA]
    assert ask(cast.camille, "perdu con", typing=True) == [LEA]
    assert ask(cast.camille, "maul ", typing=True) == []
    assert ask(cast.camille, "maul") == []


def test_each_finds_in_their_own_threads_alone(cast):
    who = {name: ask(cast.people[name], "convocation") for name in cast.people}
    assert {name: found for name, found in who.items() if found} == {
        "lea": [LEA],
        "yanis": [YANIS],
        "camille": [LEA, YANIS],
        "alex": ["Convocation "],
        "ousmane": ["Convocation "],
    }


def test_another_person_or_thread_named_in_a_question_opens_nothing(cast):
    for question in (
        Question("convocation", thread=cast.thread().uid),
        Question("convocation", person=cast.lea.uid),
        Question("convocation", person=uuid4()),
    ):
        assert search(cast.alex.pk, question).hits == []
        assert search(cast.yanis.pk, question).hits == []


def test_who_left_a_thread_finds_nothing_in_it(cast):
    leave(thread=cast.thread(), person_id=cast.camille.pk)
    assert ask(cast.camille, "convocation") == [YANIS]


def test_notes_are_found_by_the_team_alone(cast, pages):
    pages.camille.post(f"/fil/{cast.thread().uid}/note/", {"id": uuid4(), "text": "Son père l’héberge"})
    index_all()
    assert ask(cast.camille, "héberge père") == ["Son père l’h"]
    assert ask(cast.camille, "", kind="note") == ["Son père l’h"]
    assert ask(cast.camille, "pere", thread=cast.thread().uid) == ["Son père l’h"]
    assert ask(cast.camille, "pere", person=cast.lea.uid) == ["Son père l’h"]
    assert ask(cast.lea, "père") == ask(cast.dominique, "père") == []


def test_by_person_and_by_thread(cast, api):
    group = open_group(
        structure=cast.structures["cholet"], title="Permis", opener=cast.camille, young=[cast.lea, cast.yanis]
    )
    api.lea.say(group, "convocation au code")
    api.yanis.say(group, "moi aussi, convocation lundi")
    index_all()
    assert ask(cast.camille, "convocation", person=cast.lea.uid) == ["convocation ", LEA]
    assert ask(cast.camille, "convocation", thread=group.uid) == ["moi aussi, c", "convocation "]
    assert ask(cast.lea, "convocation", person=cast.yanis.uid) == ["moi aussi, c"]


def test_by_kind_and_by_day(cast, api):
    photo = {"id": str(uuid4()), "name": "CV_Léa-Baron.pdf", "size": 9}
    body = {"id": str(uuid4()), "kind": "file", "text": "", "files": [photo]}
    assert api.lea.post(f"/threads/{cast.thread().uid}/entries", body).status == 201
    Entry.objects.filter(text__startswith="bjr").update(created_at=timezone.now() - timedelta(days=3))
    Indexing.objects.update(rules=0)
    index_all()
    day = timezone.now() - timedelta(days=1)
    assert [UUID(body["id"])] == [h.entry.uid for h in search(cast.camille.pk, Question("cv baron")).hits]
    assert [UUID(body["id"])] == [h.entry.uid for h in search(cast.lea.pk, Question(kind="file")).hits]
    assert ask(cast.camille, "cv", kind="message") == ask(cast.camille, "cv", kind="photos") == []
    assert ask(cast.camille, "convocation", kind="message") == [LEA, YANIS]
    assert ask(cast.camille, "convocation", since=day) == [YANIS]
    assert ask(cast.camille, "convocation", until=day) == [LEA]


def test_a_deleted_message_is_not_found_from_then_on(cast, api):
    entry = Entry.objects.get(text__startswith="bjr")
    delete(opened=_opened(cast.lea, cast.thread()), uid=entry.uid)
    assert not Searched.objects.filter(entry=entry).exists()
    assert ask(cast.camille, "convocation maulevrier") == []
    index_all()
    assert ask(cast.lea, "ecole") == []


def test_a_tombstone_left_in_the_index_is_not_shown(cast):
    Entry.objects.filter(text__startswith="bjr").update(deleted_at=timezone.now(), text="")
    assert Searched.objects.filter(word="maulevrier").exists()
    assert ask(cast.camille, "maulevrier") == []


def test_a_corrected_message_is_found_by_what_it_says_now(cast):
    entry = Entry.objects.get(text__startswith="bjr")
    edit(opened=_opened(cast.lea, cast.thread()), uid=entry.uid, text="bjr, g perdu mon badge")
    assert ask(cast.camille, "badge") == [LEA]
    assert ask(cast.camille, "maulevrier") == []


def test_a_message_corrected_before_it_was_read_is_found_once(cast, api):
    uid = UUID(api.lea.say(cast.thread(), "premier jet").json["id"])
    edit(opened=_opened(cast.lea, cast.thread()), uid=uid, text="texte définitif")
    index_all()
    assert ask(cast.lea, "definitif") == ["texte défini"]
    assert ask(cast.lea, "premier jet") == []


def test_a_transcript_is_found_and_a_purged_file_is_not(cast, api):
    voice = {"id": str(uuid4()), "name": "note.webm", "size": 9}
    body = {"id": str(uuid4()), "kind": "voice", "text": "", "files": [voice]}
    assert api.lea.post(f"/threads/{cast.thread().uid}/entries", body).status == 201
    index_all()
    row = Attachment.objects.get()
    Attachment.objects.update(transcript="je serai en retard, le train est supprimé")
    rewrite(cast.thread().pk, row.entry_id)
    assert len(ask(cast.camille, "train suprime")) == 1
    File.objects.update(state=File.State.PURGED)
    show_changed_files([FileChanged(row.file_id)])
    assert ask(cast.camille, "train") == []
    assert len(ask(cast.camille, "", kind="voice")) == 1


def test_pages_of_answers_follow_one_another(cast, api):
    for number in range(7):
        api.lea.say(cast.thread(), f"stage numéro {number}")
    api.lea.say(cast.thread(), "staje de plus")
    index_all()
    found, after = [], None
    for _ in itertools.repeat(None, 10):
        answers = search(cast.camille.pk, Question("stage"), after=after, limit=3)
        found += answers.hits
        if answers.following is None:
            break
        after = Place.of(answers.following)
    assert [hit.entry.text[-1] for hit in found] == ["6", "5", "4", "3", "2", "1", "0", "s"]
    assert [hit.near for hit in found] == [False] * 7 + [True]


def test_words_nobody_holds_any_more_are_forgotten(cast):
    assert KnownWord.objects.filter(word="maulevrier").exists()
    delete(opened=_opened(cast.lea, cast.thread()), uid=Entry.objects.get(text__startswith="bjr").uid)
    forget_unused_words()
    assert set(
        KnownWord.objects.filter(structure=cast.structures["cholet"]).values_list("word", flat=True)
    ) == {row.word for row in Searched.objects.filter(thread__structure=cast.structures["cholet"])}


def _opened(person, thread):
    return access.thread(person, thread.uid)
