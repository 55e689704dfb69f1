"""Six digits by SMS: to the number on file, however it is written, and to nobody else."""

import re
from datetime import timedelta

import pytest

from aufil.audit.models import Record
from aufil.delivery.channels import GatewayError
from aufil.jobs.models import Job
from aufil.jobs.worker import work_off
from aufil.kernel import clock
from aufil.people.actions import create_person, create_structure
from aufil.people.models import Role
from aufil.signin.models import Code
from aufil.signin.tests.phones import new_phone, text_of, who


@pytest.fixture
def texts(monkeypatch):
    """What left by SMS: `[(number, text), …]`."""
    sent = []

    def send_sms(*, to, text):
        sent.append((to, text))
        return "1"

    monkeypatch.setattr("aufil.delivery.actions.send_sms", send_sms)
    return sent


@pytest.fixture
def lea(cast):
    cast.lea.phone = "+33612345678"
    cast.lea.save()
    return cast.lea


def ask(phone, written):
    answer = phone.post("/connexion/", {"address": written})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/connexion/code/"), text_of(answer)
    while work_off():
        pass


def code_in(text):
    return re.search(r"\b\d{6}\b", text)[0]


@pytest.mark.parametrize(
    "written",
    [
        "06 12 34 56 78",
        "0612345678",
        "06.12.34.56.78",
        "+33 6 12 34 56 78",
        "0033612345678",
        "06-12-34-56-78",
    ],
)
def test_a_number_in_any_french_writing_gets_its_code(lea, browser, texts, written):
    ask(browser, written)
    [(to, text)] = texts
    assert to == "+33612345678"
    assert written in text_of(browser.get("/connexion/code/"))
    browser.post("/connexion/code/", {"code": code_in(text)})
    assert who(browser) == "lea"
    assert "signed-in-sms" in Record.objects.filter(actor=lea.pk).values_list("verb", flat=True)


def test_the_text_fits_one_sms_and_fills_itself_in(lea, browser, texts):
    ask(browser, "0612345678")
    text = texts[0][1]
    code = code_in(text)
    assert len(text) <= 160
    assert text.splitlines()[-1] == f"@testserver #{code}"
    assert text.startswith(f"Votre code Aufil : {code}.")


def test_a_number_nobody_has_gets_the_same_answer_and_no_text(lea, browser, texts):
    ask(browser, "06 12 34 56 79")
    unknown = text_of(browser.get("/connexion/code/"))
    other = new_phone()
    ask(other, "06 12 34 56 78")
    assert text_of(other.get("/connexion/code/")) == unknown.replace("56 79", "56 78")
    assert [to for to, _ in texts] == ["+33612345678"]
    assert Job.objects.count() == 2


def test_a_number_marked_wrong_gets_none(lea, browser, texts):
    lea.phone_wrong_at = clock.now()
    lea.save()
    ask(browser, "0612345678")
    assert texts == []


def test_staff_get_no_code_by_sms(cast, browser, texts):
    cast.camille.phone = "+33612345678"
    cast.camille.save()
    ask(browser, "0612345678")
    assert texts == []


def test_brothers_on_one_number_say_which_they_are(cast, lea, browser, texts):
    cast.yanis.phone = lea.phone
    cast.yanis.save()
    ask(browser, "0612345678")
    choice = browser.post("/connexion/code/", {"code": code_in(texts[0][1])})
    assert "Léa" in text_of(choice)
    assert "Yanis" in text_of(choice)
    browser.post("/connexion/personne/", {"person": str(cast.yanis.uid)})
    assert who(browser) == "yanis"
    assert "signed-in-sms" in Record.objects.filter(actor=cast.yanis.pk).values_list("verb", flat=True)


@pytest.fixture
def islands(cast):
    """Young people of Réunion, Nouvelle-Calédonie and Wallis-et-Futuna."""
    people = {}
    for username, region, phone in (
        ("noah", "RE", "+262692123456"),
        ("malia", "NC", "+687821234"),
        ("soane", "WF", "+681821234"),
    ):
        island = create_structure(slug=region.lower(), name=region, region=region)
        people[username] = create_person(username=username, structure=island, role=Role.YOUNG, phone=phone)
    return people


def test_a_number_without_prefix_is_that_of_any_structures_region(islands, browser, texts):
    ask(browser, "0692 12 34 56")
    [(to, text)] = texts
    assert to == "+262692123456"
    browser.post("/connexion/code/", {"code": code_in(text)})
    assert who(browser) == "noah"


def test_nobody_enters_by_a_code_sent_to_another_number_written_alike(islands, browser, texts):
    ask(browser, "82 12 34")
    sent = dict(texts)
    assert set(sent) == {"+687821234", "+681821234"}
    assert code_in(sent["+687821234"]) != code_in(sent["+681821234"])
    browser.post("/connexion/code/", {"code": code_in(sent["+681821234"])})
    assert who(browser) == "soane"
    browser.post("/connexion/code/", {"code": code_in(sent["+687821234"])})
    assert who(browser) == "soane", "the attempt is over for both"


def test_a_gateway_that_fails_is_tried_again_while_the_code_is_good(lea, browser, monkeypatch, later):
    sent = []

    def away(**named):
        raise GatewayError("loin")

    monkeypatch.setattr("aufil.delivery.actions.send_sms", away)
    ask(browser, "0612345678")
    job = Job.objects.get()
    assert job.done_at is None
    assert job.last_error
    monkeypatch.setattr("aufil.delivery.actions.send_sms", lambda **named: sent.append(named) or "1")
    later(minutes=1)
    while work_off():
        pass
    assert len(sent) == 1


def test_a_code_that_is_too_old_is_not_sent_any_more(lea, browser, monkeypatch, later, texts):
    browser.post("/connexion/", {"address": "0612345678"})
    later(minutes=16)
    while work_off():
        pass
    assert texts == []
    assert Job.objects.get().done_at


def test_asking_again_and_again_is_slowed_down_by_number_and_by_place(lea, browser, texts):
    for _ in range(5):
        assert browser.post("/connexion/", {"address": "06 12 34 56 78"}).status_code == 302
    answer = browser.post("/connexion/", {"address": "+33612345678"})
    assert answer.status_code == 429
    assert 'value="+33612345678"' in text_of(answer)
    for number in range(60):
        browser.post("/connexion/", {"address": f"0612 34 57 {number:02}"})
    assert browser.post("/connexion/", {"address": "0612345699"}).status_code == 429


def test_a_code_tried_ten_times_is_dead(lea, browser, texts):
    ask(browser, "0612345678")
    code = code_in(texts[0][1])
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(10):
        assert browser.post("/connexion/code/", {"code": wrong}).status_code == 422
    assert browser.post("/connexion/code/", {"code": code}).status_code == 422
    assert Code.objects.get().tries == 5


def test_trying_codes_is_slowed_down_by_place(lea, browser, texts):
    ask(browser, "0612345678")
    for _ in range(60):
        browser.post("/connexion/code/", {"code": "000000"})
    assert browser.post("/connexion/code/", {"code": "000000"}).status_code == 429


def test_neither_number_nor_code_stays_in_the_work_done(lea, browser, texts):
    ask(browser, "0612345678")
    assert Job.objects.get().arguments == {}
    assert Code.objects.get().expires_at - Code.objects.get().created_at == timedelta(minutes=15)
