"""A counsellor of Mayenne is away: who stands in answers; in Cholet the pilot has a silent counsellor told again."""

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import DESK

pytestmark = pytest.mark.browser


def test_a_stand_in_finds_what_waits_for_who_is_away(as_):
    page = as_("karim", **DESK)
    covered = page.get_by_role("region", name="Ils attendent un collègue absent")
    expect(covered).to_contain_text("À la place de Marion")
    name = covered.locator(".row__name").first.inner_text()
    covered.locator(".row").first.click()
    expect(page.locator(".split__panel")).to_contain_text(name)


def test_a_pilot_has_a_silent_counsellor_told_again(as_):
    page = as_("dominique", **DESK)
    late = page.get_by_role("region", name="Réponses en retard")
    first = late.locator(".line").first
    expect(first).to_contain_text("n’a pas encore répondu")
    first.get_by_role("button", name="Prévenir").click()
    expect(page.get_by_role("region", name="Réponses en retard").locator(".line").first).to_contain_text(
        "Prévenu"
    )
    page.get_by_role("link", name="La structure", exact=True).click()
    page.get_by_role("link", name="Joindre les jeunes").click()
    expect(page.get_by_role("table", name="Par quoi ils peuvent être joints")).to_contain_text("SMS")
