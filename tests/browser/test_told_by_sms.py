"""Nobody left unreached: told by a text message and answering by one, through a real Kannel; and who writes to
several follows what became of it."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import NARROWEST, faults_in_every_light, too_wide
from tests.browser.conftest import As
from tests.browser.steps import entry, role, wait_for_composer, watch, write
from tests.kannel import MISSING, Network, installed, kannel
from tests.serving import Served, demonstration

pytestmark = pytest.mark.browser

NUMBER, OURS = "+33639980031", "38001"  # Noah’s, who has no smartphone; the one of the Mission Locale
TELL = "from aufil.delivery.channels.sms.addresses import tell_at; print(tell_at('kannel', 'here'))"
CAN_BE_ANSWERED = (
    "from aufil.delivery.models import DeliverySettings;"
    f" DeliverySettings.objects.update(sms_sender='{OURS}', sms_can_be_answered=True)"
)
MINUTES_PASS = (
    "from datetime import timedelta; from django.db.models import F; from aufil.kernel import clock;"
    " from aufil.delivery.models import Notice; ago = timedelta(minutes=3);"
    " Notice.objects.filter(urgent=True, ended_at=None, person__first_name='{name}')"
    ".update(created_at=F('created_at') - ago, due_at=clock.now())"
)


class Reached(NamedTuple):
    """The product, and the telephone network behind it."""

    product: Served
    network: Network


@pytest.fixture(scope="module")
def reached(tmp_path_factory: pytest.TempPathFactory, static_root: str) -> Iterator[Reached]:
    if not installed():
        pytest.skip(MISSING)
    with ExitStack() as stack:
        home = tmp_path_factory.mktemp("reached")
        product = stack.enter_context(demonstration(home, start=False, AUFIL_STATIC_ROOT=static_root))
        tell = product.aufil("shell", "-v", "0", "-c", TELL).split()[-1]
        product.aufil("shell", "-v", "0", "-c", CAN_BE_ANSWERED)
        network = stack.enter_context(kannel(tmp_path_factory.mktemp("kannel"), tell))
        product.settings["AUFIL_SMS_URL"] = network.url
        product.start()
        yield Reached(product, network)


def on_the_thread_of(page: Page, url: str, name: str) -> None:
    row = page.locator("[data-role=thread-row]", has_text=name).first
    page.goto(f"{url}/fil/{row.get_attribute('data-thread')}/")
    wait_for_composer(page)


def test_without_a_smartphone_one_is_told_by_sms_and_answers_by_sms(reached: Reached, as_: As) -> None:
    page = as_("nadia", reached.product.url)
    problems = watch(page)
    on_the_thread_of(page, reached.product.url, "Noah Audouin")
    expect(page.get_by_text("Reçoit vos messages par SMS.")).to_be_visible()
    page.locator("summary", has_text="Comment l’envoyer").click()
    page.get_by_label("Urgent").check()  # the journey is made at any hour
    assert faults_in_every_light(page) == []
    write(page, "Le rendez-vous de mardi est à 10 h.")
    expect(entry(page, "Le rendez-vous de mardi est à 10 h.")).to_contain_text("urgent")
    expect(page.get_by_label("Urgent")).not_to_be_checked()
    reached.product.aufil("shell", "-v", "0", "-c", MINUTES_PASS.format(name="Noah"))
    told = reached.network.next(NUMBER)
    assert (told.sender, told.text) == (OURS, "Nadia : Le rendez-vous de mardi est à 10 h.")
    reached.network.says(f"{NUMBER[1:]} {OURS} text oui j'y serai merci")
    said = entry(page, "oui j'y serai merci")
    expect(said).to_be_visible(timeout=30_000)
    expect(said).to_contain_text("par SMS")
    assert problems == []


def test_who_wrote_to_several_sees_where_each_stands_and_goes_further(as_: As) -> None:
    page = as_("nadia")
    page.goto(f"{page.url}mes-jeunes/")
    page.get_by_role("link", name="Messages déjà envoyés").click()
    page.get_by_role("link", name="Forum de l’emploi").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lu par")
    assert faults_in_every_light(page) == []
    assert too_wide(page, NARROWEST) == 0
    expect(page.get_by_text("par SMS, ")).to_be_visible()
    page.get_by_role("button", name="à appeler").click()
    expect(page.get_by_role("button", name="à appeler")).to_have_count(0)
    page.get_by_role("main").locator("a", has_text="À appeler").first.click()
    expect(page.locator(".tag", has_text="à appeler").first).to_be_visible()


def test_several_are_written_to_without_a_script_with_the_cost_said_first(as_: As) -> None:
    page = as_("nadia", java_script_enabled=False)
    page.goto(f"{page.url}mes-jeunes/")
    for name in ("Clara Fonteneau", "Steven Gourdon"):
        page.get_by_label(f"Choisir {name}").check()
    page.get_by_role("button", name="Écrire aux personnes choisies").click()
    expect(page.get_by_text("Par SMS : 2 personnes")).to_be_visible()
    page.get_by_label("Votre message").fill("La permanence de jeudi est déplacée à 15 h.")
    page.get_by_label("Aussi par SMS ou e-mail").check()
    page.get_by_role("button", name="Envoyer à chacun").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Envoyé à 2 personnes")
    expect(page.get_by_text("SMS ou e-mail")).to_be_visible()


def test_in_a_group_staff_may_ask_to_go_further(as_: As) -> None:
    page = as_("nadia", java_script_enabled=False)
    page.goto(f"{page.url}groupes/nouveau/")
    page.get_by_label("Nom du groupe").fill("Atelier du jeudi")
    page.get_by_label("Clara Fonteneau").check()
    page.get_by_role("button", name="Ouvrir le groupe").click()
    page.locator("summary", has_text="Comment l’envoyer").click()
    page.get_by_label("Aussi par SMS ou e-mail").check()
    role(page, "composer-text").fill("On commence à 9 h.")
    role(page, "composer-send").click()
    expect(page.get_by_text("On commence à 9 h.")).to_be_visible()
