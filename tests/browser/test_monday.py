"""The counsellor's Monday: who came, another time for who did not, the day on paper, one handed over."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import NARROWEST, too_wide

pytestmark = pytest.mark.browser

# Lucas met Camille twice last week and meets her twice in three days: nobody else's journey has him.
MEETINGS = """
from datetime import timedelta
from uuid import uuid4
from aufil.appointments.actions import Wanted, book, note_past
from aufil.appointments.models import Kind, Place
from aufil.kernel import clock
from aufil.people.models import Person

camille, lucas = (Person.objects.get(username=name) for name in ("camille", "lucas"))
place = Place.objects.filter(structure__slug="cholet", closed_at=None).first()
kind = Kind.objects.filter(structure=place.structure, is_collective=False, modes__icontains="site").first()
noon = clock.now().replace(hour=3, minute=0, second=0, microsecond=0)
for number in range(4):
    starts = noon + timedelta(days=-4 if number < 2 else 3, hours=number % 2)
    wanted = Wanted(structure=place.structure, kind=kind, mode="site", place=place, counsellor=camille,
                    young=lucas, starts_at=starts, ends_at=starts + timedelta(minutes=30))
    if number < 2:
        note_past(wanted=wanted, by=camille, uid=uuid4(), outcome="")
    else:
        book(wanted=wanted, by=camille, uid=uuid4())
print(lucas.uid)
"""


@pytest.fixture(scope="module")
def lucas(product) -> str:
    """His identifier; the meetings are made. One journey notes the past ones, another hands over one to come."""
    return product.aufil("shell", "-v", "0", "-c", MEETINGS).split()[-1]


def test_a_monday_with_the_keyboard(as_, lucas):
    page = as_("camille")
    page.get_by_role("navigation", name="Navigation principale").get_by_role("link", name="Agenda").click()
    expect(page.locator("h1")).to_have_text(
        re.compile("^(Lundi|Mardi|Mercredi|Jeudi|Vendredi|Samedi|Dimanche) ")
    )
    page.get_by_role("link", name=re.compile("présences? à noter")).click()

    theirs = page.locator(".noting__line", has_text="Lucas")
    expect(theirs).to_have_count(2)
    theirs.nth(0).get_by_role("radio", name="Présent").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(theirs.nth(0).get_by_role("radio", name="En retard")).to_be_checked()
    page.keyboard.press("Tab")
    expect(theirs.nth(1).locator(":focus")).to_have_count(1)
    page.keyboard.press("ArrowLeft")
    expect(theirs.nth(1).get_by_role("radio", name="Absent")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(theirs.nth(1).locator("select")).to_have_value("oui")
    with page.expect_navigation():
        theirs.nth(1).get_by_role("radio", name="Absent").press("Enter")

    expect(page.get_by_role("status").filter(has_text="2 présences notées")).to_be_visible()
    absent = page.locator(".list__item", has_text="Lucas").filter(has_text="absent")
    offered = absent.get_by_role("link", name="Proposer une autre heure")
    expect(offered).to_have_attribute("href", f"/agenda/prendre/?pour={lucas}")
    expect(absent.get_by_role("link", name="Appeler")).to_be_visible()

    # One is undone, without a script.
    page = as_("camille", java_script_enabled=False)
    page.goto(page.url.rstrip("/") + "/agenda/a-noter/")
    noted = page.locator(".list__item", has_text="Lucas").filter(has_text="en retard")
    with page.expect_navigation():
        noted.get_by_role("button", name="Revenir en arrière").click()
    expect(page.locator(".noting__line", has_text="Lucas")).to_have_count(1)


def test_the_day_on_paper_then_one_handed_over(as_, lucas):
    page = as_("camille")
    page.goto(page.url.rstrip("/") + f"/mes-jeunes/{lucas}/")
    coming = page.locator("#rendez-vous .names a")
    expect(coming.nth(1)).to_be_visible()
    coming.nth(0).click()
    page.wait_for_url("**/agenda/rdv/**")
    page.locator("a.back").click()
    page.wait_for_url("**/agenda/?jour=**")
    page.get_by_role("link", name="Feuille du jour").click()
    page.emulate_media(media="print")
    expect(page.locator(".desk")).to_be_hidden()
    expect(page.locator(".printed__page")).to_have_count(1)
    expect(page.locator(".printed__table tr", has_text="Lucas")).to_have_count(2)
    page.emulate_media(media="screen")

    page.goto(page.url.partition("/agenda/")[0] + f"/mes-jeunes/{lucas}/")
    page.locator("#rendez-vous .names a").nth(1).click()
    page.wait_for_url("**/agenda/rdv/**")
    page.get_by_text("Confier à un collègue").click()
    page.get_by_label("À qui ?").select_option(label="Nadia Ferhat")
    page.get_by_label("Un mot pour la personne").fill("Nadia vous attend, je suis en formation.")
    with page.expect_navigation():
        page.get_by_role("button", name="Confier").click()
    expect(page.get_by_role("status").filter(has_text="C’est confié.")).to_be_visible()
    expect(page.locator(".story")).to_contain_text("Confié à Nadia Ferhat")
    expect(page.locator(".story")).to_contain_text("Nadia vous attend")
    assert too_wide(page, NARROWEST) <= 0


def test_weeks_one_after_another_and_j_and_k_go_through_them(as_):
    page = as_("camille")
    page.goto(page.url.rstrip("/") + "/agenda/semaine/")
    here = page.locator("h1").inner_text()
    page.locator('[data-role="agenda-after"]').click()
    expect(page.locator("h1")).not_to_have_text(here)
    page.locator('[data-role="agenda-today"]').click()
    expect(page.locator("h1")).to_have_text(here)
    if page.locator("a.slot__link").count():
        page.keyboard.press("j")
        expect(page.locator("a.slot__link").first).to_be_focused()
