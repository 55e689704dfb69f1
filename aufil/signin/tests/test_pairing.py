"""A phone let in at a meeting: one code, one phone, one number said aloud."""

import pytest

from aufil.audit.models import Record
from aufil.people.actions import revoke_devices
from aufil.people.models import Device, Membership, Role
from aufil.signin.actions import purge_codes
from aufil.signin.models import Arrival, Pairing
from aufil.signin.tests.phones import Counsellor, new_phone, number_on, opened, other, text_of, who
from aufil.web.authentication import COOKIE


@pytest.fixture
def camille(cast):
    return Counsellor(cast.camille, cast.lea)


def verbs(person):
    found = Record.objects.filter(subject_uid=person.uid).order_by("pk").values_list("verb", flat=True)
    return [verb for verb in found if verb.startswith(("pairing", "signed-in", "device"))]


def test_the_phone_that_was_confirmed_comes_in(cast, camille, browser):
    address = camille.show()
    number = opened(browser, address)
    assert camille.state() == "opened"
    camille.confirm(number)
    assert camille.state() == "confirmed"
    assert who(browser) is None, "not before it asks"
    answer = browser.post(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/mon-code/")
    assert who(browser) == "lea"
    assert camille.state() == "in"
    assert "C’est fait" in text_of(camille.screen.get(camille.at))
    assert Device.objects.get(person=cast.lea).label == "Téléphone Android"
    assert verbs(cast.lea) == ["pairing-shown", "pairing-confirmed", "signed-in-qr", "device-started-browser"]


def test_nothing_personal_shows_before(cast, camille, browser):
    address = camille.show()
    pages = [text_of(browser.get(address))]
    number = opened(browser, address)
    pages.append(text_of(browser.get(address)))
    camille.confirm(number)
    pages.append(text_of(browser.get(address)))
    for page in pages:
        assert not {w for w in ("Léa", "Baron", "exemple.fr", "Rousseau", "Cholet") if w in page}
    assert "Montrez ce nombre à Camille" in pages[1]
    assert "Camille a confirmé" in pages[2]


def test_looking_at_the_code_is_not_opening_it(camille, browser):
    address = camille.show()
    for _ in range(3):
        browser.get(address)
    assert camille.state() == "shown"


def test_the_counsellors_screen_never_shows_the_number(camille, browser):
    number = opened(browser, camille.show())
    page = text_of(camille.screen.get(camille.at))
    assert f">{number}<" not in page
    assert "lisez-le sur son écran" in page.lower()


def test_a_photographed_code_lets_nobody_in(cast, camille, browser):
    address = camille.show()
    number = opened(browser, address)
    thief = new_phone()
    assert opened(thief, address) == ""
    assert camille.state() == "two-phones"
    for phone in (browser, thief):
        assert "Deux téléphones ont ouvert ce code" in text_of(phone.get(address))
    camille.confirm(number)
    assert browser.post(address).status_code == 302
    assert (who(browser), who(thief)) == (None, None)
    page = text_of(camille.screen.get(camille.at))
    assert "Deux téléphones ont ouvert ce code" in page
    assert "Afficher un autre code" in page
    assert verbs(cast.lea) == ["pairing-shown", "pairing-refused"]


def test_after_the_number_was_said_a_second_phone_changes_nothing(camille, browser):
    address = camille.show()
    camille.confirm(opened(browser, address))
    thief = new_phone()
    assert thief.get(address).status_code == 404
    thief.post(address)
    browser.post(address)
    assert (who(browser), who(thief)) == ("lea", None)


def test_a_wrong_number_refuses_the_phone(camille, browser):
    address = camille.show()
    number = opened(browser, address)
    camille.confirm(other(number))
    assert camille.state() == "wrong-number"
    assert "Ce n’était pas le bon nombre" in text_of(browser.get(address))
    camille.confirm(number)
    browser.post(address)
    assert who(browser) is None


@pytest.mark.parametrize("typed", ["", "4", "abc", "123", "05", "\x00", "٤٢"])
def test_what_is_no_number_refuses_nothing(camille, browser, typed):
    opened(browser, camille.show())
    assert camille.confirm(typed).status_code == 422
    assert camille.state() == "opened"


def test_a_number_before_any_phone_is_not_counted_against_it(camille, browser):
    address = camille.show()
    answer = camille.confirm("42")
    assert answer.status_code == 422
    assert "Aucun téléphone n’a encore ouvert" in text_of(answer)
    camille.confirm(opened(browser, address))
    browser.post(address)
    assert who(browser) == "lea"


def test_the_number_is_the_same_as_often_as_the_page_is_opened(camille, browser):
    address = camille.show()
    number = opened(browser, address)
    assert {opened(browser, address) for _ in range(3)} == {number}
    assert Arrival.objects.count() == 1


def test_a_code_lives_ten_minutes(camille, browser, later):
    address = camille.show()
    number = opened(browser, address)
    later(minutes=10)
    assert camille.state() == "expired"
    camille.confirm(number)
    browser.post(address)
    assert who(browser) is None
    assert "dix minutes" in text_of(browser.get(address))
    assert new_phone().get(address).status_code == 404


def test_a_phone_confirmed_late_has_its_time_too(camille, browser, later):
    address = camille.show()
    number = opened(browser, address)
    later(minutes=9, seconds=55)
    camille.confirm(number)
    later(seconds=30)
    browser.post(address)
    assert who(browser) == "lea"


def test_a_confirmation_does_not_last(camille, browser, later):
    address = camille.show()
    camille.confirm(opened(browser, address))
    later(minutes=10)
    browser.post(address)
    assert who(browser) is None


def test_the_code_is_good_for_one_phone(camille, browser):
    address = camille.show()
    camille.confirm(opened(browser, address))
    browser.post(address)
    again = new_phone()
    assert again.get(address).status_code == 404
    assert opened(again, address) == ""
    assert who(again) is None


def test_an_answer_lost_on_its_way_is_asked_again_and_is_the_same_device(cast, camille, browser):
    address = camille.show()
    camille.confirm(opened(browser, address))
    arrival = browser.cookies["aufil_arrival"].value
    browser.post(address)  # the server answered; the phone never heard it
    cut = new_phone()
    cut.cookies["aufil_arrival"] = arrival
    cut.post(address)
    assert who(cut) == "lea"
    assert cut.cookies[COOKIE].value == browser.cookies[COOKIE].value
    assert Device.objects.filter(person=cast.lea).count() == 1


def test_a_device_revoked_meanwhile_is_not_given_again(cast, camille, browser):
    address = camille.show()
    camille.confirm(opened(browser, address))
    arrival = browser.cookies["aufil_arrival"].value
    browser.post(address)
    revoke_devices(devices=list(Device.objects.filter(person=cast.lea)), actor=cast.lea)
    again = new_phone()
    again.cookies["aufil_arrival"] = arrival
    again.post(address)
    assert who(again) is None


def test_a_fresh_code_ends_the_one_before(camille, browser):
    first = camille.show()
    number = opened(browser, first)
    second = camille.show()
    assert second != first
    assert new_phone().get(first).status_code == 404
    camille.confirm(number)
    browser.post(first)
    assert who(browser) is None
    camille.confirm(opened(browser, second))
    browser.post(second)
    assert who(browser) == "lea"


def test_a_colleague_shows_codes_of_their_own(cast, camille, browser):
    address = camille.show()
    julien = Counsellor(cast.julien, cast.lea)
    number = opened(browser, address)
    julien.confirm(number)
    assert camille.state() == "opened", "only whoever shows the code confirms"
    julien.show()
    assert Pairing.objects.filter(closed_at=None).count() == 1


def test_a_code_that_was_never_made_opens_nothing(browser):
    for code in ("K7MP4XRT", "x", "0" * 50):
        assert browser.get(f"/entrer/{code}/").status_code == 404
        assert browser.post(f"/entrer/{code}/").status_code == 404


def test_guessing_codes_is_slowed_down(camille, browser):
    address = camille.show()
    for number in range(30):
        browser.get(f"/entrer/K7MP4X{number:02}/")
    assert browser.get("/entrer/K7MP4XRT/").status_code == 429
    assert browser.get(address).status_code == 200, "who holds a code is not"


def test_a_phone_without_cookies_is_told(camille, browser):
    address = camille.show()
    answer = browser.post(address)
    assert answer.status_code == 422
    assert "refuse les cookies" in text_of(answer)
    assert camille.state() == "shown"


def test_only_the_phone_that_opened_the_code_learns_how_it_stands(camille, browser):
    address = camille.show()
    opened(browser, address)
    assert browser.get(address + "etat/").json()["state"] == "opened"
    assert new_phone().get(address + "etat/").status_code == 404


def test_somebody_who_left_does_not_come_in(cast, camille, browser):
    address = camille.show()
    camille.confirm(opened(browser, address))
    today = Membership.objects.get(person=cast.lea).starts_on
    Membership.objects.filter(person=cast.lea).update(ends_on=today)
    browser.post(address)
    assert who(browser) is None


def test_a_meeting_opens_no_desk(cast, camille):
    """Somebody who is a young person here and staff elsewhere signs in as staff do."""
    Membership.objects.create(
        person=cast.lea,
        structure=cast.structures["mayenne"],
        role=Role.HEAD,
        starts_on=Membership.objects.get(person=cast.lea).starts_on,
    )
    assert camille.screen.post(camille.at + "code/").status_code == 403
    assert "fait aussi partie d’une équipe" in text_of(camille.screen.get(camille.at))
    assert not Pairing.objects.exists()


def test_another_structure_shows_nothing(cast, camille, browser):
    opened(browser, camille.show())
    alex = Counsellor(cast.alex, cast.lea)
    for path in ("", "code/", "confirmer/", "etat/", "papier/"):
        assert alex.screen.get(alex.at + path).status_code in (404, 405)
        assert alex.screen.post(alex.at + path, {"number": "42", "days": 3}).status_code in (404, 405)


def test_the_code_can_be_typed(camille, browser):
    address = camille.show()
    code = address.split("/")[2]
    answer = browser.post("/entrer/", {"code": f" {code[:4].lower()}-{code[4:]} "})
    assert answer.headers["Location"] == address
    wrong = browser.post("/entrer/", {"code": "K7M"})
    assert wrong.status_code == 422
    assert 'value="K7M"' in text_of(wrong)
    assert "pas complet" in text_of(wrong)


def test_the_address_in_the_square_is_the_one_that_opens(camille):
    camille.show()
    page = text_of(camille.screen.get(camille.at))
    assert 'src="data:image/svg+xml' in page
    assert "testserver/entrer/" in page


def test_tables_alone_open_nothing(camille):
    code = camille.show().split("/")[2]
    row = Pairing.objects.get()
    assert code.encode() not in bytes(row.key_hash)
    assert code not in str(row.__dict__)


def test_pairings_are_forgotten_after_a_day(camille, later):
    camille.show()
    later(days=1)
    purge_codes()
    assert Pairing.objects.exists()
    later(minutes=11)
    purge_codes()
    assert not Pairing.objects.exists()


def test_two_digits_are_read_on_the_page(camille, browser):
    number = opened(browser, camille.show())
    assert 10 <= int(number) <= 99
    assert number_on("rien") == ""
