"""smsmode and SMSFactor, before a stand-in that answers as their references say; neither was ever tried live."""

import json
from urllib.parse import parse_qs
from uuid import uuid4

import pytest

from aufil.delivery.channels import GatewayError
from aufil.delivery.channels.sms.choice import gateway_at
from aufil.delivery.tests.listening import listening

TAKEN = {
    "smsmode": b"0 | Accepted - the message has been accepted | S7EpYZ5kmS87",
    "smsfactor": b'{"status": 1, "message": "OK", "ticket": "14672468", "cost": 1, "total": 1, "sent": 1}',
}
NAMES = {"smsmode": "S7EpYZ5kmS87", "smsfactor": "14672468"}


@pytest.fixture
def provider():
    with listening() as listener:
        yield listener


def gateway(name, provider):
    return gateway_at(f"{name}://aufil:cle%2Fsecrete@{provider.host}/?from=MissionLoc")


def send(name, provider, text="Bonjour", **more):
    return gateway(name, provider).send(
        to="+33639980001", text=text, reference=more.pop("uid", uuid4()), **more
    )


def test_smsmode_gets_a_form_in_its_own_letters(provider):
    provider.answer = (200, TAKEN["smsmode"])
    uid = uuid4()
    assert (
        send("smsmode", provider, "À bientôt, c’est noté : 12 €", uid=uid, tell="https://x.fr/t")
        == "S7EpYZ5kmS87"
    )
    asked = provider.next()
    assert (asked.method, asked.path) == ("POST", "/http/1.6/sendSMS.do")
    form = {k: v[0] for k, v in parse_qs(asked.body.decode(), encoding="iso-8859-15").items()}
    assert form["message"] == "A bientot, c'est noté : 12 €"
    assert (form["numero"], form["emetteur"], form["refClient"]) == ("33639980001", "MissionLoc", str(uid))
    assert form["notification_url"] == "https://x.fr/t/receipts"
    assert form["notification_url_reponse"] == "https://x.fr/t/inbound"


def test_smsmode_is_not_asked_for_letters_it_has_not(provider):
    with pytest.raises(GatewayError) as refused:
        send("smsmode", provider, "مرحبا")
    assert refused.value.said == "refused"
    assert provider.asked == []


def test_smsfactor_gets_a_text_with_our_reference(provider):
    provider.answer = (200, TAKEN["smsfactor"])
    uid = uuid4()
    assert send("smsfactor", provider, "مرحبا, forêt", uid=uid, sender="38001") == "14672468"
    asked = provider.next()
    assert (asked.method, asked.path) == ("POST", "/send")
    assert asked.headers["Authorization"] == "Bearer cle/secrete"
    said = json.loads(asked.body)["sms"]
    assert said["message"] == {"text": "مرحبا, forêt", "pushtype": "alert", "unicode": 1, "sender": "38001"}
    assert said["recipients"]["gsm"] == [{"gsmsmsid": str(uid), "value": "33639980001"}]


@pytest.mark.parametrize("name", ["smsmode", "smsfactor"])
@pytest.mark.parametrize(("status", "said"), [(500, "later"), (503, "later"), (429, "later")])
def test_a_provider_with_a_fault_of_its_own_is_asked_again_later(provider, name, status, said):
    provider.answer = (status, b"<h1>Oops</h1>")
    with pytest.raises(GatewayError) as away:
        send(name, provider)
    assert away.value.said == said


@pytest.mark.parametrize("name", ["smsmode", "smsfactor"])
def test_a_provider_that_nobody_reaches_is_asked_again_later(name):
    with pytest.raises(GatewayError) as away:
        gateway_at(f"{name}://aufil:tres-secret@127.0.0.1:9/").send(
            to="+33639980001", text="x", reference=uuid4()
        )
    assert away.value.said == "later"
    assert "tres-secret" not in str(away.value)


@pytest.mark.parametrize("name", ["smsmode", "smsfactor"])
@pytest.mark.parametrize("body", [b"", b"<html>Portail</html>", b"\xff\xfe", b"{}", b"0 |", b"[1]"])
def test_an_answer_nobody_understands_is_a_doubt(provider, name, body):
    provider.answer = (200, body)
    with pytest.raises(GatewayError) as doubt:
        send(name, provider)
    assert doubt.value.said == "unknown"


@pytest.mark.parametrize("name", ["smsmode", "smsfactor"])
def test_a_line_cut_after_the_text_left_is_a_doubt(provider, name):
    provider.cut = True
    with pytest.raises(GatewayError) as doubt:
        send(name, provider)
    assert doubt.value.said == "unknown"


@pytest.mark.parametrize(
    ("name", "body", "said", "for_good"),
    [
        ("smsmode", b"32 | authentication error", "later", False),
        ("smsmode", b"33 | insufficient balance", "later", False),
        ("smsmode", b"50 | temporarily unavailable", "later", False),
        ("smsmode", b"35 | mandatory parameter missing", "refused", False),
        ("smsfactor", b'{"status": -1, "message": "Authentication error"}', "later", False),
        ("smsfactor", b'{"status": -3}', "later", False),
        ("smsfactor", b'{"status": -7, "message": "Data error"}', "refused", False),
        ("smsfactor", b'{"status": 1, "ticket": "1", "sent": 0, "invalid": 1}', "refused", True),
        ("smsfactor", b'{"status": 1, "ticket": "1", "sent": 0, "blacklisted": 1}', "refused", False),
    ],
)
def test_a_refusal_says_whether_to_come_back(provider, name, body, said, for_good):
    provider.answer = (200, body)
    with pytest.raises(GatewayError) as refused:
        send(name, provider)
    assert (refused.value.said, refused.value.for_good) == (said, for_good)


def test_what_smsfactor_looks_at_first_is_taken(provider):
    provider.answer = (200, b'{"status": -8, "ticket": "7", "sent": 1}')
    assert send("smsfactor", provider) == "7"


@pytest.mark.parametrize(
    ("name", "path", "good", "bad"),
    [
        ("smsmode", "/http/1.6/credit.do", b"642.0", b"32 | authentication error"),
        ("smsfactor", "/credits", b'{"status": 1, "credits": "642"}', b'{"status": -1}'),
    ],
)
def test_a_provider_is_tried_out_by_its_credit(provider, name, path, good, bad):
    provider.answer = (200, good)
    gateway(name, provider).try_out()
    assert provider.next().path == path
    provider.answer = (200, bad)
    with pytest.raises(GatewayError):
        gateway(name, provider).try_out()


def test_our_secret_is_never_taken_elsewhere(provider):
    provider.answer = (302, b"")
    with pytest.raises(GatewayError):
        send("smsfactor", provider)
    assert len(provider.asked) == 1


@pytest.mark.parametrize(
    "address", ["smsmode://", "smsmode://api.smsmode.com/", "smsfactor://x@api.smsfactor.com/"]
)
def test_an_address_without_a_key_is_none(address):
    with pytest.raises(ValueError, match=r"^sms(mode|factor)$"):
        gateway_at(address)
