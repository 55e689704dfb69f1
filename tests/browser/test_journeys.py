"""Journeys of Léa, Yanis, Inès and Camille in a real Chromium, with and without network."""

from collections.abc import Iterator
from contextlib import suppress
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import PHONE
from tests.browser.steps import (
    CAN_LOOK_AWAY,
    ENTRY,
    entry,
    expect_state,
    lines,
    role,
    texts,
    thread_id,
    until,
    wait_for_composer,
    wait_for_keeping,
    write,
)
from tests.chaos.proxy import HostileProxy

pytestmark = pytest.mark.browser

GLANCE = 1000  # ms a page must be in view before what it shows is seen


@pytest.fixture
def road(product) -> Iterator[HostileProxy]:
    """The road between a phone and the server: good until it is cut."""
    with HostileProxy(product.port, seed=1) as proxy:
        yield proxy


@pytest.fixture
def camille_on(product, as_):
    """`camille_on(page)`: Camille at her desk, with the conversation of that young person open."""

    def open_at(young: Page, **options) -> Page:
        page = as_("camille", **options)
        page.goto(f"{product.url}/?fil={thread_id(young)}")
        assert thread_id(page) == thread_id(young)
        return page

    return open_at


def test_five_messages_written_offline_reach_camille_once_and_in_order(road, as_, camille_on):
    lea = as_("lea", road.url)
    wait_for_keeping(lea)
    camille = camille_on(lea)
    before = texts(camille)
    said = [f"Message {n} écrit dans le car" for n in range(1, 6)]

    road.cut()
    for text in said:
        write(lea, text)
        expect_state(lea, text, "pending")
    expect(role(lea, "network")).to_be_visible()
    phone = lea.context
    lea.close()
    assert texts(camille) == before

    road.mend()
    lea = phone.new_page()
    lea.goto(road.url)
    expect(entry(camille, said[-1])).to_be_visible()
    assert texts(camille) == [*before, *said]
    expect(entry(lea, said[-1])).to_have_attribute("data-seq", str(lines(camille)[-1]["seq"]))
    assert [line for line in texts(lea) if line in said] == said
    assert [line["seq"] for line in lines(lea)] == [line["seq"] for line in lines(camille)][
        -len(lines(lea)) :
    ]


def keep_writing(page, text, *, until_shown_on):
    """Write slowly enough to be seen writing: the sign is a hint, lost on a page that is not listening yet."""
    for _ in range(4):
        role(page, "composer-text").fill("")
        role(page, "composer-text").press_sequentially(text, delay=20)
        with suppress(AssertionError):
            expect(role(until_shown_on, "writing")).to_be_visible()
            return
    raise AssertionError("the sign of writing never came")


def test_a_conversation_goes_both_ways_without_reload(as_, camille_on):
    lea = as_("lea")
    camille = camille_on(lea)
    keep_writing(lea, "Vous êtes là ?", until_shown_on=camille)
    expect(role(camille, "writing")).to_contain_text("Léa")
    expect(role(camille, "writing")).to_contain_text("écrit…")
    role(lea, "composer-send").click()
    expect(entry(camille, "Vous êtes là ?")).to_be_visible()
    expect_state(lea, "Vous êtes là ?", "seen")
    expect(role(entry(lea, "Vous êtes là ?"), "state")).to_have_text("Vu")
    expect(role(camille, "writing")).to_be_hidden()

    write(camille, "Oui, toute la matinée.")
    expect(entry(lea, "Oui, toute la matinée.")).to_be_visible()
    expect_state(camille, "Oui, toute la matinée.", "seen")
    assert texts(lea)[-2:] == texts(camille)[-2:] == ["Vous êtes là ?", "Oui, toute la matinée."]


def test_what_nobody_looked_at_for_a_second_is_not_seen(as_, camille_on, context):
    yanis = as_("yanis")
    camille = camille_on(yanis)
    camille.context.add_init_script(CAN_LOOK_AWAY)
    camille.reload()
    camille.wait_for_timeout(2 * GLANCE)  # what was there before is seen
    camille.evaluate("turn(true)")
    write(yanis, "Personne ne regarde")
    expect_state(yanis, "Personne ne regarde", "sent")
    yanis.wait_for_timeout(2 * GLANCE)
    expect_state(yanis, "Personne ne regarde", "sent")

    camille.evaluate("turn(false)")
    expect(entry(camille, "Personne ne regarde")).to_be_visible()
    camille.evaluate("turn(true)")  # less than a second: a glance is not a look
    yanis.wait_for_timeout(2 * GLANCE)
    expect_state(yanis, "Personne ne regarde", "sent")

    camille.evaluate("turn(false)")
    expect_state(yanis, "Personne ne regarde", "seen")


def test_a_correction_and_a_deletion_are_seen_live(as_, camille_on):
    lea = as_("lea")
    camille = camille_on(lea)
    write(lea, "rdv mardi a 14h")
    expect_state(lea, "rdv mardi a 14h", "seen")

    line = entry(lea, "rdv mardi a 14h")
    role(line, "text").tap()  # what can be done with an entry shows when it is touched
    role(line, "edit").click()
    expect(role(lea, "composer-text")).to_have_value("rdv mardi a 14h")
    role(lea, "composer-text").fill("rdv mercredi a 14h")
    role(lea, "composer-send").click()
    expect(entry(camille, "rdv mercredi a 14h")).to_be_visible()
    expect(role(entry(camille, "rdv mercredi a 14h"), "edited")).to_be_visible()
    expect(entry(camille, "rdv mardi a 14h")).to_have_count(0)

    line = entry(lea, "rdv mercredi a 14h")
    where = line.get_attribute("data-entry-id")
    role(line, "text").tap()
    role(line, "delete").click()
    role(line, "problem").get_by_role("button", name="Supprimer").click()
    gone = camille.locator(f"#e-{where}")
    expect(role(gone, "text")).to_have_text("Message supprimé")
    expect(role(lea.locator(f"#e-{where}"), "text")).to_have_text("Message supprimé")
    expect(role(gone, "actions")).to_have_count(0)


def test_an_answer_quotes_what_it_answers(as_, camille_on):
    ines = as_("ines")
    camille = camille_on(ines)
    write(ines, "Je prends quels papiers ?")
    line = entry(camille, "Je prends quels papiers ?")
    expect(line).to_be_visible()
    line.hover()
    role(line, "reply").click()
    expect(role(camille, "reply-preview")).to_contain_text("Je prends quels papiers ?")
    write(camille, "Ta carte d’identité suffit.")
    answer = entry(ines, "Ta carte d’identité suffit.")
    expect(role(answer, "quote-text")).to_have_text("Je prends quels papiers ?")
    expect(role(answer, "quote-name")).to_have_text("Inès")


def test_older_entries_come_and_the_place_is_kept(as_, camille_on):
    yanis = as_("yanis", viewport={"width": 360, "height": 600})
    wait_for_composer(yanis)
    first = lines(yanis)[0]
    line = yanis.locator(f"#e-{first['id']}")
    # Scrolled and measured at once: the older ones may come at any moment after.
    top = line.evaluate(
        "(line) => { line.scrollIntoView({block: 'start'}); return line.getBoundingClientRect().top; }"
    )
    until(yanis, lambda: lines(yanis)[0]["seq"] < first["seq"])
    expect(role(yanis, "older")).to_have_count(0 if lines(yanis)[0]["seq"] == 1 else 1)
    assert abs(line.bounding_box()["y"] - top) <= 2
    seqs = [line["seq"] for line in lines(yanis)]
    assert seqs == list(range(seqs[0], seqs[-1] + 1))


def test_a_long_day_is_climbed_step_by_step(product, as_):
    """A hundred and fifty messages of one day: each stretch of older ones leaves the reader where they were."""
    tiffany = as_("tiffany", **PHONE)
    said = [{"id": str(uuid4()), "text": f"Note {n}"} for n in range(150)]
    for start in range(0, len(said), 50):
        answer = tiffany.context.request.post(
            f"{product.url}/api/v1/threads/{thread_id(tiffany)}/entries/batch",
            data=said[start : start + 50],
            headers={"X-Requested-With": "aufil", "Origin": product.url},
        )
        assert answer.status == 200
    tiffany.goto(f"{product.url}/fil/{thread_id(tiffany)}/")  # not kept on the phone: as the server writes it
    wait_for_composer(tiffany)
    shown = len(lines(tiffany))
    assert texts(tiffany)[-1] == said[-1]["text"]
    line = tiffany.locator(ENTRY).first
    line = tiffany.locator(f"#{line.get_attribute('id')}")
    line.scroll_into_view_if_needed()
    until(tiffany, lambda: len(lines(tiffany)) > shown)
    tiffany.wait_for_timeout(GLANCE)
    assert len(lines(tiffany)) == shown + 50
    expect(line).to_be_in_viewport()


def test_two_tabs_of_one_phone_show_the_same_and_hold_one_stream(road, as_, camille_on):
    ines = as_("ines", road.url)
    wait_for_keeping(ines)
    other = ines.context.new_page()
    other.goto(road.url)
    until(other, lambda: road.open_streams == 1)
    camille = camille_on(ines)
    write(camille, "Un mot pour les deux onglets")
    for tab in (ines, other):
        expect(entry(tab, "Un mot pour les deux onglets")).to_be_visible()
    assert road.open_streams == 1

    road.cut()
    write(ines, "Du premier onglet")
    expect_state(other, "Du premier onglet", "pending")
    write(other, "Du second onglet")
    expect_state(ines, "Du second onglet", "pending")
    road.mend()
    for tab in (ines, other):
        tab.evaluate("() => dispatchEvent(new Event('online'))")
    expect(entry(camille, "Du second onglet")).to_be_visible()
    until(other, lambda: all(line["seq"] for line in lines(other) + lines(ines)))
    said = ["Un mot pour les deux onglets", "Du premier onglet", "Du second onglet"]
    for tab in (ines, other, camille):
        assert texts(tab)[-3:] == said
        assert sum(text in said for text in texts(tab)) == 3


def test_the_list_of_the_counsellor_counts_live(product, as_):
    yanis = as_("yanis")
    camille = as_("camille")
    others = role(camille, "thread-row").evaluate_all("(all) => all.map((one) => one.dataset.thread)")
    elsewhere = next(uid for uid in others if uid != thread_id(yanis))
    camille.goto(f"{product.url}/?fil={elsewhere}")
    camille.wait_for_timeout(2 * GLANCE)
    row = camille.locator(f'[data-role="thread-row"][data-thread="{thread_id(yanis)}"]')
    count = role(row, "unread-count")
    before = int(count.inner_text() or 0) if count.is_visible() else 0
    write(yanis, "Je suis devant la porte")
    expect(count).to_have_text(str(before + 1))
    expect(role(row, "excerpt")).to_have_text("Je suis devant la porte")
    total = camille.locator('[data-role="unread-count"][data-total]').first
    expect(camille).to_have_title(f"({total.inner_text()}) Aujourd’hui – Aufil")

    row.click()
    expect(entry(camille, "Je suis devant la porte")).to_be_visible()
    expect_state(yanis, "Je suis devant la porte", "seen")
    expect(role(row, "unread-count")).to_be_hidden()


def test_without_network_the_last_entries_are_there(road, as_, camille_on):
    ines = as_("ines", road.url)
    wait_for_keeping(ines)
    camille = camille_on(ines)
    write(camille, "Lu juste avant le tunnel")
    expect(entry(ines, "Lu juste avant le tunnel")).to_be_visible()
    shown = texts(ines)
    road.cut()
    ines.goto(road.url)
    expect(entry(ines, "Lu juste avant le tunnel")).to_be_visible()
    assert texts(ines)[-len(shown) :] == shown
    expect(role(ines, "composer-text")).to_be_enabled()
    ines.goto(f"{road.url}/mes-jeunes/")  # never kept
    expect(ines.get_by_role("heading", name="Pas de réseau")).to_be_visible()


def test_signing_out_leaves_nothing_to_read_on_the_phone(road, as_):
    ines = as_("ines", road.url)
    wait_for_keeping(ines)
    last = texts(ines)[-1]
    ines.locator("details.menu summary").click()
    role(ines, "sign-out").click()
    expect(ines.get_by_role("heading", name="Vous êtes déconnecté.")).to_be_visible()
    until(ines, lambda: not ines.evaluate("() => caches.has('aufil-pages')"))
    road.cut()
    ines.goto(road.url)
    expect(ines.get_by_role("heading", name="Pas de réseau")).to_be_visible()
    assert last not in ines.content()


def test_a_revoked_phone_gives_back_its_waiting_entries_as_text(road, product, as_, camille_on):
    lost = as_("yanis", road.url)
    wait_for_keeping(lost)
    camille = camille_on(lost)
    road.cut()
    said = ["Ce mot ne partira pas", "Celui-ci non plus"]
    for text in said:
        write(lost, text)

    other = as_("yanis")
    other.goto(f"{product.url}/appareils/")
    elsewhere = (
        other.locator("li.list__item").filter(has_not_text="celui-ci").filter(has=other.get_by_role("button"))
    )
    while elsewhere.count():
        left = elsewhere.count()
        elsewhere.first.get_by_role("button").click()
        expect(elsewhere).to_have_count(left - 1)

    road.mend()
    lost.goto(road.url)
    for text in said:
        expect(lost.get_by_text(text)).to_be_visible()
    expect(lost.get_by_role("button", name="Copier").first).to_be_visible()
    camille.wait_for_timeout(GLANCE)
    camille.reload()
    assert not set(said) & set(texts(camille))
