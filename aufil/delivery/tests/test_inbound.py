"""What comes back by text message and e-mail: once, in the right thread, or in the sorting box; never lost."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction

from aufil.audit.models import Record
from aufil.config.storing import files_storage
from aufil.delivery import actions
from aufil.delivery.inbox.taking import take_in, take_in_too_large
from aufil.delivery.models import Address, Attempt, Inbound, InboundPart, Outgoing
from aufil.delivery.queries import to_sort, to_sort_count
from aufil.files.actions import take_held
from aufil.files.models import File, Held
from aufil.jobs.models import Job
from aufil.jobs.worker import work_off
from aufil.kernel import clock
from aufil.thread.models import CameIn, Entry
from aufil.web.problems import Problem

MAILS = Path(__file__).parent / "mails"
NUMBER, OTHER = "+33639981234", "+33639985678"


def give(person, phone=NUMBER):
    person.phone = phone
    person.save(update_fields=["phone"])
    return person


def text(said="Ok pour mardi", sender=NUMBER, ref=None, **more):
    return actions.receive(
        channel="sms",
        provider="kannel",
        provider_ref=ref or uuid4().hex,
        sender=sender,
        text=said,
        received_at=clock.now(),
        **more,
    )


def mail(name):
    return take_in((MAILS / f"{name}.eml").read_bytes())


def said_in(thread):
    return list(thread.entries.order_by("seq").values_list("text", flat=True))


def told(cast, young="lea", channel="sms", address=NUMBER):
    person = cast.people[young]
    return Attempt.objects.create(
        structure=cast.structures["cholet"],
        person=person,
        channel=channel,
        address=address,
        made_at=clock.now(),
    )


def test_a_text_message_becomes_an_entry_marked_with_its_way(cast):
    give(cast.lea)
    came = text()
    entry = cast.thread().entries.get()
    assert (entry.text, entry.via, entry.author, entry.uid) == ("Ok pour mardi", "sms", cast.lea, came.uid)
    assert came.state == Inbound.State.PLACED
    assert Address.objects.get(person=cast.lea, channel="sms", address=NUMBER).answered_at


def test_it_is_an_exchange_and_waits_for_an_answer(cast):
    give(cast.lea)
    text()
    thread = cast.thread()
    assert thread.unanswered_since
    assert thread.last_exchange_at


def test_the_same_twice_is_once(cast):
    give(cast.lea)
    assert text(ref="1").pk == text(ref="1").pk
    assert text(ref="1", said="autre chose").text == "Ok pour mardi"
    assert cast.thread().entries.count() == 1


@pytest.mark.parametrize("written", ["0639981234", "33639981234", "0033639981234", "06 39 98 12 34", NUMBER])
def test_numbers_are_known_however_a_gateway_writes_them(cast, written):
    give(cast.lea)
    assert text(sender=written).state == Inbound.State.PLACED


def test_a_number_nobody_has_waits_in_the_sorting_box(cast):
    came = text(receiver="")
    assert came.state == Inbound.State.WAITING
    assert came.person is None
    assert not Entry.objects.exists()


def test_a_mother_s_telephone_waits_with_her_two_sons_to_choose_from(cast):
    give(cast.lea)
    give(cast.yanis)
    came = text()
    assert came.state == Inbound.State.WAITING
    assert came.structure == cast.structures["cholet"]
    (one,) = to_sort(cast.structures["cholet"])
    assert (set(one.likely), one.why) == ({cast.lea, cast.yanis}, "several")


def test_a_reference_tells_two_sons_apart(cast):
    give(cast.lea)
    give(cast.yanis)
    came = text(answers_uid=told(cast, "yanis").uid)
    assert came.person == cast.yanis
    assert said_in(cast.thread("yanis")) == ["Ok pour mardi"]


def test_a_reference_alone_proves_nothing(cast):
    attempt = told(cast)
    came = text(sender=OTHER, answers_uid=attempt.uid)
    assert came.state == Inbound.State.WAITING
    assert came.structure == cast.structures["cholet"]
    assert came.answers == attempt


def test_only_current_numbers_count(cast):
    give(cast.lea)
    text()
    give(cast.lea, OTHER)
    give(cast.ines, NUMBER)  # the number was given to somebody else
    assert text(said="bonjour").person == cast.ines
    assert said_in(cast.thread()) == ["Ok pour mardi"]


def test_a_number_somebody_called_in_vain_is_not_theirs(cast):
    give(cast.lea)
    cast.lea.phone_wrong_at = clock.now()
    cast.lea.save(update_fields=["phone_wrong_at"])
    assert text().state == Inbound.State.WAITING


def test_somebody_of_another_structure_is_never_chosen_nor_shown(cast, pages):
    give(cast.ousmane)
    give(cast.lea)
    told(cast)
    came = text()
    assert came.state == Inbound.State.WAITING
    assert came.structure == cast.structures["cholet"]
    page = pages.camille.get("/a-trier/").content.decode()
    assert "Léa Baron" in page
    assert "Ousmane" not in page
    assert str(came.uid) not in pages.alex.get("/a-trier/").content.decode()
    assert pages.alex.get(f"/a-trier/{came.uid}/").status_code == 404
    refused = pages.camille.post(f"/a-trier/{came.uid}/placer/", {"person": cast.ousmane.uid})
    assert refused.status_code == 422


def test_a_closed_conversation_leaves_it_in_the_box(cast):
    give(cast.lea)
    thread = cast.thread()
    thread.closed_at = clock.now()
    thread.save(update_fields=["closed_at"])
    came = text()
    assert came.state == Inbound.State.WAITING
    assert came.structure == cast.structures["cholet"]
    with pytest.raises(Problem):
        actions.place(inbound=came, person=cast.lea, actor=cast.camille)
    assert Inbound.objects.get().state == Inbound.State.WAITING


def test_a_long_mail_is_several_entries(cast):
    said = "\n\n".join(f"Paragraphe {n}. " + "mot " * 150 for n in range(8))
    give(cast.lea)
    came = text(said=said)
    parts = said_in(cast.thread())
    assert all(len(part) <= 2_000 for part in parts)
    assert "".join("".join(parts).split()) == "".join(said.split())
    assert CameIn.objects.filter(inbound=came).count() == len(parts) > 1


def test_an_empty_message_says_so(cast):
    give(cast.lea)
    text(said="  ")
    assert said_in(cast.thread()) == ["(message vide)"]


def test_what_no_database_keeps_is_left_out(cast):
    give(cast.lea)
    text(said="a\x00b\ud83d c")
    assert said_in(cast.thread()) == ["ab? c"]


# --- STOP


@pytest.mark.parametrize("said", ["STOP", "stop ", "Arrêt.", "ARRET", "STOP 36180"])
def test_stop_alone_silences_that_way_and_is_answered_once(cast, said):
    give(cast.lea)
    assert text(said).state == Inbound.State.STOP
    assert text(said).state == Inbound.State.STOP
    address = Address.objects.get(person=cast.lea, channel="sms", address=NUMBER)
    assert address.stopped_at
    assert Outgoing.objects.count() == Attempt.objects.count() == 1
    while work_off():
        pass
    (event,) = cast.thread().entries.all()
    assert event.kind == "event"
    assert "STOP" in event.text


def test_stop_inside_a_sentence_is_an_entry(cast):
    give(cast.lea)
    text("Stop, j’arrive !")
    assert said_in(cast.thread()) == ["Stop, j’arrive !"]
    assert not Address.objects.exclude(stopped_at=None).exists()


def test_a_later_text_enters_the_thread_and_does_not_reopen(cast):
    give(cast.lea)
    text("STOP")
    text("Finalement si, je viens")
    assert "Finalement si, je viens" in said_in(cast.thread())
    assert Address.objects.get(person=cast.lea).stopped_at
    stopped = Address.objects.get(person=cast.lea)
    actions.resume(person=cast.lea, address=stopped.pk, actor=cast.camille)
    assert Address.objects.get(person=cast.lea).stopped_at is None


def test_stop_from_a_shared_telephone_silences_it_for_both(cast):
    give(cast.lea)
    give(cast.yanis)
    text("STOP")
    assert Address.objects.exclude(stopped_at=None).count() == 2
    assert Outgoing.objects.count() == 1


# --- e-mail


def test_an_answer_by_e_mail_is_read_in_the_thread_and_its_original_by_staff(cast, pages):
    came = mail("gmail")
    thread = cast.thread()
    assert said_in(thread) == ["Oui, mardi à 14 h 30 ça me va. J’apporte mon CV."]
    page = pages.camille.get(f"/fil/{thread.uid}/").content.decode()
    assert f"/fil/{thread.uid}/message/{came.uid}/original/" in page
    assert "par e-mail" in pages.lea.get(f"/fil/{thread.uid}/").content.decode()
    whole = pages.camille.get(f"/fil/{thread.uid}/message/{came.uid}/original/").content.decode()
    assert "Pouvez-vous venir mardi" in whole
    assert pages.lea.get(f"/fil/{thread.uid}/message/{came.uid}/original/").status_code == 404


def test_the_same_mail_by_two_doors_is_one(cast):
    mail("gmail")
    mail("gmail")
    assert cast.thread().entries.count() == Inbound.objects.count() == 1


def test_a_reply_of_a_machine_goes_nowhere(cast):
    assert mail("absence").state == Inbound.State.AUTOMATIC
    assert not Entry.objects.exists()
    assert not to_sort_count(cast.structures["cholet"].pk)


def test_a_mail_too_large_is_told_not_lost(cast):
    take_in_too_large(b"From: lea@exemple.fr\r\nSubject: Mes photos\r\nMessage-ID: <big@exemple.fr>\r\n")
    assert "trop lourd" in said_in(cast.thread())[0]


@pytest.fixture(autouse=True)
def _shelf(settings, tmp_path):
    """The folder this test's files are kept in."""
    settings.STORAGES = {**settings.STORAGES, "files": files_storage(f"file://{tmp_path / 'files'}")}


def jobs(name):
    return [job.arguments for job in Job.objects.filter(name__endswith=name)]


def test_photos_and_papers_enter_as_files(cast):
    mail("pieces-jointes")
    kinds = list(cast.thread().entries.order_by("seq").values_list("kind", "via"))
    assert kinds == [("message", "email"), ("photos", "email"), ("file", "email")]
    for arguments in jobs("take_held"):
        take_held(**arguments)
        take_held(**arguments)
    assert {file.state for file in File.objects.all()} == {File.State.RECEIVED}
    assert not Held.objects.exists()
    assert len(jobs(".prepare")) == 2


def test_files_wait_sealed_in_the_box_and_follow_when_it_is_placed(cast):
    cast.lea.email = ""
    cast.lea.save(update_fields=["email"])
    came = mail("pieces-jointes")
    assert came.state == Inbound.State.WAITING
    came.structure = cast.structures["cholet"]
    came.save()
    assert Held.objects.count() == InboundPart.objects.count() == 2
    actions.place(inbound=came, person=cast.lea, actor=cast.camille)
    for arguments in jobs("take_held"):
        take_held(**arguments)
    assert File.objects.filter(state=File.State.RECEIVED).count() == 2
    assert not Held.objects.exists()


def test_what_nobody_placed_is_forgotten_with_its_files(cast, monkeypatch):
    cast.lea.email = ""
    cast.lea.save(update_fields=["email"])
    came = mail("pieces-jointes")
    actions.purge_inbound()
    assert Held.objects.count() == 2
    Inbound.objects.update(received_at=clock.now() - timedelta(days=33))
    actions.purge_inbound()
    came.refresh_from_db()
    assert (came.state, came.text, came.sender) == (Inbound.State.FORGOTTEN, "", "")
    assert not Held.objects.exists()
    assert mail("pieces-jointes").pk == came.pk  # known still


def test_bytes_are_let_go_when_the_row_is_not_written(cast, monkeypatch):
    def fail(*_arguments, **_named):
        raise RuntimeError("cut")

    monkeypatch.setattr(Inbound, "save", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        mail("pieces-jointes")
    assert not Held.objects.exists()


# --- the sorting box


def test_a_counsellor_says_who_writes_and_reads_it_in_the_thread(cast, pages):
    came = text(said="C’est Léa, nouveau numéro")
    came.structure = cast.structures["cholet"]
    came.save()
    assert "nouveau numéro" in pages.camille.get("/a-trier/").content.decode()
    found = pages.camille.get(f"/a-trier/{came.uid}/", {"q": "baron"}).content.decode()
    assert "Léa Baron" in found
    assert "Ousmane" not in found
    assert pages.camille.post(f"/a-trier/{came.uid}/placer/", {"person": cast.lea.uid}).status_code == 302
    assert said_in(cast.thread()) == ["C’est Léa, nouveau numéro"]
    assert "Rien à trier" in pages.camille.get("/a-trier/").content.decode()
    came.refresh_from_db()
    assert came.placed_by == cast.camille
    assert Record.objects.filter(verb="inbound-placed", subject_uid=came.uid, actor=cast.camille.pk).exists()
    assert pages.julien.post(f"/a-trier/{came.uid}/placer/", {"person": cast.yanis.uid}).status_code == 404


def test_two_counsellors_at_once_place_it_once(cast):
    came = text()
    came.structure = cast.structures["cholet"]
    came.save()
    actions.place(inbound=came, person=cast.lea, actor=cast.camille)
    with pytest.raises(Problem) as refused:
        actions.place(inbound=came, person=cast.yanis, actor=cast.julien)
    assert refused.value.status == 409
    assert not said_in(cast.thread("yanis"))


def test_what_is_for_nobody_is_put_away(cast, pages):
    came = text("Promo sur les pneus")
    came.structure = cast.structures["cholet"]
    came.save()
    assert pages.camille.post(f"/a-trier/{came.uid}/ecarter/").status_code == 302
    came.refresh_from_db()
    assert came.state == Inbound.State.PUT_AWAY
    assert Record.objects.filter(verb="inbound-put-away").exists()


def test_the_administrator_entrusts_without_reading(cast, pages):
    came = text("Bonjour, secret")
    assert came.structure is None  # two structures, and nothing says which
    page = pages.admin.get("/a-trier/").content.decode()
    assert "06 39 98 12 34" in page
    assert "secret" not in page
    assert pages.admin.post(f"/a-trier/{came.uid}/confier/", {"structure": "mayenne"}).status_code == 302
    assert "secret" in pages.alex.get("/a-trier/").content.decode()
    assert pages.camille.post(f"/a-trier/{came.uid}/confier/", {"structure": "cholet"}).status_code == 404
