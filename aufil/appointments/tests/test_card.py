"""The card of an appointment in the thread: one entry, changed in place, the same for page, API and stream."""

from uuid import uuid4

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from aufil.appointments.actions import (
    answer,
    cancel,
    change,
    enrol,
    give_back,
    hand_over,
    move,
    note_past,
    pass_on_seats,
)
from aufil.appointments.models import Seat
from aufil.appointments.tests.test_changing import to
from aufil.delivery.models import Notice
from aufil.kernel import clock
from aufil.thread.models import Entry, Thread
from tests.support import Api, Pages


def card(seat_or_made) -> dict:
    seat = seat_or_made if isinstance(seat_or_made, Seat) else seat_or_made.taken.get()
    seat.refresh_from_db()
    return Entry.objects.get(pk=seat.entry_id).adds["appointment"]


def shown(caller, thread: Thread) -> list[dict]:
    """The cards as the API shows them."""
    entries = caller.get(f"/threads/{thread.uid}/entries").json["results"]
    return [entry["appointment"] for entry in entries if entry["appointment"]]


def test_booked_it_is_an_entry_of_the_thread(world):
    made = world.booked(2, 10)
    entry = Entry.objects.get()
    assert (entry.kind, entry.via, entry.author) == ("event", "self", world.cast.camille)
    assert made.taken.get().entry == entry
    assert entry.text == "Entretien, mercredi 14 janvier à 10\u202fh, Cholet centre"
    assert entry.adds["appointment"]["starts_at"] == made.starts_at.isoformat()
    assert entry.adds["appointment"]["timezone"] == "Europe/Paris"


def test_moved_answered_handed_over_and_cancelled_it_is_the_same_entry(world):
    made = world.booked(2, 10)
    thread = world.cast.thread()
    revs = [Entry.objects.get().rev]

    def risen() -> Entry:
        entry = Entry.objects.get()
        revs.append(entry.rev)
        thread.refresh_from_db()
        assert revs[-1] == thread.rev > revs[-2]
        return entry

    move(appointment=made, to=to(world, 3, 10), by=world.cast.camille)
    assert "jeudi 15 janvier" in risen().text
    assert card(made)["was_at"] == world.at(2, 10).isoformat()
    answer(seat=made.taken.get(), said="comes", by=world.cast.lea)
    assert risen().adds["appointment"]["answer"] == "comes"
    change(appointment=made, by=world.cast.camille, title="Point d’étape")
    assert risen().text.startswith("Point d’étape,")
    hand_over(appointment=made, to=world.cast.julien, by=world.cast.camille)
    assert risen().adds["appointment"]["counsellor"] == "Julien"
    cancel(appointment=made, by=world.cast.camille, word="Je suis souffrante.")
    assert risen().text.startswith("Annulé : ")
    found = card(made)
    assert (found["state"], found["by"], found["word"]) == ("cancelled", "Camille", "Je suis souffrante.")


def test_what_changes_nothing_on_the_card_leaves_it(world):
    made = world.booked(2, 10)
    before = Entry.objects.get().rev
    change(appointment=made, by=world.cast.camille, note="Votre CV")
    assert Entry.objects.get().rev == before


def test_each_reads_it_in_their_words(world):
    made = world.booked(2, 10)
    api = Api(world.cast)
    thread = world.cast.thread()
    [of_lea], [of_camille] = shown(api.lea, thread), shown(api.camille, thread)
    assert of_lea["title"] == "Entretien avec Camille"
    assert of_camille["title"] == "Entretien avec Léa"
    assert of_lea["when"] == "mercredi 14 janvier, de\u00a010\u202fh\u00a0à\u00a010\u202fh\u202f45"
    assert of_lea["leaf"] == ["mer.", "14", "janv."]
    assert of_lea["where"] == "Cholet centre"
    assert [one["value"] for one in of_lea["asks"]] == ["comes", "cannot", "other-time", "call"]
    assert (of_camille["asks"], of_camille["says"]) == ([], "Pas encore de réponse")
    answer(seat=made.taken.get(), said="comes", by=world.cast.lea)
    [of_lea], [of_camille] = shown(api.lea, thread), shown(api.camille, thread)
    assert (of_lea["says"], of_lea["tone"], of_lea["asks"]) == ("Vous venez", "done", [])
    assert of_camille["says"] == "Léa vient"


def test_answers_are_offered_until_the_limit_of_the_structure(world, at):
    world.booked(2, 10)
    thread = world.cast.thread()
    at(world.at(2, 7, 59))
    assert shown(Api(world.cast).lea, thread)[0]["asks"]
    at(world.at(2, 8))
    assert not shown(Api(world.cast).lea, thread)[0]["asks"]


def test_it_is_drawn_on_the_pages_of_both(world):
    world.booked(2, 10)
    thread = world.cast.thread()
    pages = Pages(world.cast)
    of_lea = pages.lea.get("/").content.decode()
    assert 'data-role="appointment"' in of_lea
    assert ">Je viens</button>" in of_lea
    of_camille = pages.camille.get(f"/fil/{thread.uid}/").content.decode()
    assert 'data-role="appointment"' in of_camille
    assert "Je viens</button>" not in of_camille


def test_a_sensitive_kind_is_named_in_the_card_and_nowhere_in_its_plain_words(world):
    world.talk.is_sensitive = True
    world.talk.name = "Point santé"
    world.talk.save()
    made = world.booked(2, 10)
    entry = Entry.objects.get()
    assert "santé" not in entry.text
    assert entry.text.startswith("Rendez-vous, mercredi")
    assert card(made)["what"] == "Point santé"


def test_a_past_one_is_noted_and_nobody_is_told(world):
    wanted = world.wanted(-3, 10)
    made = note_past(wanted=wanted, by=world.cast.camille, uid=uuid4()).appointment
    assert card(made)["state"] == "past"
    assert not Notice.objects.exclude(kind="thread").exists()


def test_the_entry_itself_goes_no_further_than_the_screen(world):
    world.booked(2, 10)
    assert set(Notice.objects.filter(kind="thread").values_list("reach", flat=True)) == {Notice.Reach.SCREEN}


def test_a_young_person_who_books_says_it_themselves_and_no_answer_is_due(world):
    world.booked(2, 10, by=world.cast.lea)
    assert Entry.objects.get().author == world.cast.lea
    assert world.cast.thread().unanswered_since is None


def test_seats_of_a_workshop_have_each_their_card(world):
    made = world.session(2, 10)
    cast = world.cast
    first = enrol(appointment=made, young=cast.lea, by=cast.lea)
    second = enrol(appointment=made, young=cast.yanis, by=cast.yanis)
    assert [card(first)["state"], card(second)["state"]] == ["taken", "waiting"]
    give_back(appointment=made, young=cast.lea, by=cast.lea)
    assert [card(first)["state"], card(second)["state"]] == ["given-back", "offered"]
    assert card(second)["held_until"]
    assert [e.thread.young for e in Entry.objects.order_by("pk")] == [cast.lea, cast.yanis]


def test_a_seat_that_lapses_says_so(world, at):
    made = world.session(2, 10)
    cast = world.cast
    enrol(appointment=made, young=cast.lea, by=cast.lea)
    second = enrol(appointment=made, young=cast.yanis, by=cast.yanis)
    give_back(appointment=made, young=cast.lea, by=cast.lea)
    at(world.at(1, 9))
    pass_on_seats()
    assert card(second)["state"] == "lapsed"


def test_enrolled_anew_it_is_still_one_entry(world):
    made = world.session(2, 10)
    lea = world.cast.lea
    seat = enrol(appointment=made, young=lea, by=lea)
    give_back(appointment=made, young=lea, by=lea)
    enrol(appointment=made, young=lea, by=world.cast.camille)
    assert Entry.objects.count() == 1
    assert card(seat)["state"] == "taken"


def test_without_an_open_thread_there_is_no_card_and_the_appointment_stands(world):
    Thread.objects.filter(young=world.cast.lea).update(closed_at=clock.now())
    made = world.booked(2, 10)
    assert made.taken.get().entry is None
    cancel(appointment=made, by=world.cast.camille)


def test_what_is_rolled_back_leaves_no_card_and_nobody_told(world):
    with transaction.atomic():
        world.booked(2, 10)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
    assert not Notice.objects.exists()


def test_reading_a_thread_with_cards_asks_no_more(world):
    api, thread = Api(world.cast), world.cast.thread()
    counts = []
    for hour in (9, 10, 11):
        world.booked(2, hour)
        with CaptureQueriesContext(connection) as captured:
            shown(api.lea, thread)
        counts.append(len(captured))
    assert counts[1] == counts[2]
