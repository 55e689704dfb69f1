"""What did not arrive, whom to call, and what was sent, in a real Chromium, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

COUNSELLOR, YOUNG = "sophie", "Jordan Michenaud"  # whom no other journey changes
COLLEAGUE = "Justine Brémond"  # of somebody else


def test_who_could_not_be_reached_is_called_and_the_second_note_is_told_so(product, as_):
    """The first try without scripts, on a narrow screen; the second with them, twice at once."""
    page = as_(COUNSELLOR, java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(product.url)
    page.get_by_role("list", name="À appeler").get_by_role("link", name=YOUNG).first.click()
    expect(page.get_by_role("link", name="06 39 98 00 17")).to_have_attribute("href", "tel:+33639980017")
    page.get_by_label("Une ligne, si utile").fill("Sonne dans le vide")
    page.get_by_role("button", name="Pas de réponse").click()
    expect(page).to_have_url(f"{product.url}/appels/")
    expect(page.get_by_role("article", name=YOUNG)).to_contain_text("Essayé 3 fois")
    page = as_(COUNSELLOR)
    page.goto(f"{product.url}/appels/")
    page.get_by_role("article", name=YOUNG).get_by_role("link", name="Noter l’appel").click()
    expect(page.get_by_role("button", name="A répondu")).to_be_visible()
    other = page.context.new_page()
    other.goto(page.url)
    page.get_by_role("button", name="A répondu").click()
    expect(page.get_by_text(YOUNG)).to_have_count(0)
    other.get_by_label("Une ligne, si utile").fill("Elle passe jeudi")
    other.get_by_role("button", name="A répondu").click()
    expect(other.get_by_text("C’est déjà fait")).to_be_visible()
    expect(other.get_by_label("Une ligne, si utile")).to_have_value("Elle passe jeudi")
    page.goto(f"{product.url}/non-remis/")
    expect(page.get_by_text(COLLEAGUE)).to_be_visible()
    expect(page.get_by_text(YOUNG)).to_have_count(0)


def test_what_was_sent_is_read_and_sent_again(product, as_):
    page = as_(COUNSELLOR)
    page.goto(f"{product.url}/non-remis/")
    mine = page.get_by_role("article", name="Pauline Abélard")
    mine.get_by_role("link", name="Voir les envois").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Envois")
    first = page.locator("ol.list > li").first
    expect(first).to_contain_text("on ne sait pas s’il est arrivé")
    first.get_by_text("Le détail").click()
    expect(first).to_contain_text("Non remis")
    first.get_by_role("button", name="Renvoyer").click()
    expect(page.get_by_text(re.compile("Ensuite : .* par SMS|par SMS au 06"))).not_to_have_count(0)
    expect(page.locator("ol.list > li").first).to_contain_text(re.compile("SMS"))
