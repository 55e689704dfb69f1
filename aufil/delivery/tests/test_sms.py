"""Text messages: their letters, and the gateway that carries them: a real Kannel before a network of wire."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aufil.delivery.actions import send_sms
from aufil.delivery.channels import GatewayError
from aufil.delivery.channels.sms.alphabet import fits, plain
from aufil.delivery.channels.sms.choice import sms_gateway
from aufil.delivery.queries import sms_state
from tests.kannel import MISSING, Network, installed, kannel


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("L’été à Cholet, où ça ?", "L'été à Cholet, où ca ?"),
        ("Rendez-vous à 14\u202fh\u202f30 – n’oubliez pas…", "Rendez-vous à 14 h 30 - n'oubliez pas..."),
        ("cœur, forêt, Noël, ÂGE, Éole", "coeur, foret, Noel, AGE, Éole"),
        ("« oui »", '" oui "'),
        ("12 € {a}", "12 € {a}"),
    ],
)
def test_french_is_written_with_the_letters_of_telephones(written, sent):
    assert plain(written) == sent
    assert fits(plain(written))


def test_what_has_no_near_letter_stays():
    assert plain("مرحبا") == "مرحبا"
    assert not fits(plain("bravo 🎉"))


@given(st.text())
def test_what_fits_is_left_alone_and_plain_is_plain_twice(text):
    if fits(text):
        assert plain(text) == text
    assert plain(plain(text)) == plain(text)


def test_without_a_gateway_texts_are_read_out(caplog):
    with caplog.at_level(logging.INFO, logger="aufil.sms"):
        send_sms(to="+33612345678", text="Bonjour")
    assert "+33612345678\nBonjour" in caplog.text
    assert sms_state().reaches_phones is False


@pytest.mark.parametrize("address", ["kannel://", "kannel://127.0.0.1:13013/", "pigeon://x"])
def test_an_address_that_names_no_gateway_is_said(settings, address):
    settings.SMS_URL = address
    with pytest.raises(ValueError, match="^" + address.split(":")[0] + "$"):
        sms_gateway()
    assert sms_state().trouble


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    if not installed():
        pytest.skip(MISSING)
    with kannel(tmp_path_factory.mktemp("kannel")) as started:
        yield started


@pytest.fixture
def kannel_set(settings, network: Network):
    settings.SMS_URL = network.url
    return network


def test_kannel_carries_french_in_the_alphabet_of_telephones(kannel_set):
    assert send_sms(to="+33612345601", text="À bientôt, c’est noté : 12 €\n@fil.exemple.fr #123456")
    text = kannel_set.next("+33612345601")
    assert (text.sender, text.coding) == ("MissionLoc", "text")
    assert text.text == "A bientot, c'est noté : 12 €\n@fil.exemple.fr #123456"


def test_kannel_carries_other_alphabets_too(kannel_set):
    send_sms(to="+33612345602", text="مرحبا, forêt")
    text = kannel_set.next("+33612345602")
    assert (text.coding, text.text) == ("ucs-2", "مرحبا, forêt")


def test_a_long_text_arrives_in_parts(kannel_set):
    send_sms(to="+33612345603", text="une phrase " * 20)
    parts = [kannel_set.next("+33612345603", after=n).text for n in (0, 1)]
    assert "".join(parts) == "une phrase " * 20


def test_kannel_is_tried_out_without_sending(kannel_set):
    before = len(kannel_set.received())
    assert sms_state() == (True, "")
    assert len(kannel_set.received()) == before


def test_a_wrong_password_is_told_and_never_shown(settings, kannel_set):
    settings.SMS_URL = kannel_set.url.replace("ml%20secret%26", "autre-secret")
    assert "403" in sms_state().trouble
    with pytest.raises(GatewayError) as refused:
        send_sms(to="+33612345604", text="Votre code : 123456")
    assert "autre-secret" not in str(refused.value)
    assert "123456" not in str(refused.value)


def test_a_gateway_that_is_away_is_told(settings):
    settings.SMS_URL = "kannel://ml:x@127.0.0.1:9/?from=ML"
    assert "refused" in sms_state().trouble
    with pytest.raises(GatewayError):
        send_sms(to="+33612345605", text="Bonjour")
