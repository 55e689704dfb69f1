"""A structure opens its year: a colleague, their hours, an absence; a new structure opens in one form."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.steps import watch

pytestmark = pytest.mark.browser


def test_a_head_adds_a_colleague_sets_their_hours_and_notes_an_absence(as_):
    page = as_("isabelle")
    problems = watch(page)
    page.get_by_role("link", name="La structure").click()
    page.get_by_role("link", name="Équipe").click()
    page.get_by_role("link", name="Ajouter une personne").click()
    page.get_by_label("Prénom").fill("Lou")
    page.get_by_label("Nom", exact=True).fill("Petit")
    page.get_by_role("button", name="Ajouter à l’équipe").click()
    expect(page.get_by_text("Choisissez au moins un rôle.")).to_be_visible()
    expect(page.get_by_label("Prénom")).to_have_value("Lou")
    page.get_by_label("Adresse e-mail").fill("lou.petit@mayenne.exemple.fr")
    page.get_by_label("Accompagnement").check()
    page.get_by_role("button", name="Ajouter à l’équipe").click()
    expect(page.get_by_role("heading", name="Lou Petit")).to_be_visible()

    page.get_by_role("link", name="Changer les horaires").click()
    page.get_by_label("Lundi, fin du créneau 2").fill("18h15")
    page.get_by_text("Copier un jour sur d’autres").click()
    page.get_by_role("checkbox", name="Samedi").check()
    page.get_by_role("button", name="Copier", exact=True).click()
    expect(page.get_by_label("Samedi, fin du créneau 2")).to_have_value("18h15")
    page.get_by_role("button", name="Enregistrer les horaires").click()
    expect(page.get_by_text("C’est enregistré.")).to_be_visible()

    page.get_by_role("link", name="Lou Petit").click()
    page.get_by_role("link", name="Noter une absence").click()
    today = date.today()
    page.get_by_label("Premier jour").fill((today + timedelta(days=1)).isoformat())
    page.get_by_label("Dernier jour").fill(today.isoformat())
    page.get_by_label("Qui répond pendant ce temps").select_option(label="Hélène Fourmond")
    page.get_by_role("button", name="Enregistrer l’absence").click()
    expect(page.get_by_text("Le dernier jour vient avant le premier.")).to_be_visible()
    page.get_by_label("Premier jour").fill(today.isoformat())
    page.get_by_role("button", name="Enregistrer l’absence").click()
    expect(page.get_by_text("Hélène Fourmond répond pendant ce temps.")).to_be_visible()

    page.goto(page.url.split("/structure/")[0] + "/structure/absences/")
    row = page.locator(".month__table tr", has_text="Lou Petit")
    expect(row.locator(".month__cell--away")).to_have_count(1)
    assert [one for one in problems if "422" not in one] == []


def test_an_administrator_opens_a_structure_and_sees_what_comes_next(as_, context, product):
    page = as_("admin")
    page.get_by_role("link", name="Ouvrir une Mission Locale").click()
    page.get_by_label("Nom", exact=True).first.fill("Mission Locale du Perche")
    page.get_by_label("Département").select_option(label="61 Orne")
    page.get_by_label("Commune").fill("Mortagne-au-Perche")
    page.get_by_role("button", name="Ouvrir").click()
    expect(page.get_by_text("Écrivez une adresse e-mail : elle sert à se connecter.")).to_be_visible()
    expect(page.get_by_label("Département")).to_have_value("61")
    page.get_by_label("Prénom").fill("Maud")
    page.get_by_label("Nom", exact=True).last.fill("Lefort")
    page.get_by_label("Adresse e-mail").fill("maud.lefort@perche.exemple.fr")
    page.get_by_role("button", name="Ouvrir").click()
    expect(page.get_by_role("heading", name="Mission Locale du Perche")).to_be_visible()
    expect(page.get_by_text("La direction vient")).to_be_visible()
    expect(page.get_by_role("link", name="Seconde protection perdue")).to_have_count(1)

    visitor = context().new_page()
    visitor.goto(f"{product.url}/ml/perche/")
    expect(visitor.get_by_text("Mortagne-au-Perche").first).to_be_visible()


@pytest.mark.parametrize("address", ["/absences/nouvelle/", "/mes-horaires/", "/mes-jeunes/nouveau/"])
def test_on_a_phone_the_last_button_of_a_page_is_above_the_bar(product, as_, address):
    page = as_("isabelle", viewport={"width": 360, "height": 640})
    page.goto(product.url + address)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    last = page.locator("main button[type=submit]").last.bounding_box()
    bar = page.locator(".desk__nav").bounding_box()
    assert last["y"] + last["height"] <= bar["y"]
