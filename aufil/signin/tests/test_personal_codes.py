"""The four digits a young person chooses."""

from datetime import date

import pytest

from aufil.audit.models import Record
from aufil.people.models import Membership
from aufil.signin.actions import choose_personal_code, try_personal_code
from aufil.signin.forms import guessable
from aufil.signin.models import PersonalCode
from aufil.signin.tests.phones import Counsellor, new_phone, text_of, who


def wrong_tries(person, times):
    for _ in range(times):
        assert not try_personal_code(person=person, typed="0000")


def test_they_are_asked_once_and_can_wait(pages, cast):
    page = text_of(pages.lea.get("/mon-code/"))
    assert "Choisissez quatre chiffres" in page
    assert "Plus tard" in page
    answer = pages.lea.post("/mon-code/", {"code": "47 11"})
    assert answer.headers["Location"] == "/"
    assert try_personal_code(person=cast.lea, typed="4711")
    assert "personal-code-chosen" in Record.objects.filter(actor=cast.lea.pk).values_list("verb", flat=True)


def test_they_are_changed_from_ones_devices(pages, cast):
    choose_personal_code(person=cast.lea, code="4711")
    assert "/mon-code/" in text_of(pages.lea.get("/appareils/"))
    answer = pages.lea.post("/mon-code/", {"code": "8520"})
    assert answer.headers["Location"] == "/appareils/"
    assert not try_personal_code(person=cast.lea, typed="4711")
    assert try_personal_code(person=cast.lea, typed="8520")


@pytest.mark.parametrize(
    "code", ["0000", "1234", "4321", "7777", "2007", "1203", "0312", "0307", "1207", "6789", "7890"]
)
def test_what_somebody_else_would_guess_is_refused_and_kept_in_the_box(pages, cast, code):
    answer = pages.lea.post("/mon-code/", {"code": code})
    assert answer.status_code == 422
    assert "se devine trop vite" in text_of(answer)
    assert f'value="{code}"' in text_of(answer)
    assert not PersonalCode.objects.exists()


@pytest.mark.parametrize("code", ["", "123", "12345", "abcd", "٤٧١١", "\x00"])
def test_four_digits_are_four_digits(pages, cast, code):
    answer = pages.lea.post("/mon-code/", {"code": code})
    assert answer.status_code == 422
    assert "Il faut quatre chiffres." in text_of(answer)


def test_an_unknown_birth_date_forbids_nothing():
    assert guessable(None) == set()
    assert {"2005", "0106", "0601", "0605", "0105"} == guessable(date(2005, 6, 1))


def test_staff_have_none(pages):
    for who_ in ("camille", "claude", "admin"):
        assert getattr(pages, who_).get("/mon-code/").status_code == 404


def test_only_a_keyed_hash_is_kept(cast):
    choose_personal_code(person=cast.lea, code="4711")
    choose_personal_code(person=cast.yanis, code="4711")
    lea, yanis = (bytes(row.code_hash) for row in PersonalCode.objects.order_by("pk"))
    assert lea != yanis
    assert b"4711" not in lea


def test_after_five_wrong_tries_they_rest_longer_each_time(cast, later):
    choose_personal_code(person=cast.lea, code="4711")
    wrong_tries(cast.lea, 5)
    assert not try_personal_code(person=cast.lea, typed="4711"), "even the right ones"
    later(minutes=15)
    wrong_tries(cast.lea, 5)
    later(minutes=16)
    assert not try_personal_code(person=cast.lea, typed="4711"), "thirty minutes now"
    later(minutes=15)
    assert try_personal_code(person=cast.lea, typed="4711")
    wrong_tries(cast.lea, 4)
    assert try_personal_code(person=cast.lea, typed="4711"), "being right begins anew"


def test_the_rest_never_lasts_more_than_a_day():
    row = PersonalCode()
    assert row.rest_after(4) is None
    assert row.rest_after(5_000_000) == PersonalCode.LONGEST_REST


def test_a_new_key_reads_old_codes(cast, settings):
    choose_personal_code(person=cast.lea, code="4711")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "une-autre-cle-d-au-moins-trente-deux-lettres"
    assert try_personal_code(person=cast.lea, typed="4711")


def test_while_they_rest_a_paper_waits_and_loses_no_try(cast):
    choose_personal_code(person=cast.lea, code="4711")
    paper = Counsellor(cast.camille, cast.lea).paper()
    wrong_tries(cast.lea, 5)
    phone = new_phone()
    phone.get(paper)
    answer = phone.post(paper, {"code": "4711"})
    assert answer.status_code == 422
    assert "Réessayez après" in text_of(answer)
    assert who(phone) is None
    phone.post(paper, {"code": "4711"})
    assert phone.get(paper).status_code == 200


def test_somebody_who_left_is_asked_nothing(pages, cast):
    today = Membership.objects.get(person=cast.lea).starts_on
    Membership.objects.filter(person=cast.lea).update(ends_on=today)
    assert pages.lea.get("/mon-code/").status_code == 404
