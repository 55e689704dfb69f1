"""OUI and NON by text message."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aufil.appointments.actions import cancel, enrol, give_back, move, say_reminders
from aufil.appointments.models import Alert, Seat
from aufil.appointments.queries import told
from aufil.appointments.replies import NO, YES, understood
from aufil.appointments.tests.test_changing import to
from aufil.delivery.actions import receive
from aufil.delivery.models import Attempt, Carried, Channel, Notice
from aufil.kernel import clock
from aufil.thread.models import Entry, Thread

NUMBER = "+33639980001"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("OUI", True),
        ("oui merci !", True),
        ("Ok, je viens.", True),
        ("D’accord", True),
        ("👍🏽", True),
        ("J’y serai", True),
        ("NON", False),
        ("Non désolée je peux pas venir", False),
        ("je viens pas", False),
        ("Je ne viendrai pas.", False),
        ("annuler", False),
        ("Oui mais plutôt à 16h", None),
        ("non je viens", None),
        ("ok", True),
        ("ok c’est non", None),
        ("oui ?", True),
        ("C’est où ?", None),
        ("", None),
        ("merci", None),
        ("STOP", None),
        ("ouiouioui", None),
    ],
)
def test_what_people_write(text, meant):
    assert understood(text) is meant


phrases = st.lists(st.sampled_from(YES), min_size=1, max_size=3)
refusals = st.lists(st.sampled_from(NO), min_size=1, max_size=3)
between = st.sampled_from([" ", ", ", " ! ", "\n", "… "])


def dressed(words: str, upper: bool) -> str:
    return (words.upper() if upper else words.capitalize()).replace("d accord", "d’accord")


@given(st.sampled_from(YES), st.sampled_from(["", "bonjour ", "Merci ! "]), st.booleans())
def test_yes_however_it_is_written(said, before, upper):
    assert understood(dressed(before + said, upper)) is True


@given(phrases, between, st.booleans())
def test_yes_several_times_is_never_taken_for_no(said, gap, upper):
    """« je viens » « pas de problème » holds « je viens pas »: then it is for somebody to read."""
    assert understood(dressed(gap.join(said), upper)) is not False


@given(refusals, between, st.booleans())
def test_no_is_never_taken_for_yes(said, gap, upper):
    assert understood(dressed(gap.join(said), upper)) in (False, None)


@given(phrases, refusals)
def test_yes_then_no_is_for_somebody_to_read_or_a_no(yes, no):
    """« je viens » « pas possible » may be read as one refusal, never as a yes."""
    assert understood(" / ".join([*yes, *no])) is not True


@given(phrases, refusals)
def test_no_then_yes_is_never_a_yes(yes, no):
    assert understood(" / ".join([*no, *yes])) is not True


@given(phrases, st.sampled_from(["mais", "16h", "qui", "où", "peut-être"]), st.booleans())
def test_with_a_word_more_it_is_for_somebody_to_read(said, word, before):
    parts = [word, *said] if before else [*said, word]
    assert understood(" ".join(parts)) is None


@given(st.text())
def test_any_text_is_yes_no_or_neither(text):
    assert understood(text) in (True, False, None)


# To the last thing that asked.


@pytest.fixture
def phones(world):
    for name, number in (("lea", NUMBER), ("yanis", "+33639980002")):
        world.cast.people[name].phone = number
        world.cast.people[name].save(update_fields=["phone"])
    return world


def texted(person, *notices) -> Attempt:
    """What stands open for somebody left in one text."""
    attempt = Attempt.objects.create(
        structure=notices[0].structure,
        person=person,
        channel=Channel.SMS,
        address=person.phone,
        made_at=clock.now(),
    )
    for one in notices:
        Carried.objects.create(attempt=attempt, notice=one)
    return attempt


def open_notices(person, kind=Alert.NOTICE):
    return list(Notice.objects.open().filter(person=person, kind=kind).order_by("pk"))


def reply(text: str, sender: str = NUMBER):
    return receive(
        channel=Channel.SMS,
        provider="test",
        provider_ref=str(uuid4()),
        sender=sender,
        text=text,
        received_at=clock.now(),
    )


@pytest.mark.parametrize(("text", "answer"), [("OUI", "comes"), ("non desole", "cannot"), ("c’est où ?", "")])
def test_it_is_the_answer_and_an_entry_all_the_same(phones, text, answer):
    made = phones.booked(2, 10)
    texted(phones.cast.lea, *open_notices(phones.cast.lea))
    reply(text)
    assert made.taken.get().answer == answer
    said = Entry.objects.get(via="sms")
    assert (said.text, said.thread) == (text, phones.cast.thread())


def test_the_same_message_again_is_once(phones):
    made = phones.booked(2, 10)
    texted(phones.cast.lea, *open_notices(phones.cast.lea))
    for _ in range(2):
        receive(
            channel=Channel.SMS,
            provider="test",
            provider_ref="7",
            sender=NUMBER,
            text="oui",
            received_at=clock.now(),
        )
    assert made.changes.filter(what="answered").count() == 1
    assert Entry.objects.filter(via="sms").count() == 1


def test_it_was_not_asked_by_text(phones):
    made = phones.booked(2, 10)
    reply("OUI")
    assert made.taken.get().answer == ""


def test_two_asked_about_is_for_somebody_to_read(phones):
    first, second = phones.booked(2, 10), phones.booked(3, 10)
    for one in open_notices(phones.cast.lea):
        texted(phones.cast.lea, one)
    reply("OUI")
    assert {made.taken.get().answer for made in (first, second)} == {""}


def test_the_other_was_answered_so_it_is_this_one(phones):
    first, second = phones.booked(2, 10), phones.booked(3, 10)
    one, two = open_notices(phones.cast.lea)
    texted(phones.cast.lea, one)
    reply("oui")
    texted(phones.cast.lea, two)
    reply("non")
    assert [made.taken.get().answer for made in (first, second)] == ["comes", "cannot"]


def test_something_else_was_sent_since(phones):
    made = phones.booked(2, 10)
    lea = phones.cast.lea
    texted(lea, *open_notices(lea))
    thread = Notice.objects.filter(person=lea, kind="thread")
    texted(lea, thread[0])
    reply("oui")
    assert made.taken.get().answer == ""


def test_after_the_limit_it_is_an_entry_alone(phones, at):
    made = phones.booked(2, 10)
    texted(phones.cast.lea, *open_notices(phones.cast.lea))
    at(phones.at(2, 8, 30))
    reply("non")
    assert made.taken.get().answer == ""
    assert Entry.objects.filter(via="sms").count() == 1


@pytest.mark.parametrize("act", ["moved", "cancelled"])
def test_what_does_not_hold_any_more_is_not_answered(phones, act):
    made = phones.booked(2, 10)
    texted(phones.cast.lea, *open_notices(phones.cast.lea))
    if act == "moved":
        move(appointment=made, to=to(phones, 3, 10), by=phones.cast.camille)
    else:
        cancel(appointment=made, by=phones.cast.camille)
    reply("OUI")
    assert made.taken.get().answer == ""


@pytest.mark.parametrize(("text", "state"), [("oui", "taken"), ("non merci", "given-back")])
def test_a_seat_that_is_offered_is_taken_or_left(phones, text, state):
    made, cast = phones.session(2, 10), phones.cast
    enrol(appointment=made, young=cast.yanis, by=cast.yanis)
    enrol(appointment=made, young=cast.lea, by=cast.lea)
    give_back(appointment=made, young=cast.yanis, by=cast.yanis)
    texted(cast.lea, *open_notices(cast.lea))
    reply(text)
    assert Seat.objects.get(young=cast.lea).state == state


def test_without_an_open_thread_the_answer_counts_and_the_text_waits_to_be_sorted(phones):
    made = phones.booked(2, 10)
    texted(phones.cast.lea, *open_notices(phones.cast.lea))
    Thread.objects.filter(young=phones.cast.lea).update(closed_at=clock.now())
    assert reply("oui").state == "waiting"
    assert made.taken.get().answer == "comes"


def test_a_reminder_at_the_limit_asks_nothing(phones, at):
    made = phones.booked(2, 10)
    at(phones.at(2, 8))
    say_reminders()
    last = Alert.objects.filter(seat=made.taken.get(), minutes=120).get()
    [words] = told(list(Notice.objects.filter(position=last.position))).values()
    assert words.asks == ""
