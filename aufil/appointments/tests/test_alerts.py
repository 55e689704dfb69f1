"""Who is told what of an appointment, until when, in which words."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from aufil.appointments.actions import (
    Visitor,
    alerting,
    answer,
    book,
    cancel,
    enrol,
    give_back,
    hand_over,
    move,
    pass_on_seats,
    purge_alerts,
    say_reminders,
    see_alerts,
    watch,
)
from aufil.appointments.models import Alert
from aufil.appointments.queries import told
from aufil.appointments.tests.test_changing import to
from aufil.delivery.actions import climb
from aufil.delivery.channels import headline
from aufil.delivery.channels.sms.alphabet import count, fits, plain
from aufil.delivery.channels.sms.wording import Saying, text_of
from aufil.delivery.models import CallLine, Notice
from aufil.delivery.queries import call_list
from aufil.thread.access import thread as opened_by
from aufil.thread.actions import mark_read

LINK = "https://aufil.exemple.fr/l/0123456789ab/"


def notices(person=None):
    rows = Notice.objects.filter(kind=Alert.NOTICE).order_by("pk")
    return rows.filter(person=person) if person else rows


def pending(person):
    return notices(person).pending().filter(withdrawn_at=None)


def said_to(person) -> list[str]:
    """What each person is still to be told, openly."""
    return [one.opening.replace("\u202f", " ") for one in told(list(pending(person))).values()]


def test_booked_by_staff_it_is_confirmed_until_it_begins(world):
    made = world.booked(2, 10)
    one = notices().get()
    assert (one.person, one.reach) == (world.cast.lea, Notice.Reach.MESSAGE)
    assert (one.topic, one.position) == (world.cast.thread().pk, made.taken.get().entry.seq)
    assert one.pointless_at == one.matters_at == made.starts_at
    assert said_to(world.cast.lea) == ["Entretien mercredi 14 janvier à 10 h, Cholet centre, avec Camille."]


def test_read_in_the_thread_it_is_told_no_further(world):
    made = world.booked(2, 10)
    opened = opened_by(world.cast.lea, world.cast.thread().uid)
    mark_read(opened=opened, seq=made.taken.get().entry.seq)
    assert notices().get().state == Notice.State.SEEN


def test_what_is_moved_after_it_was_read_is_not_seen_by_reading_on(world):
    made = world.booked(2, 10)
    move(appointment=made, to=to(world, 3, 10), by=world.cast.camille)
    opened = opened_by(world.cast.lea, world.cast.thread().uid)
    mark_read(opened=opened, seq=made.taken.get().entry.seq)
    assert said_to(world.cast.lea) == [
        "Déplacé : Entretien jeudi 15 janvier à 10 h, Cholet centre, avec Camille."
    ]
    see_alerts(seat=made.taken.get())
    assert said_to(world.cast.lea) == []


def test_whoever_acts_is_told_nothing_and_the_counsellor_is(world):
    cast = world.cast
    made = world.booked(2, 10, by=cast.lea)
    assert not notices(cast.lea).exists()
    assert said_to(cast.camille) == ["Léa a pris rendez-vous : mercredi 14 janvier à 10 h."]
    assert notices(cast.camille).get().reach == Notice.Reach.PUSH
    move(appointment=made, to=to(world, 3, 10), by=cast.lea)
    assert said_to(cast.camille) == ["Léa a déplacé le rendez-vous : maintenant jeudi 15 janvier à 10 h."]
    cancel(appointment=made, by=cast.lea)
    assert said_to(cast.camille) == ["Léa a annulé le rendez-vous : jeudi 15 janvier à 10 h."]
    assert not notices(cast.lea).exists()


def test_a_visitor_has_no_notices_and_the_counsellor_knows(world):
    wanted = world.wanted(2, 10, young=None, visitor=Visitor("Nora B.", "+33639980009"))
    made = book(wanted=wanted, by=None, uid=uuid4()).appointment
    assert made.taken.get().entry is None
    assert said_to(world.cast.camille) == ["Nora B. a pris rendez-vous : mercredi 14 janvier à 10 h."]
    assert Alert.objects.filter(what="reminder").count() == 0


def test_moved_or_cancelled_by_staff_goes_as_far_as_a_call(world):
    made = world.booked(2, 10)
    move(appointment=made, to=to(world, 3, 10), by=world.cast.camille)
    assert pending(world.cast.lea).get().reach == Notice.Reach.CALL
    cancel(appointment=made, by=world.cast.camille, word="Je suis souffrante.")
    one = pending(world.cast.lea).get()
    assert one.reach == Notice.Reach.CALL
    words = told([one])[one.pk]
    assert words.opening.startswith("Annulé : Entretien jeudi 15 janvier")
    assert "souffrante" in words.text
    assert "souffrante" not in words.opening


def test_confided_to_a_colleague_both_are_told(world):
    made = world.booked(2, 10)
    hand_over(appointment=made, to=world.cast.julien, by=world.cast.camille)
    assert (
        said_to(world.cast.lea)[-1]
        == "Julien vous recevra : Entretien mercredi 14 janvier à 10 h, Cholet centre."
    )
    assert said_to(world.cast.julien) == [
        "Un rendez-vous vous est confié : Entretien mercredi 14 janvier à 10 h."
    ]


def test_withdrawn_with_the_move_and_with_nothing_if_it_is_rolled_back(world):
    made = world.booked(2, 10)
    before = (list(pending(world.cast.lea)), planned(made))
    with transaction.atomic():
        cancel(appointment=made, by=world.cast.camille)
        transaction.set_rollback(True)
    assert (list(pending(world.cast.lea)), planned(made)) == before
    with transaction.atomic():
        move(appointment=made, to=to(world, 3, 10), by=world.cast.camille)
        transaction.set_rollback(True)
    assert (list(pending(world.cast.lea)), planned(made)) == before


def test_a_seat_offered_says_until_when_and_a_lapsed_one_that_it_is_gone(world, at):
    made, cast = world.session(2, 10), world.cast
    enrol(appointment=made, young=cast.lea, by=cast.lea)
    enrol(appointment=made, young=cast.yanis, by=cast.yanis)
    give_back(appointment=made, young=cast.lea, by=cast.lea)
    one = pending(cast.yanis).get()
    assert one.pointless_at == made.taken.get(young=cast.yanis).held_until
    assert said_to(cast.yanis) == [
        "Une place se libère : Atelier CV mercredi 14 janvier à 10 h. Gardée pour vous jusqu’à mardi 13 janvier à 8 h."
    ]
    at(world.at(1, 9))
    pass_on_seats()
    assert said_to(cast.yanis) == ["La place n’est plus gardée : Atelier CV mercredi 14 janvier à 10 h."]


def test_an_earlier_time_is_told_as_long_as_nobody_has_it(world):
    cast = world.cast
    made = world.booked(2, 10, young=cast.yanis)
    watch(
        structure=cast.structures["cholet"],
        young=cast.lea,
        kind=world.talk,
        before=world.at(9, 10),
        by=cast.lea,
    )
    cancel(appointment=made, by=cast.camille)
    assert said_to(cast.lea) == ["Une heure plus tôt se libère : mercredi 14 janvier à 10 h avec Camille."]
    assert not Alert.objects.filter(person=cast.yanis, what="earlier").exists()
    world.booked(2, 10, young=cast.ines)
    assert said_to(cast.lea) == []


def planned(made) -> list[int]:
    return sorted(
        Alert.objects.filter(appointment=made, say_at__isnull=False).values_list("minutes", flat=True)
    )


def test_reminders_are_planned_as_the_kind_says_but_those_the_confirmation_replaces(world):
    assert planned(world.booked(9, 10)) == [120, 2 * 24 * 60, 7 * 24 * 60]
    assert planned(world.booked(2, 10, young=world.cast.yanis)) == [120, 2 * 24 * 60]
    assert planned(world.booked(0, 10, young=world.cast.ines)) == []  # in two hours


def test_moved_they_are_planned_anew_and_cancelled_no_more(world):
    made = world.booked(9, 10)
    move(appointment=made, to=to(world, 1, 10), by=world.cast.lea)
    [left] = Alert.objects.filter(say_at__isnull=False)
    assert (left.minutes, left.say_at) == (120, world.at(1, 8))
    cancel(appointment=made, by=world.cast.lea)
    assert planned(made) == []


def test_a_reminder_is_said_when_its_moment_comes_once(world, at):
    made = world.booked(2, 10)
    see_alerts(seat=made.taken.get())
    at(world.at(2, 7, 59))
    say_reminders()
    [earlier] = notices(world.cast.lea).exclude(state="seen")  # of two days before
    at(world.at(2, 8))
    say_reminders()
    say_reminders()
    [_first, now] = notices(world.cast.lea).exclude(state="seen")
    assert now.pk != earlier.pk
    assert now.due_at == world.at(2, 8)
    assert now.pointless_at == made.starts_at
    [words] = told([now]).values()
    assert words.opening.startswith("Rappel : Entretien mercredi 14 janvier")
    assert words.asks == ""  # it is too late to answer by oneself


def test_killed_while_saying_it_was_not_begun(world, at, monkeypatch):
    world.booked(2, 10)
    at(world.at(2, 8))

    def killed(**_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(alerting.delivery, "tell_of", killed)
        with pytest.raises(KeyboardInterrupt):
            say_reminders()
    assert Alert.objects.filter(say_at__lte=world.at(2, 8)).count() == 2
    say_reminders()
    assert notices(world.cast.lea).count() == 3
    assert not Alert.objects.filter(say_at__isnull=False).exists()


def test_one_that_was_said_and_has_not_left_is_withdrawn_with_a_cancel(world, at):
    made = world.booked(2, 10)
    at(world.at(2, 7, 30))  # quiet hours: it waits for eight o’clock
    say_reminders()
    cancel(appointment=made, by=world.cast.camille)
    assert set(notices(world.cast.lea).values_list("state", flat=True)) == {"withdrawn", "waiting"}
    assert pending(world.cast.lea).count() == 1  # that it is cancelled


def test_a_reminder_waits_for_no_screen(world, at):
    """The ladder sends it as soon as the hour is not quiet."""
    world.cast.lea.phone = "+33639980001"
    world.cast.lea.save(update_fields=["phone"])
    made = world.booked(2, 10)
    see_alerts(seat=made.taken.get())
    at(world.at(2, 8, 1))
    say_reminders()
    climb()
    assert set(notices(world.cast.lea).exclude(state="seen").values_list("reason", flat=True)) & {
        "leaving",
        "no-way",
    }


def test_who_cannot_come_is_reminded_no_more_until_they_come_after_all(world):
    made, lea = world.booked(9, 10), world.cast.lea
    answer(seat=made.taken.get(), said="cannot", by=lea)
    assert planned(made) == []
    assert said_to(world.cast.camille) == ["Léa ne peut pas venir : mercredi 21 janvier à 10 h."]
    answer(seat=made.taken.get(), said="comes", by=lea)
    assert len(planned(made)) == 3


def test_call_me_is_a_line_on_the_call_list(world):
    cast = world.cast
    made = world.booked(2, 10)
    answer(seat=made.taken.get(), said="call", by=cast.lea)
    [line] = call_list(cast.camille, cast.structures["cholet"])
    assert (line.person, line.about[0].reason) == (cast.lea, "asked")
    assert line.about[0].pointless_at == made.starts_at
    cancel(appointment=made, by=cast.camille)
    assert not CallLine.objects.filter(closed_at=None).exists()


def text(person, **saying) -> str:
    words = list(told(list(pending(person))).values())
    return text_of(words, Saying(in_full=True, **saying), lambda path: LINK)


def test_a_text_message_is_short_in_gsm_7_with_its_link(world):
    world.booked(2, 10)
    said = text(world.cast.lea)
    assert plain(said) == (
        "Entretien mercredi 14 janvier à 10 h, Cholet centre, avec Camille. Réponse : OUI ou NON. " + LINK
    )
    assert fits(plain(said))
    assert count(said).parts == 1


def test_where_nobody_can_answer_no_answer_is_asked(world):
    world.booked(2, 10)
    assert "OUI" not in text(world.cast.lea, can_be_answered=False)


@pytest.mark.parametrize("act", ["booked", "moved", "cancelled", "handed", "reminded"])
def test_a_sensitive_kind_is_named_on_no_way_out(world, at, act):
    cast = world.cast
    world.talk.is_sensitive, world.talk.name = True, "Point santé"
    world.talk.save()
    made = world.booked(2, 10, title="Suivi santé")
    if act == "moved":
        move(appointment=made, to=to(world, 3, 10), by=cast.camille)
    elif act == "cancelled":
        cancel(appointment=made, by=cast.camille)
    elif act == "handed":
        hand_over(appointment=made, to=cast.julien, by=cast.camille)
    elif act == "reminded":
        at(world.at(2, 8))
        say_reminders()
    for person in (cast.lea, cast.julien, cast.camille):
        words = list(told(list(pending(person))).values())
        everything = " ".join([*(" ".join(one) for one in words), headline.headline(words) if words else ""])
        assert "santé" not in everything
    assert "janvier à 10" in " ".join(said_to(cast.lea))


def test_a_lock_screen_says_when_and_where(world):
    world.booked(2, 10)
    words = list(told(list(pending(world.cast.lea))).values())
    assert headline.headline(words).startswith("Entretien mercredi 14 janvier")


def test_what_was_told_long_ago_is_forgotten(world, at):
    world.booked(2, 10)
    at(world.at(2, 10) + timedelta(days=93))
    purge_alerts()
    assert Alert.objects.filter(say_at=None).count() == 0
