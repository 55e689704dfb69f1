"""What gateways tell us: receipts and answers, from a real Kannel, and as smsmode and SMSFactor say they write them."""

import json
from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client

from aufil.delivery.channels.sms.addresses import tell_at
from aufil.delivery.channels.sms.choice import gateway_at
from aufil.delivery.models import Attempt, Inbound, Receipt
from aufil.delivery.tests.listening import Listener, listening
from aufil.kernel import clock
from tests.kannel import MISSING, installed, kannel


@pytest.fixture
def attempt(cast):
    return Attempt.objects.create(
        structure=cast.structures["cholet"],
        person=cast.lea,
        channel="sms",
        address="+33639980001",
        made_at=clock.now(),
    )


def path_of(gateway: str, what: str, place: str = "here") -> str:
    return urlsplit(f"{tell_at(gateway, place)}/{what}").path


def receipts_of(attempt):
    return {receipt.said: receipt for receipt in Receipt.objects.filter(attempt=attempt)}


@pytest.fixture(scope="module")
def ear():
    with listening() as listener:
        yield listener


@pytest.fixture(scope="module")
def network(tmp_path_factory, ear: Listener):
    if not installed():
        pytest.skip(MISSING)
    with kannel(tmp_path_factory.mktemp("kannel"), ear.url) as started:
        yield started


def repeat(ear: Listener, start: str, gateway: str, what: str, after: int = 0) -> int:
    """Say to the product what the gateway said to our ear, at the address it was given; the status."""
    asked = next(a for a in ear.asked[after:] if a.path.startswith(start))
    query = urlsplit(asked.path).query
    return (
        Client()
        .generic(
            asked.method,
            f"{path_of(gateway, what)}?{query}",
            asked.body,
            content_type=asked.headers.get("Content-Type", ""),
        )
        .status_code
    )


def test_kannel_tells_that_a_text_arrived(network, ear, attempt):
    gateway = gateway_at(network.url)
    before = len(ear.asked)
    tell = f"{ear.url}/told"
    gateway.send(to="+33612345611", text="Bonjour Léa", reference=attempt.uid, tell=tell, sender="38002")
    assert network.next("+33612345611").sender == "38002"
    # The centre has it, and the telephone: two requests of Kannel, that may pass each other on their way.
    became = {number: ear.next(number).path for number in (before, before + 1)}
    centre, phone = sorted(became, key=lambda number: "became=8" not in became[number])
    assert ("became=8" in became[centre], "became=1" in became[phone]) == (True, True)
    assert repeat(ear, "/told/receipts", "kannel", "receipts", centre) == 204
    assert receipts_of(attempt) == {}
    assert repeat(ear, "/told/receipts", "kannel", "receipts", phone) == 204
    assert set(receipts_of(attempt)) == {"delivered"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("33612345699 38001 text oui c'est bon pour mardi", "oui c'est bon pour mardi"),
        ("33612345699 38001 ucs2 %00%e9%06%45%00%21", "éم!"),
    ],
)
def test_kannel_hands_over_what_somebody_writes(db, network, ear, line, said):
    before = len(ear.asked)
    network.says(line)
    ear.next(before)
    for _twice in range(2):
        assert repeat(ear, "/inbound", "kannel", "inbound", before) == 204
    came = Inbound.objects.get(provider="kannel")
    assert (came.sender, came.text, came.channel) == ("+33612345699", said, "sms")


def test_smsmode_tells_what_became_of_a_text(attempt):
    path = path_of("smsmode", "receipts")
    said = {"numero": "33639980001", "smsID": "S7EpYZ5kmS87", "refClient": str(attempt.uid)}
    for statut, known in [("13", set()), ("11", {"delivered"}), ("11", {"delivered"})]:
        values = {**said, "statut": statut, "date_reception": "2020-03-25 09:52:17"}
        assert Client().get(path, values).status_code == 204
        assert set(receipts_of(attempt)) == known
    assert f"{receipts_of(attempt)['delivered'].at:%Y-%m-%d %H:%M}" == "2020-03-25 08:52"  # Paris in winter


def test_smsmode_tells_that_a_number_is_no_more(attempt):
    values = {"refClient": str(attempt.uid), "statut": "3998"}
    assert Client().get(path_of("smsmode", "receipts"), values).status_code == 204
    failed = receipts_of(attempt)["failed"]
    assert (failed.for_good, failed.code) == (True, "smsmode 3998")


def test_smsmode_hands_over_an_answer(db):
    values = {
        "numero": "36034",
        "message": "j’arrive à 9h",
        "emetteur": "33639980001",
        "date_reception": "01012020-122233",
        "responseID": "azertyu123",
    }
    for _twice in range(2):
        assert Client().get(path_of("smsmode", "inbound"), values).status_code == 204
    came = Inbound.objects.get()
    assert (came.sender, came.text, came.provider_ref) == ("+33639980001", "j’arrive à 9h", "azertyu123")


def said_by_smsfactor(what: str, body: object) -> int:
    written = json.dumps(body)
    return Client().post(path_of("smsfactor", what), written, content_type="application/json").status_code


def test_smsfactor_tells_what_became_of_a_text(attempt):
    told = {"date": "2020-01-16T11:55:12+01:00", "destination": "33639980001", "message_id": str(attempt.uid)}
    for status, known in [(1, set()), (12, {"failed"}), ("3", {"failed", "delivered"})]:
        assert said_by_smsfactor("receipts", {**told, "status": status}) == 204
        assert set(receipts_of(attempt)) == known


def test_smsfactor_hands_over_an_answer_once(db):
    came = {"date": "2020-11-21T09:50:46", "message": "ok merci", "from": "33639980001"}
    for _twice in range(2):
        assert said_by_smsfactor("inbound", {**came, "last_message_id": "une-campagne"}) == 204
    assert said_by_smsfactor("inbound", {**came, "date": "2020-11-21T09:51:46"}) == 204
    assert [row.text for row in Inbound.objects.all()] == ["ok merci", "ok merci"]


@pytest.mark.parametrize("gateway", ["console", "kannel", "smsmode", "smsfactor"])
@pytest.mark.parametrize("what", ["receipts", "inbound"])
@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe{", b"[]", b'{"status": 3, "message_id": "x"}', b"statut=11"]
)
def test_garbage_is_refused_and_leaves_no_trace(db, caplog, gateway, what, body):
    path = f"{path_of(gateway, what)}?message=SECRET"
    answer = Client().post(path, body, content_type="application/json")
    assert answer.status_code == 400
    assert not Inbound.objects.exists()
    assert "SECRET" not in caplog.text


def test_a_receipt_for_nothing_we_sent_is_taken_and_changes_nothing(db):
    values = {"text": "01a207b4-25c9-7475-83c4-0f7b8e49aeb3", "became": "1"}
    assert Client().get(path_of("kannel", "receipts"), values).status_code == 204
    assert not Receipt.objects.exists()


def test_only_who_was_given_the_address_is_heard(db, attempt):
    values = urlencode({"text": str(attempt.uid), "became": "1"})
    right = path_of("kannel", "receipts")
    # The secret of another gateway, of another place, of nothing.
    for wrong in (
        right.replace("/kannel/", "/smsmode/"),
        right.replace("/here/", "/ailleurs/"),
        f"{right[: -len('/receipts') - 1]}x/receipts",
    ):
        assert Client().get(f"{wrong}?{values}").status_code == 404
    assert receipts_of(attempt) == {}


def test_who_guesses_is_slowed_down(db):
    wrong = path_of("kannel", "receipts").replace("/here/", "/ailleurs/")
    statuses = [Client().get(wrong).status_code for _ in range(32)]
    assert statuses[0] == 404
    assert statuses[-1] == 429


def test_what_is_too_large_is_not_read(db):
    answer = Client().post(path_of("kannel", "inbound"), b"a" * 70_000, content_type="text/plain")
    assert answer.status_code == 413
