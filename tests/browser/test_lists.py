"""A structure brings in its real list: dropped, corrected, looked at, brought in, reported; a double merged."""

import csv
import io
import secrets
from datetime import date

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.axe import NARROWEST, faults_in_every_light, too_wide
from tests.browser.steps import role

pytestmark = pytest.mark.browser

TITLES = ["Civilité", "NOM", "Petit nom", "Né(e) le", "Tél. portable", "CP Ville", "N° dossier"]


def rows(name: str, number: str) -> list[list[object]]:
    """A list of one family of that name, at that number: a journey walked again brings in other people."""
    return [
        ["Mission Locale – liste du 20 novembre"],
        [],
        TITLES,
        ["M.", "GAUTIER", name, 39153, int(f"6{number}"), "72000 LE MANS", int(f"1{number}")],
        ["Mme", name, "Élodie", date(2006, 3, 12), f"0692 {number[:6]}", "Le Mans (72000)", f"2{number}"],
        [],
        TITLES,
        ["Mme", "N'DIAYE", name, "31/02/2007", f"07{number}", "72000 Le Mans", f"3{number}"],
        ["Mme", name, "Elodie", "", f"0692 {number[:6]}", "", ""],
    ]


def awful_file(name: str, number: str):
    book = openpyxl.Workbook()
    for row in rows(name, number):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return {"name": "liste vraie.xlsx", "mimeType": "application/octet-stream", "buffer": content.getvalue()}


def test_an_awful_list_comes_in_and_a_double_is_merged(product, as_):
    page = as_("pascal")
    name = "Payet" + "".join(secrets.choice("aeiou") for _ in range(6))
    number = "".join(secrets.choice("123456789") for _ in range(8))
    page.goto(f"{product.url}/importer/")
    page.set_input_files("#file", {"name": "photo.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n"})
    page.get_by_role("button", name="Vérifier la liste").click()
    expect(page.get_by_role("alert")).to_contain_text("Enregistrez la liste en CSV UTF-8 ou en XLSX")

    page.set_input_files("#file", awful_file(name, number))
    page.get_by_role("button", name="Vérifier la liste").click()
    expect(page.get_by_role("alert")).to_contain_text("Il manque la colonne « prenom »")
    page.get_by_label("Petit nom").select_option("first_name")
    assert not faults_in_every_light(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("button", name="Vérifier avec ces colonnes").click()

    expect(page.get_by_text("Titres répétés, laissés de côté")).to_be_visible()
    expect(page.get_by_text("est de La Réunion")).to_have_count(2)
    expect(page.get_by_text("Né(e) le : « 31/02/2007 »")).to_be_visible()
    assert not faults_in_every_light(page)
    assert too_wide(page, NARROWEST) <= 0
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("link", name="Refusées").click()
    expect(page.locator(".fate")).to_have_count(1)

    page.get_by_role("button", name="Importer 3 lignes").click()
    # Three lines may be in before the page that shows how far it is.
    done = page.get_by_role("heading", name="La liste est importée")
    expect(role(page, "progress").or_(done)).to_be_visible()
    expect(done).to_be_visible(timeout=30_000)
    with page.expect_download() as coming:
        page.get_by_role("link", name="Télécharger le rapport").click()
    report = coming.value.path().read_text(encoding="utf-8-sig")
    assert [row[2] for row in csv.reader(io.StringIO(report), delimiter=";")][1:] == [
        *("nouvelle personne", "nouvelle personne", "refusée", "nouvelle personne")
    ]

    page.goto(f"{product.url}/dossiers-doubles/")
    page.get_by_role("link", name=f"Comparer Élodie {name} et Elodie {name}").click()
    expect(page.get_by_role("heading", name="Réunir ces deux dossiers ?")).to_be_visible()
    assert not faults_in_every_light(page)
    assert too_wide(page, NARROWEST) <= 0
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("button", name="Réunir les deux dossiers").click()
    expect(page.get_by_role("heading", name="n’en font qu’un")).to_be_visible()
    assert not faults_in_every_light(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("button", name="Séparer les deux dossiers").click()
    expect(page.get_by_role("heading", name="sont séparés")).to_be_visible()


def test_a_list_comes_in_without_script(product, as_):
    page = as_("pascal", java_script_enabled=False)
    page.goto(f"{product.url}/importer/")
    content = b"nom;prenom\nSans;Script\n"
    page.set_input_files("#file", {"name": "liste.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Vérifier la liste").click()
    page.get_by_role("button", name="Importer 1 ligne").click()
    for _ in range(30):
        if page.get_by_role("heading", name="La liste est importée").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_role("heading", name="La liste est importée")).to_be_visible()
