"""A young person's page and a hand-over, in a real Chromium, with and without scripts."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

COUNSELLOR = "thomas"  # whose young people no other journey changes


def person_page(page: Page, url: str, name: str) -> str:
    """Open the page of a young person by a search; its address."""
    found = page.request.get(f"{url}/api/v1/people?q={name}").json()["results"]
    address = f"{url}/mes-jeunes/{found[0]['id']}/"
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text(found[0]["first_name"])
    return address


def first_of(page: Page, url: str) -> str:
    """The first name in one's own caseload."""
    page.goto(f"{url}/mes-jeunes/")
    return page.locator(".who__link").first.inner_text()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_hand_over_until_next_week_is_said_everywhere(product, as_, scripts):
    page = as_(COUNSELLOR, java_script_enabled=scripts)
    name = first_of(page, product.url)
    address = person_page(page, product.url, name)
    page.locator("#referents").get_by_role("link", name="Confier").click()
    page.get_by_label("À qui").select_option(label="Sophie Gautier" if scripts else "Julien Besnard")
    page.get_by_role("button", name="Confier").click()
    expect(page.get_by_role("alert")).to_contain_text("Choisissez le jour du retour")
    page.get_by_label("Jour du retour").fill((date.today() + timedelta(days=7)).isoformat())
    page.get_by_role("button", name="Confier").click()
    expect(page).to_have_url(f"{address}#referents")
    referents = page.locator("#referents")
    expect(referents).to_contain_text("Thomas Pineau assure le suivi à partir du")
    expect(page.locator("#parcours")).to_contain_text("prend le relais de Thomas Pineau jusqu’au")
    page.goto(f"{product.url}/mes-jeunes/")
    expect(page.locator(".who__link").first).not_to_have_text(name)


def test_a_section_is_mended_in_place_and_the_typed_words_stay(product, as_):
    page = as_(COUNSELLOR, viewport={"width": 360, "height": 740})
    person_page(page, product.url, first_of(page, product.url))
    page.locator("#identite").get_by_role("link", name="Modifier").click()
    page.get_by_label("Téléphone").fill("12 34")
    page.get_by_label("Commune").fill("Saint-Léger")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("pas un numéro de téléphone")).to_be_visible()
    expect(page.get_by_label("Commune")).to_have_value("Saint-Léger")
    page.get_by_label("Téléphone").fill("06.12.34.56.78")
    button = page.get_by_role("button", name="Enregistrer")
    expect(button).to_be_in_viewport(ratio=1)
    button.click()
    expect(page.locator("#identite")).to_contain_text("06 12 34 56 78")
    expect(page.locator("#identite")).to_contain_text("Saint-Léger")


def test_who_leaves_reads_on_and_comes_back_to_the_same_thread(product, as_):
    page = as_(COUNSELLOR)
    name = first_of(page, product.url)
    address = person_page(page, product.url, name)
    page.get_by_role("link", name="Terminer l’accompagnement").click()
    page.get_by_label("emploi durable").check()
    page.get_by_role("button", name="Terminer l’accompagnement").click()
    expect(page).to_have_url(address)
    expect(page.get_by_text("accompagnement terminé")).to_be_visible()
    page.goto(f"{product.url}/mes-jeunes/partis/")
    page.get_by_role("link", name=name).click()
    page.get_by_role("link", name="Reprendre l’accompagnement").click()
    page.get_by_role("button", name="Reprendre").click()
    expect(page.locator("#referents")).to_contain_text("Thomas Pineau assure le suivi")
    page.get_by_role("link", name="Écrire").click()
    expect(page.locator('[data-role="entries"]')).to_contain_text("Thomas reprend l’accompagnement.")


def test_marius_who_has_left_reads_his_thread_and_cannot_write(product, as_):
    page = as_("marius", viewport={"width": 360, "height": 740})
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre accompagnement est terminé.")
    page.get_by_role("link", name="Relire mes échanges").click()
    expect(page.locator('[data-role="entries"]')).to_contain_text("cdi a partir de lundi")
    expect(page.locator('[data-role="closed"]')).to_be_visible()
    expect(page.locator('[data-role="composer"]')).to_have_count(0)
