"""An interview rehearsed by two real browsers: asked, swapped, noted through a reload, sent; and without a room."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import NARROWEST, faults_in_every_light, too_wide
from tests.browser.chromium import started
from tests.browser.steps import role, watch
from tests.serving import Served, demonstration

pytestmark = pytest.mark.browser

DEVICES = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
)
As = Callable[..., Page]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory, static_root: str) -> Iterator[Served]:
    with demonstration(tmp_path_factory.mktemp("rehearsal"), AUFIL_STATIC_ROOT=static_root) as served:
        yield served


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with started(*DEVICES) as browser:
        yield browser


def thread_with(page: Page, product: Served, name: str) -> str:
    row = page.locator("[data-role=thread-row]", has_text=name).first
    return f"{product.url}/fil/{row.get_attribute('data-thread')}/"


def fits(page: Page) -> None:
    assert faults_in_every_light(page) == []
    assert too_wide(page, NARROWEST) <= 0


def test_asked_swapped_noted_through_a_reload_and_sent(product: Served, as_: As) -> None:
    camille, lea = as_("camille"), as_("lea")
    problems = [watch(camille), watch(lea)]
    weights: list[int] = []
    lea.on("response", lambda r: weights.append(max(r.request.sizes()["responseBodySize"], 0)))
    thread = thread_with(camille, product, "Léa")
    camille.goto(f"{thread}entretien/")
    camille.get_by_label("Les questions").select_option("premier-emploi")
    camille.get_by_label("Le poste ou la formation visés").fill("vendeuse")
    camille.get_by_role("button", name="Commencer").click()
    camille.wait_for_url("**/salle/**")
    expect(role(camille, "play-question")).to_have_text("Présentez-vous en quelques mots.")
    weights.clear()
    lea.goto(camille.url)
    expect(role(lea, "play-question")).to_have_text("Présentez-vous en quelques mots.")
    assert sum(weights) <= 80_000
    for page in (camille, lea):
        expect(page.locator(".room")).to_have_attribute("data-connection", "live")
    expect(role(lea, "play-advice")).to_be_hidden()
    expect(role(lea, "play-next")).to_be_hidden()
    camille.get_by_role("button", name="Montrer le conseil").click()
    expect(role(lea, "play-advice")).to_contain_text("Trois temps")
    for page in (camille, lea):
        fits(page)

    camille.get_by_text("Mes notes sur cette réponse").click()
    camille.get_by_label("Ce qui va bien").fill("Une voix posée.")
    expect(role(camille, "play-saved")).to_have_text("Notes enregistrées.")
    camille.context.set_offline(True)
    camille.get_by_label("À travailler").fill("Regarder la caméra.")
    expect(role(camille, "play-saved")).to_contain_text("Pas encore enregistré")
    camille.context.set_offline(False)
    camille.reload()
    expect(role(camille, "play-work")).to_have_value("Regarder la caméra.")
    expect(role(camille, "play-well")).to_have_value("Une voix posée.")

    camille.get_by_role("button", name="Question suivante").click()
    expect(role(lea, "play-place")).to_contain_text("Question 2 sur 12")
    lea.get_by_role("button", name="Échanger les rôles").click()
    expect(role(camille, "play-roles")).to_contain_text("Léa joue l’employeur")
    lea.get_by_role("button", name="Question suivante").click()
    expect(role(camille, "play-place")).to_contain_text("Question 3 sur 12")
    lea.get_by_label("Ce que j’en retiens").fill("Respirer avant de répondre.")
    lea.get_by_role("button", name="Envoyer dans le fil").click()
    expect(role(lea, "play-retained-done")).to_be_visible()

    camille.get_by_role("button", name="Écrire").click()
    camille.get_by_role("button", name="Terminer pour tout le monde").click()
    camille.get_by_role("button", name="Touchez encore").click()
    camille.get_by_role("link", name="Relire et envoyer les notes").click()
    expect(camille.get_by_label("Points forts")).to_have_value("Une voix posée.")
    expect(camille.get_by_label("À travailler")).to_have_value("Regarder la caméra.")
    fits(camille)
    camille.get_by_role("button", name="Envoyer à Léa").click()
    expect(camille.get_by_text("Envoyé dans le fil")).to_be_visible()
    lea.goto(thread)
    expect(lea.get_by_text("Notre entraînement à l’entretien (vendeuse).")).to_be_visible()
    expect(lea.get_by_text("Ce que je retiens de l’entraînement")).to_be_visible()
    assert problems[1] == []


def test_without_a_room_both_follow_the_questions_alone(product: Served, as_: As) -> None:
    camille, yanis = as_("camille"), as_("yanis")
    thread = thread_with(camille, product, "Yanis")
    camille.goto(f"{thread}entretien/")
    fits(camille)
    camille.get_by_label("Les questions").select_option(label="Sans liste : mes propres questions")
    camille.get_by_label("Sans visio").check()
    camille.get_by_role("button", name="Commencer").click()
    camille.get_by_label("Elle vient juste après").fill("Pourquoi ce garage ?")
    camille.get_by_role("button", name="Ajouter la question").click()
    expect(role(camille, "play-question")).to_have_text("Pourquoi ce garage ?")
    fits(camille)
    yanis.goto(thread)
    yanis.get_by_role("link", name="Suivre les questions").click()
    expect(role(yanis, "play-question")).to_have_text("Pourquoi ce garage ?")
    fits(yanis)
    camille.get_by_role("button", name="Terminer l’entraînement").click()
    expect(yanis.get_by_text("Cet entraînement est terminé.")).to_be_visible()
    fits(yanis)


def test_without_a_script_the_same_buttons_are_a_form(product: Served, as_: As) -> None:
    camille = as_("camille", java_script_enabled=False)
    desk = as_("camille")
    thread = thread_with(desk, product, "Kylian")
    camille.goto(f"{thread}entretien/")
    camille.get_by_label("Sans visio").check()
    camille.get_by_role("button", name="Commencer").click()
    camille.get_by_label("Ce qui va bien").fill("Il sourit.")
    camille.get_by_role("button", name="Question suivante").click()
    expect(camille.get_by_text("Question 2 sur")).to_be_visible()
    camille.get_by_role("button", name="Précédente").click()
    expect(camille.get_by_label("Ce qui va bien")).to_have_value("Il sourit.")


def test_the_lists_of_a_structure(product: Served, as_: As) -> None:
    claude = as_("claude")
    claude.goto(f"{product.url}/structure/entretiens/")
    claude.get_by_text("Questions qui dérangent").click()
    fits(claude)
    claude.get_by_role("link", name="Ajouter une liste").click()
    fits(claude)
    claude.get_by_label("Nom de la liste").fill("Restauration")
    claude.get_by_label("Les questions, une par ligne").fill("Pourquoi la cuisine ?")
    claude.get_by_role("button", name="Enregistrer").click()
    expect(claude.get_by_role("link", name="Changer Restauration")).to_be_visible()
