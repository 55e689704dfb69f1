"""A counsellor lays the hours in which they may be met, and sees what young people will."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from aufil.kernel.hours import public_holidays_of
from tests.browser.axe import NARROWEST, faults_in_every_light, too_wide
from tests.browser.steps import watch

pytestmark = pytest.mark.browser


def next_day(weekday: int) -> date:
    """The next such day, a week from now at least, that is no public holiday."""
    day = date.today() + timedelta(days=7)
    day += timedelta(days=(weekday - day.weekday()) % 7)
    while day in public_holidays_of(day.year):
        day += timedelta(days=7)
    return day


def add(page: Page, day: str, starts: str, ends: str) -> None:
    page.get_by_role("link", name="Ajouter un créneau", exact=True).click()
    page.get_by_role("checkbox", name=day, exact=True).check()
    page.get_by_label("De", exact=True).fill(starts)
    page.get_by_label("À", exact=True).fill(ends)
    page.get_by_role("button", name="Enregistrer").click()


def test_julien_lays_his_hours_copies_a_day_and_adds_an_exception(as_):
    page = as_("julien")
    problems = watch(page)
    page.goto(page.url.split("/demo")[0].rstrip("/") + "/agenda/ouvertures/")
    week = page.get_by_role("region", name="Chaque semaine")
    add(page, "samedi", "10:00", "09:00")
    expect(page.get_by_text("La fin vient avant le début.")).to_be_visible()
    expect(page.get_by_label("De", exact=True)).to_have_value("10:00")
    page.get_by_label("À", exact=True).fill("12:00")
    page.get_by_role("checkbox", name="sur place").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("C’est enregistré.")).to_be_visible()
    expect(week).to_contain_text("Samedi")
    expect(page.get_by_role("region", name="Ce que les jeunes verront")).to_contain_text("Entretien")

    page.get_by_text("Copier un jour sur d’autres").click()
    page.get_by_label("Le jour à copier").select_option(label="lundi")
    page.get_by_role("checkbox", name="mardi").check()
    page.get_by_role("checkbox", name="Remplacer").check()
    page.get_by_role("button", name="Copier", exact=True).click()
    expect(page.get_by_text("C’est enregistré.")).to_be_visible()
    monday, tuesday = (
        week.get_by_role("listitem").nth(nth).locator(".stretch__hours").all_text_contents() for nth in (0, 1)
    )
    assert monday == tuesday

    add(page, "samedi", "11:00", "13:00")  # the same place and ways: one stretch
    expect(week.locator(".stretch", has_text="10 h à 13 h".replace(" h", "\u202fh"))).to_have_count(1)

    saturday = next_day(5)
    page.get_by_role("link", name="Un jour particulier").click()
    page.get_by_label("Le", exact=True).fill(saturday.isoformat())
    page.get_by_label("De", exact=True).fill("10:00")
    page.get_by_label("À", exact=True).fill("11:30")
    page.get_by_label("Un mot, pour l’équipe").fill("Forum des métiers")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("region", name="Jours particuliers")).to_contain_text("Forum des métiers")
    monday_of_it = saturday - timedelta(days=5)
    page.goto(page.url.split("?")[0] + f"?semaine={monday_of_it.isoformat()}")
    drawn = page.get_by_role("region", name="Semaine du")
    expect(drawn.locator("li").last).to_contain_text("11\u202fh\u202f30 à 13\u202fh")
    assert not faults_in_every_light(page)
    assert too_wide(page, NARROWEST) <= 0
    assert [one for one in problems if "422" not in one] == []


def test_hours_are_laid_with_the_keyboard_alone(as_):
    page = as_("julien")
    page.goto(page.url.split("/demo")[0].rstrip("/") + "/agenda/ouvertures/ajouter/")
    page.get_by_role("checkbox", name="dimanche").focus()
    page.keyboard.press("Space")
    page.get_by_label("De", exact=True).fill("09:00")
    page.get_by_label("À", exact=True).fill("10:00")
    page.get_by_role("button", name="Enregistrer").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Chaque semaine")).to_contain_text("Dimanche")
    sunday = page.locator(".days__one", has_text="Dimanche").locator(".stretch")
    sunday.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Terminer").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Chaque semaine")).not_to_contain_text("Dimanche")
