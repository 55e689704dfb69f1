"""What a text message says, to whom, and what becomes of it."""

import logging
import re
from datetime import timedelta

import pytest
from django.test import Client

from aufil.delivery.actions import TextSettings, Waits, change_delivery_settings
from aufil.delivery.channels import Parcel
from aufil.delivery.channels.sms import Carrier
from aufil.delivery.channels.sms.alphabet import count
from aufil.delivery.channels.sms.links import LETTERS
from aufil.delivery.models import Attempt, DeliverySettings, Receipt, ShortLink
from aufil.delivery.sources import Words
from aufil.delivery.tests.listening import listening
from aufil.kernel import clock
from aufil.people.models import Person
from tests.support import signed_in

NUMBER = "+33639980001"
LINK = re.compile(r"http://127\.0\.0\.1:8000/l/([0-9a-z]{12})/")


@pytest.fixture
def cholet(cast):
    structure = cast.structures["cholet"]
    structure.phone = "+33241000001"
    structure.save()
    return structure


@pytest.fixture
def leave(cast, cholet, caplog):
    """Hand over words to Léa; what was read out, and the fate."""

    def carry(*words, in_full=False, person=None):
        person = person or cast.lea
        attempt = Attempt.objects.create(
            structure=cholet,
            person=person,
            channel="sms",
            address=NUMBER,
            in_full=in_full,
            made_at=clock.now(),
        )
        caplog.clear()
        with caplog.at_level(logging.INFO, logger="aufil.sms"):
            [(_parcel, fate)] = list(Carrier().carry([Parcel(attempt, tuple(words))]))
        said = caplog.messages[-1].partition("\n")[2] if caplog.messages else ""
        return said, fate

    return carry


def words(who="Camille", text="Rendez-vous mardi à 14 h 30", path="/fil/1/"):
    return Words(who=who, text=text, path=path)


def answerable(structure, *, yes):
    DeliverySettings.objects.update_or_create(structure=structure, defaults={"sms_can_be_answered": yes})


def test_who_has_aufil_reads_who_wrote_and_a_link(leave):
    said, fate = leave(words())
    assert re.fullmatch(rf"Camille vous a écrit : {LINK.pattern}", said)
    assert (fate.said, fate.parts) == ("taken", 1)


def test_several_who_wrote_are_named(leave):
    assert leave(words(), words("Julien"))[0].startswith("Camille et Julien vous ont écrit : http")
    assert leave(words(), words())[0].startswith("Camille vous a écrit")
    assert leave(words(), words("A"), words("B"))[0].startswith("Camille et 2 autres vous ont écrit")


def test_a_structure_that_says_tu_says_it_here_too(leave, cholet):
    cholet.formality = "tu"
    cholet.save()
    assert leave(words())[0].startswith("Camille t’a écrit : ")


def test_who_lives_by_sms_reads_the_words(leave, cholet):
    answerable(cholet, yes=True)
    said, fate = leave(words(), words(text="Prenez votre carte"), words("Julien", "À mardi"), in_full=True)
    assert said == "Camille : Rendez-vous mardi à 14 h 30\nPrenez votre carte\nJulien : À mardi"
    assert fate.parts == 1
    assert not ShortLink.objects.exists()


def test_a_sender_that_cannot_be_answered_says_where_to_answer(leave):
    assert (
        leave(words(text="Ça va ?"), in_full=True)[0] == "Camille : Ça va ?\nPour répondre : 02 41 00 00 01"
    )


def test_without_a_number_to_call_one_answers_by_the_link(leave, cholet):
    cholet.phone = ""
    cholet.save()
    said, _fate = leave(words(text="Ça va ?"), in_full=True)
    assert re.fullmatch(rf"Camille : Ça va \?\nPour répondre : {LINK.pattern}", said)


def test_words_that_may_not_be_said_are_not(leave):
    said, _fate = leave(words(), words(text=""), in_full=True)
    assert "Rendez-vous" not in said
    assert said.startswith("Camille vous a écrit : http")


@pytest.mark.parametrize("text", ["une phrase assez longue " * 40, "🎉 bravo " * 60])
def test_a_long_text_ends_in_a_link_within_three_parts(leave, text):
    said, fate = leave(words(text=text), in_full=True)
    assert fate.parts == count(said).parts == 3
    assert "… La suite : http" in said
    assert said.endswith("Pour répondre : 02 41 00 00 01")


def test_a_number_of_two_people_names_whom_it_is_for(leave, cast, cholet):
    Person.objects.filter(pk__in=[cast.lea.pk, cast.yanis.pk]).update(phone=NUMBER)
    answerable(cholet, yes=True)
    assert leave(words(text="Ça va ?"), in_full=True)[0] == "Pour Léa. Camille : Ça va ?"
    assert leave(words(), person=cast.yanis)[0].startswith("Pour Yanis. Camille vous a écrit : ")


def test_a_number_of_ones_own_names_nobody(leave, cast):
    Person.objects.filter(pk=cast.lea.pk).update(phone=NUMBER)
    assert leave(words())[0].startswith("Camille vous a écrit")


def test_the_same_attempt_again_carries_the_same_link(leave, cast, cholet, caplog):
    said, _fate = leave(words())
    attempt = Attempt.objects.get()
    with caplog.at_level(logging.INFO, logger="aufil.sms"):
        list(Carrier().carry([Parcel(attempt, (words(),))]))
    assert caplog.messages[-1].endswith(said)
    assert ShortLink.objects.count() == 1


def use(structure, head, provider, **more):
    values = {
        "gateway": "smsfactor",
        "secret": "le-secret",
        "sender": "",
        "can_be_answered": False,
        "price": 45,
    }
    waits = Waits(2, 240, 1, clock.now().time(), clock.now().time(), 3)
    change_delivery_settings(
        structure=structure, texts=TextSettings(**{**values, **more}), waits=waits, actor=head
    )


def test_a_structure_has_its_own_provider_and_sender(leave, cast, cholet, monkeypatch):
    with listening() as provider:
        monkeypatch.setitem(
            __import__("aufil.delivery.actions.gateways", fromlist=["HOSTS"]).HOSTS,
            "smsfactor",
            provider.host,
        )
        use(cholet, cast.claude, provider, sender="MLCholet")
        provider.answer = (200, b'{"status": 1, "ticket": "9", "sent": 1}')
        _said, fate = leave(words())
        assert (fate.said, fate.ref, fate.parts) == ("taken", "9", 1)
        assert b'"sender": "MLCholet"' in provider.next().body
        provider.answer = (503, b"")
        assert leave(words())[1].said == "later"
    row = DeliverySettings.objects.get(structure=cholet)
    assert b"le-secret" not in bytes(row.sms_url)


def test_a_secret_that_no_key_opens_waits_and_says_nothing(leave, cholet, settings, caplog, cast):
    use(cholet, cast.claude, None)
    settings.ENCRYPTION_KEYS = ["une autre"]
    _said, fate = leave(words())
    assert fate.said == "later"
    assert "le-secret" not in caplog.text


@pytest.fixture
def code(leave):
    return LINK.search(leave(words(path="/fil/0190b6a5-2d5e-7000-8000-000000000000/"))[0])[1]


BROWSER = {"user_agent": "Mozilla/5.0 (Android 13; Mobile; rv:130.0)"}


def opened():
    return Receipt.objects.filter(said="opened").count()


def test_a_link_has_sixty_bits_and_no_letter_read_for_another(code):
    assert len(LETTERS) == len(set(LETTERS)) == 32
    assert not set("ilou") & set(LETTERS)
    assert set(code) <= set(LETTERS)


def test_a_link_leads_to_the_thread_and_proves_a_reading_once(code, cast):
    for _twice in range(2):
        answer = signed_in(cast.lea).get(f"/l/{code}/", headers=BROWSER)
        assert answer.url == "/fil/0190b6a5-2d5e-7000-8000-000000000000/"
    assert opened() == 1


def test_a_link_signs_nobody_in_and_is_remembered(code):
    client = Client()
    answer = client.get(f"/l/{code.upper()}/", headers=BROWSER)
    assert answer.url == "/connexion/"
    assert answer.cookies["aufil_return"].value == "/fil/0190b6a5-2d5e-7000-8000-000000000000/"
    assert answer.cookies["aufil_return"]["httponly"]
    assert "aufil_device" not in answer.cookies
    assert opened() == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"user_agent": "facebookexternalhit/1.1 Facebot Twitterbot/1.0"},
        {"user_agent": "WhatsApp/2.23"},
        {"user_agent": ""},
        {**BROWSER, "sec_fetch_mode": "cors"},
        {**BROWSER, "sec_purpose": "prefetch"},
    ],
)
def test_a_preview_is_no_reading(code, headers):
    assert Client().get(f"/l/{code}/", headers=headers).status_code == 302
    assert opened() == 0


def test_somebody_else_who_follows_it_proves_nothing(code, cast):
    assert signed_in(cast.alex).get(f"/l/{code}/", headers=BROWSER).status_code == 302
    assert opened() == 0


def test_an_old_link_still_leads_there_and_proves_nothing(code):
    ShortLink.objects.update(until=clock.now() - timedelta(days=1))
    assert Client().get(f"/l/{code}/", headers=BROWSER).url == "/connexion/"
    assert opened() == 0


def test_letters_that_are_no_link_are_nothing(db):
    assert Client().get("/l/0123456789ab/").status_code == 404
    statuses = [Client().get("/l/0123456789ab/").status_code for _ in range(31)]
    assert statuses[-1] == 429
