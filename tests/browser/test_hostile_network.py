"""Real outboxes through the worst of networks: what young people and their counsellor say arrives once, in order,
and both look at the same screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import entry, lines, texts, thread_id, until, wait_for_composer, wait_for_keeping
from tests.chaos.proxy import HostileProxy
from tests.chaos.test_hostile_proxy import EACH as PLAIN_EACH
from tests.chaos.test_hostile_proxy import PAIRS as PLAIN_PAIRS
from tests.serving import Served, demonstration

pytestmark = [pytest.mark.browser, pytest.mark.chaos]

SEED = 7
ALL = 5000  # with those of the plain clients
WRITERS = ("lea", "yanis", "ines")
ROUNDS = 4
ANSWERS = 5  # of Camille, in each thread and round
BURST = -(-(ALL - 2 * PLAIN_PAIRS * PLAIN_EACH) // (len(WRITERS) * ROUNDS)) - ANSWERS
HURRY = 45.0  # s after which the network is good again, for whatever still waits for its next try
# What a quick thumb does: the form is filled and sent again before the phone has done anything.
SAY = """
async (said) => {
    const form = document.querySelector('[data-role="composer"]');
    const box = form.querySelector('[data-role="composer-text"]');
    for (const text of said) {
        box.value = text;
        form.requestSubmit();
        form.requestSubmit();
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
    }
}
"""


def waiting(page: Page) -> list[str]:
    """What this page still shows as waiting."""
    return [line["text"] for line in lines(page) if line["state"] in ("pending", "failed")]


def open_all(network: HostileProxy, as_) -> tuple[dict[str, Page], dict[str, Page]]:
    """The page of each young person, and for each a tab of Camille on their thread, while the network is good."""
    young = {name: as_(name, network.url) for name in WRITERS}
    for page in young.values():
        wait_for_keeping(page)
    first = as_("camille", network.url)
    tabs = {name: first.context.new_page() for name in WRITERS}
    for name, tab in tabs.items():
        tab.goto(f"{network.url}/?fil={thread_id(young[name])}")
    first.close()
    for page in (*young.values(), *tabs.values()):
        wait_for_composer(page)
    return young, tabs


@pytest.fixture
def crowded(tmp_path: Path, static_root: str) -> Iterator[Served]:
    """A demonstration of its own: hundreds of entries more would be in the way of other journeys."""
    with demonstration(tmp_path, AUFIL_STATIC_ROOT=static_root) as served:
        yield served


def test_outboxes_lose_and_double_nothing_in_a_hostile_network(crowded, as_):
    said: dict[str, list[str]] = {name: [] for name in WRITERS}
    answered: dict[str, list[str]] = {name: [] for name in WRITERS}
    with HostileProxy(crowded.port, SEED) as network:
        young, tabs = open_all(network, as_)
        before = {name: len(texts(tab)) for name, tab in tabs.items()}
        network.hostile = True
        for round_ in range(ROUNDS):
            for name in WRITERS:
                burst = [f"{name} {round_}-{n}" for n in range(BURST)]
                answers = [f"camille-{name} {round_}-{n}" for n in range(ANSWERS)]
                young[name].evaluate(SAY, burst)
                tabs[name].evaluate(SAY, answers)
                said[name] += burst
                answered[name] += answers
            closed_early = WRITERS[round_ % len(WRITERS)]
            expect(entry(young[closed_early], said[closed_early][-1])).to_be_attached()
            young[closed_early].reload()  # the person closes and opens the page in the middle of it
            wait_for_composer(young[closed_early])
        everybody = [*young.values(), *tabs.values()]
        try:
            until(tabs["ines"], lambda: not any(map(waiting, everybody)), HURRY)
        except AssertionError:
            network.hostile = False
            for page in everybody:
                page.evaluate("() => dispatchEvent(new Event('online'))")
            until(tabs["ines"], lambda: not any(map(waiting, everybody)), HURRY)
        network.hostile = False
        assert network.counts.total() - network.counts["pass"] > 50, "the network was not hostile"

        for name in WRITERS:
            compare(young[name], tabs[name], said[name], answered[name], before[name])
            tabs[name].reload()  # and what the server itself has is what was on the screen
            young[name].reload()
            expect(entry(young[name], said[name][-1])).to_be_visible()
            compare_ends(young[name], tabs[name])


def compare(young: Page, tab: Page, said: list[str], answered: list[str], before: int) -> None:
    """Every text once, in the order its author wrote it, the same on both screens."""
    until(tab, lambda: len(texts(tab)) >= before + len(said) + len(answered), HURRY)
    assert len(texts(tab)) == before + len(said) + len(answered)
    compare_ends(young, tab)
    for page in (young, tab):
        shown = texts(page)
        for own in (said, answered):
            found = [text for text in shown if text in set(own)]
            assert found == own[-len(found) :]
        seqs = [line["seq"] for line in lines(page)]
        assert seqs == list(range(seqs[0], seqs[-1] + 1))


def compare_ends(young: Page, tab: Page) -> None:
    """Whoever is behind catches up by itself; then both end alike."""
    until(tab, lambda: lines(tab)[-1]["seq"] == lines(young)[-1]["seq"], HURRY)
    both = min(len(lines(young)), len(lines(tab)))
    assert both > 20
    keep = ("id", "seq", "text")
    ends = [[{k: line[k] for k in keep} for line in lines(page)[-both:]] for page in (young, tab)]
    assert ends[0] == ends[1]
