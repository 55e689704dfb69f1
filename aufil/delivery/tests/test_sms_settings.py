"""The head's page: gateway, sender, waits; the secret goes in and never comes out; a text to try it."""

import logging

import pytest

from aufil.audit.models import Record
from aufil.delivery.actions import record_receipt, reseal_gateways
from aufil.delivery.models import Address, Attempt, DeliverySettings
from aufil.delivery.queries import frame_of_texts, lives_by_sms, own_gateway_of, unreadable_gateways
from aufil.jobs.worker import work_off
from aufil.kernel import clock
from aufil.people.actions import start_device
from aufil.people.models import Person, Profile
from tests.support import signed_in

AS_USUAL = {
    "gateway": "",
    "secret": "",
    "sender": "",
    "price": "4,5",
    "screen_minutes": "2",
    "push_minutes": "240",
    "message_days": "1",
    "together_minutes": "3",
    "quiet_from": "20:00",
    "quiet_until": "08:00",
}
SECRET = "une-cle-tres-secrete"


@pytest.fixture
def cholet(cast):
    return cast.structures["cholet"]


@pytest.fixture
def save(cast):
    def post(**more):
        return signed_in(cast.claude).post("/structure/sms/", {**AS_USUAL, **more})

    return post


def test_the_page_begins_with_what_is_usual(cast):
    page = signed_in(cast.claude).get("/structure/sms/")
    assert page.status_code == 200
    for said in ('value="4,5"', 'value="20:00"', 'value="08:00"', "aucun SMS ne part"):
        assert said in page.text


def test_a_provider_of_ones_own_is_kept_sealed_and_never_shown(save, cast, cholet):
    assert save(gateway="smsfactor", secret=SECRET, sender="ML Cholet", price="6").status_code == 302
    row = DeliverySettings.objects.get()
    assert (row.sms_sender, row.sms_price, own_gateway_of(cholet).name) == ("ML Cholet", 60, "smsfactor")
    assert SECRET.encode() not in bytes(row.sms_url)
    page = signed_in(cast.claude).get("/structure/sms/?enregistre")
    assert SECRET not in page.text
    assert "C’est enregistré" in page.text
    assert f"/smsfactor/{cholet.uid.hex}/" in page.text  # the addresses to give there
    assert Record.objects.filter(verb="delivery-settings-changed", actor=cast.claude.pk).count() == 1


def test_the_secret_stays_when_nothing_is_typed(save, cholet):
    save(gateway="smsmode", secret=SECRET)
    sealed = bytes(DeliverySettings.objects.get().sms_url)
    assert save(gateway="smsmode", sender="36105", can_be_answered="on").status_code == 302
    row = DeliverySettings.objects.get()
    assert (bytes(row.sms_url), row.sms_can_be_answered) == (sealed, True)
    assert save(gateway="").status_code == 302
    assert own_gateway_of(cholet).name == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"gateway": "smsmode"}, "Collez la clé"),
        ({"gateway": "kannel", "secret": "x"}, "gateway"),
        ({"sender": "Mission Locale du Choletais"[:20]}, "11 lettres"),
        ({"sender": "Né"}, "11 lettres"),
        ({"sender": "MissionLoc", "can_be_answered": "on"}, "répondre à un nom"),
        ({"price": "gratuit"}, "centimes"),
        ({"quiet_from": "07:00"}, "plus tardive"),
        ({"quiet_from": "hier"}, "comme 20:00"),
        ({"screen_minutes": "1"}, "screen_minutes"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_lost(save, typed, said):
    page = save(**{**typed, "sender": typed.get("sender", "MLC")})
    assert page.status_code == 422
    assert said in page.text
    assert 'value="4,5"' in page.text or "price" in typed
    assert not DeliverySettings.objects.exists()


def test_a_secret_typed_beside_a_mistake_is_not_sent_back(save):
    page = save(gateway="smsmode", secret=SECRET, price="x")
    assert page.status_code == 422
    assert SECRET not in page.text


def test_a_new_key_of_the_installation_seals_it_again(save, cholet, settings):
    save(gateway="smsmode", secret=SECRET)
    [old] = settings.ENCRYPTION_KEYS
    settings.ENCRYPTION_KEYS = ["nouvelle", old]
    for _twice in range(2):
        reseal_gateways()
    settings.ENCRYPTION_KEYS = ["nouvelle"]
    assert own_gateway_of(cholet).name == "smsmode"
    settings.ENCRYPTION_KEYS = ["encore une autre"]
    reseal_gateways()
    assert own_gateway_of(cholet).trouble == "key"
    assert unreadable_gateways() == ["cholet"]


def test_waits_and_hours_are_kept(save):
    save(screen_minutes="10", push_minutes="60", message_days="2", quiet_from="19:00", quiet_until="9:00")
    row = DeliverySettings.objects.get()
    assert (row.screen_minutes, row.push_minutes, row.message_days) == (10, 60, 2)
    assert (row.quiet_from.hour, row.quiet_until.hour) == (19, 9)


def test_another_structure_keeps_its_own(save, cast):
    save(sender="MLC")
    assert not DeliverySettings.objects.filter(structure=cast.structures["mayenne"]).exists()


def test_a_text_is_tried_and_its_receipt_shown(cast, caplog):
    head = signed_in(cast.claude)
    with caplog.at_level(logging.INFO, logger="aufil.sms"):
        answer = head.post("/structure/sms/essai/", {"phone": "06 12 34 56 78"})
        assert answer.status_code == 302
        assert "en cours" in head.get("/structure/sms/").text
        work_off()
    assert (
        "+33612345678\nEssai d’Aufil : ce SMS est bien arrivé. (Mission Locale du Choletais)" in caplog.text
    )
    assert "là où tourne le serveur" in head.get("/structure/sms/").text
    attempt = Attempt.objects.get()
    record_receipt(said="delivered", attempt=attempt.uid, at=clock.now())
    assert "Le téléphone l’a reçu" in head.get("/structure/sms/").text
    # Nobody else's page shows it.
    assert "Le téléphone l’a reçu" not in signed_in(cast.dominique).get("/structure/sms/").text


def test_a_gateway_that_is_away_is_told(cast, settings):
    settings.SMS_URL = "kannel://ml:tres-secret@127.0.0.1:9/"
    head = signed_in(cast.claude)
    head.post("/structure/sms/essai/", {"phone": "06 12 34 56 78"})
    work_off()
    page = head.get("/structure/sms/").text
    assert "ne l’a pas pris" in page
    assert "tres-secret" not in page


@pytest.mark.parametrize("phone", ["", "02 41 00 00 01", "06 12"])
def test_only_a_mobile_is_tried(cast, phone):
    page = signed_in(cast.claude).post("/structure/sms/essai/", {"phone": phone})
    assert page.status_code == 422
    assert "numéro de mobile" in page.text
    assert not Attempt.objects.exists()


def test_the_desk_leads_there_for_the_head_alone(cast):
    assert "/structure/sms/" in signed_in(cast.claude).get("/structure/").text
    assert "/structure/sms/" not in signed_in(cast.dominique).get("/structure/").text


# --- who lives by SMS


@pytest.fixture
def lea_by_sms(cast, cholet):
    Person.objects.filter(pk=cast.lea.pk).update(phone="+33612345678")
    return lambda: lives_by_sms(person=cast.lea.pk, structure=cholet.pk)


def prefer(cast, cholet, channel):
    Profile.objects.update_or_create(
        person=cast.lea, structure=cholet, defaults={"preferred_channel": channel}
    )


def test_without_a_browser_signed_in_one_lives_by_sms(cast, lea_by_sms):
    assert lea_by_sms()
    start_device(person=cast.lea, label="téléphone")
    assert not lea_by_sms()


def test_who_prefers_sms_lives_by_it(cast, cholet, lea_by_sms):
    start_device(person=cast.lea, label="téléphone")
    prefer(cast, cholet, "sms")
    assert lea_by_sms()


@pytest.mark.parametrize("channel", ["email", "call"])
def test_who_prefers_another_way_does_not(cast, cholet, lea_by_sms, channel):
    prefer(cast, cholet, channel)
    assert not lea_by_sms()


@pytest.mark.parametrize("phone", ["", "+33241000001"])
def test_without_a_mobile_nobody_does(cast, lea_by_sms, phone):
    Person.objects.filter(pk=cast.lea.pk).update(phone=phone)
    assert not lea_by_sms()


@pytest.mark.parametrize("closed", ["dead_at", "stopped_at"])
def test_a_number_that_takes_nothing_is_no_way(cast, lea_by_sms, closed):
    Address.objects.create(person=cast.lea, channel="sms", address="+33612345678", **{closed: clock.now()})
    assert not lea_by_sms()


def test_the_composer_says_so_to_staff_alone(cast, lea_by_sms):
    address = f"/fil/{cast.thread().uid}/"
    assert 'data-role="sms"' in signed_in(cast.camille).get(address).text
    assert 'data-role="sms"' not in signed_in(cast.lea).get(address).text


def test_what_stands_around_the_words_is_counted_too(cast, cholet, lea_by_sms):
    Person.objects.filter(pk=cast.yanis.pk).update(phone="+33612345678")
    cholet.phone = "+33241000001"
    cholet.save()
    frame = frame_of_texts(young=cast.lea.pk, structure=cholet.pk, who="Camille")
    assert frame == ("Pour Léa. Camille : ", "\nPour répondre : 02 41 00 00 01")
    DeliverySettings.objects.create(structure=cholet, sms_can_be_answered=True)
    assert frame_of_texts(young=cast.lea.pk, structure=cholet.pk, who="Camille").after == ""
    cholet.phone = ""
    cholet.save()
    DeliverySettings.objects.update(sms_can_be_answered=False)
    after = frame_of_texts(young=cast.lea.pk, structure=cholet.pk, who="Camille").after
    assert after == "\nPour répondre : http://127.0.0.1:8000/l/000000000000/"
