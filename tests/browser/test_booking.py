"""A time is taken, moved, given back: by a link without an account, by a young person, at 320 px by keyboard."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import NARROWEST, faults_in_every_light, too_wide
from tests.browser.chromium import DESK, PHONE
from tests.browser.steps import watch
from tests.serving import Served, demonstration

pytestmark = pytest.mark.browser

# What the text message says, and how its reader proves who they are.
LINK = """
from aufil.appointments.models import Proposal
from aufil.appointments.queries import told_of_proposals
from aufil.delivery.models import Notice
from aufil.signin.queries import has_personal_code
row = Proposal.objects.select_related("link__person").first()
[words] = told_of_proposals(list(Notice.objects.filter(kind=Proposal.NOTICE, topic=row.pk))).values()
born = row.link.person.birth_date
print("FOUND", words.path, has_personal_code(row.link.person), born.day, born.month)
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, static_root: str) -> Iterator[Served]:
    """A demonstration of its own: times are taken here."""
    with demonstration(tmp_path_factory.mktemp("booking"), AUFIL_STATIC_ROOT=static_root) as served:
        yield served


@pytest.fixture
def of(place: Served, context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """`of("sarah")`: Sarah's phone; nobody's without a name."""

    def open_page(who: str = "", **options: Any) -> Page:
        page = context(**{**PHONE, **options}).new_page()
        if who:
            page.goto(f"{place.url}/demo/login/{who}/")
        return page

    return open_page


def young_at(page: Page, place: Served, first_name: str) -> str:
    found = page.request.get(f"{place.url}/api/v1/people?q={first_name}").json()["results"]
    return str(next(one["id"] for one in found if one["first_name"] == first_name))


def tap_a_time(page: Page) -> str:
    """The first one there is; what it said."""
    first = page.locator("a.time").first
    said = first.inner_text()
    first.click()
    return said


def sent_link(place: Served, of: Callable[..., Page], first_name: str) -> tuple[str, dict[str, str]]:
    """Camille sends one; its address, and how its reader proves who they are."""
    desk = of("camille", **DESK)
    desk.goto(f"{place.url}/agenda/proposer/?pour={young_at(desk, place, first_name)}")
    desk.get_by_role("button", name="Envoyer le lien").click()
    expect(desk.get_by_role("status").filter(has_text="C’est parti")).to_be_visible()
    printed = place.aufil("shell", "-c", LINK)
    path, by_code, day, month = re.findall(r"FOUND (\S+) (\w+) (\d+) (\d+)", printed)[0]
    proof = {"code": "4826"} if by_code == "True" else {"day": day, "month": month}
    return place.url + path, proof


def prove(page: Page, proof: dict[str, str]) -> None:
    if "code" in proof:
        page.get_by_label("Vos quatre chiffres").fill(proof["code"])
    else:
        page.get_by_label("Jour de naissance").fill(proof["day"])
        page.get_by_label("Mois de naissance").select_option(proof["month"])
    page.get_by_role("button", name="Voir les heures").click()


def test_manon_takes_a_time_by_the_link_of_a_text_message_without_an_account(place, of):
    address, proof = sent_link(place, of, "Manon")
    phone = of(java_script_enabled=False)
    phone.goto(address)
    expect(phone.get_by_role("heading", name="C’est bien vous ?")).to_be_visible()
    assert "Manon" not in phone.content()
    assert "Camille" not in phone.content()
    prove(phone, {"code": "0000"} if "code" in proof else {"day": "31", "month": "12"})
    expect(phone.get_by_role("alert")).to_contain_text("Il reste 4 essais")
    prove(phone, proof)
    phone.get_by_role("link", name="À la Mission Locale").click()
    tap_a_time(phone)
    phone.get_by_role("button", name="Prendre ce rendez-vous").click()
    expect(phone.get_by_role("heading", name="Votre rendez-vous est pris")).to_be_visible()
    hour = phone.locator(".meet__hour").inner_text()

    phone.get_by_role("link", name="Changer l’heure").click()
    phone.locator("a.time").last.click()
    phone.get_by_role("button", name="Choisir cette heure").click()
    expect(phone.locator(".meet__hour")).not_to_have_text(hour)
    phone.goto(address)
    expect(phone.get_by_role("heading", name="Votre rendez-vous est pris")).to_be_visible()

    somebody = of()
    somebody.goto(address)
    expect(somebody.get_by_role("heading", name="C’est bien vous ?")).to_be_visible()
    phone.goto(f"{place.url}/")
    expect(phone.get_by_role("link", name="Se connecter").first).to_be_visible()  # no device came of it


def test_sarah_takes_a_time_moves_it_asks_for_something_earlier_and_cancels(place, of):
    page = of("sarah")
    noted = watch(page)
    page.goto(f"{place.url}/rendez-vous/prendre/")
    page.get_by_role("link", name=re.compile("Point rapide")).click()
    page.get_by_role("link", name="Par téléphone").click()
    page.locator("a.time").last.click()
    expect(page.get_by_label("On vous appelle au")).not_to_have_value("")
    page.get_by_role("button", name="Prendre ce rendez-vous").click()
    expect(page.get_by_role("heading", name="C’est noté.")).to_be_visible()
    hour = page.locator(".meet__hour").inner_text()

    page.get_by_role("button", name="Me prévenir si une place se libère").click()
    expect(page.get_by_text("Point rapide", exact=True)).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Changer l’heure").click()
    tap_a_time(page)
    expect(page.get_by_text("Au lieu de")).to_be_visible()
    page.get_by_role("button", name="Choisir cette heure").click()
    expect(page.locator(".meet__hour")).not_to_have_text(hour)

    page.get_by_role("link", name="Annuler").click()
    page.get_by_role("button", name="Annuler le rendez-vous").click()
    expect(page.get_by_role("heading", name="Ce rendez-vous est annulé.")).to_be_visible()
    assert not noted


def test_the_line_of_a_full_session_moves_on(place, of):
    page = of("sarah")
    page.goto(f"{place.url}/rendez-vous/seances/")
    full = page.get_by_role("listitem").filter(has_text="Complet").first
    full.get_by_role("button", name=re.compile("Me mettre dans la file")).click()
    expect(page.get_by_text("Vous êtes dans la file")).to_be_visible()
    page.get_by_role("button", name=re.compile("Quitter la file")).click()
    expect(page.get_by_text("Vous êtes dans la file")).to_be_hidden()


def press_until(page: Page, matches: str) -> None:
    """Tab until what has the focus matches."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(found) => document.activeElement.matches(found)", matches):
            return
    raise AssertionError(f"the keyboard never reaches {matches}")


def test_anybody_takes_a_first_meeting_at_320_px_by_keyboard_alone(place, of):
    page = of(viewport={"width": 320, "height": 640}, is_mobile=False, has_touch=False)
    page.goto(f"{place.url}/ml/cholet/")
    steps = ['a[href$="/rendez-vous/"]', 'a[href*="facon=site"]', "a.time", "#id_name"]
    for step in steps:
        assert too_wide(page, 320) <= 0, page.url
        press_until(page, step)
        if step != "#id_name":
            with page.expect_navigation():
                page.keyboard.press("Enter")
    page.keyboard.type("Zoé Martin")
    page.keyboard.press("Tab")
    page.keyboard.type("06 39 98 77 01")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Votre rendez-vous est pris.")).to_be_visible()
    assert too_wide(page, 320) <= 0


def holds(page: Page) -> None:
    """Nothing is wrong on this page for who listens to it or sees badly, and it fits the narrowest phone."""
    assert not faults_in_every_light(page), page.url
    assert too_wide(page, NARROWEST) <= 0, page.url


def give_back_holds(page: Page) -> None:
    """The pages by which a time is moved or given back, from the one that says it is taken."""
    taken = page.url
    page.get_by_role("link", name="Changer l’heure").click()
    holds(page)
    page.goto(taken)
    page.get_by_role("link", name="Annuler").first.click()
    holds(page)
    page.get_by_role("button", name="Annuler le rendez-vous").click()
    holds(page)


def test_each_page_of_a_link_holds_for_all(place, of):
    address, proof = sent_link(place, of, "Maxime")
    page = of()
    page.goto(address)
    holds(page)
    prove(page, proof)
    holds(page)
    page.get_by_role("link", name="Par téléphone").click()
    holds(page)
    tap_a_time(page)
    holds(page)
    page.get_by_label("On vous appelle au").fill("06 39 98 77 02")
    page.get_by_role("button", name="Prendre ce rendez-vous").click()
    holds(page)
    give_back_holds(page)


MALO = """
from aufil.appointments.models import Seat
held = Seat.objects.select_related("appointment__counsellor").get(visitor_name="Malo Le Gall").appointment
print("FOUND", held.counsellor.username, held.uid)
"""


def test_each_page_of_a_first_meeting_holds_for_all_then_their_file_is_made(place, of):
    page = of()
    page.goto(f"{place.url}/ml/cholet/rendez-vous/")
    page.get_by_role("link", name="Par téléphone").click()
    tap_a_time(page)
    page.get_by_role("button", name="Prendre ce rendez-vous").click()
    expect(page.get_by_text("Remplissez cette case.").first).to_be_visible()
    holds(page)
    page.get_by_label("Prénom et nom").fill("Malo Le Gall")
    page.get_by_label("Téléphone", exact=True).fill("06 39 98 77 03")
    page.get_by_role("button", name="Prendre ce rendez-vous").click()
    holds(page)

    username, uid = re.findall(r"FOUND (\S+) (\S+)", place.aufil("shell", "-c", MALO))[0]
    desk = of(username, **DESK)
    desk.goto(f"{place.url}/agenda/rdv/{uid}/")
    holds(desk)
    desk.get_by_role("link", name="Faire sa fiche").click()
    holds(desk)
    give_back_holds(page)


def test_each_page_of_a_partner_holds_for_all(place, of):
    head = of("claude", **DESK)
    head.goto(f"{place.url}/structure/partenaires/")
    head.get_by_label("Nom du partenaire").fill("Foyer des Mauges")
    head.get_by_label("Premier accueil").check()
    head.get_by_role("button", name="Créer son adresse").click()
    holds(head)
    address = head.locator(".secret").inner_text()

    page = of()
    page.goto(address)
    holds(page)
    page.get_by_role("link", name="Par téléphone").click()
    holds(page)
    tap_a_time(page)
    holds(page)
