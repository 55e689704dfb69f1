"""Times as people say them, and texts made safe for a page."""

import html
import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from aufil.ui.texts import NBSP, NNBSP, ago, clock, day, linked, spoken_moment, typeset

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 14, 30, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("hour", "minute", "said"), [(14, 30, "14 h 30"), (9, 0, "9 h"), (0, 5, "0 h 05"), (23, 59, "23 h 59")]
)
def test_a_time_is_said_with_narrow_spaces(hour, minute, said):
    assert clock(datetime(2026, 1, 1, hour, minute)) == said.replace(" ", NNBSP)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (TODAY, "aujourd’hui"),
        (TODAY - timedelta(days=1), "hier"),
        (TODAY + timedelta(days=1), "demain"),
        (date(2026, 11, 20), "vendredi 20 novembre"),
        (date(2026, 12, 1), "mardi 1er décembre"),
        (date(2025, 8, 3), "dimanche 3 août 2025"),
    ],
)
def test_a_day_is_said_as_one_says_it_today(at, said):
    assert day(at, TODAY) == said


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(seconds=20), "à l’instant"),
        (timedelta(seconds=-300), "à l’instant"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=15), "hier"),
        (timedelta(days=3), "samedi"),
        (timedelta(days=15), "9 nov."),
    ],
)
def test_how_long_ago_is_short(before, said):
    assert ago(NOW - before, NOW) == said


def test_a_moment_is_said_in_the_active_zone():
    at = datetime(2020, 6, 1, 22, 30, tzinfo=UTC)
    with timezone.override("Europe/Paris"):
        assert spoken_moment(at) == f"mardi 2 juin 2020 à 0{NNBSP}h{NNBSP}30"
    with timezone.override("Indian/Reunion"):
        assert spoken_moment(at) == f"mardi 2 juin 2020 à 2{NNBSP}h{NNBSP}30"


def test_links_are_clickable_and_open_apart():
    shown = linked("voir https://exemple.fr/a?b=1&c=2.")
    assert shown == (
        'voir <a href="https://exemple.fr/a?b=1&amp;c=2" rel="noopener noreferrer nofollow" target="_blank">'
        "https://exemple.fr/a?b=1&amp;c=2</a>."
    )


def test_an_address_without_scheme_is_a_link_too():
    assert 'href="http://www.exemple.fr"' in linked("www.exemple.fr")


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "data:text/html,x", "lea@exemple.fr", "mailto:a@b.fr"]
)
def test_nothing_but_web_addresses_is_a_link(text):
    assert linked(text) == html.escape(text)


OURS = re.compile(r'<a href="https?://[^"<>]*" rel="noopener noreferrer nofollow" target="_blank">|</a>')
pieces = st.sampled_from(
    [
        "<script>",
        "</script>",
        '"',
        "'",
        "<a href=",
        "https://exemple.fr/",
        "www.x.fr",
        "&",
        "&lt;",
        "\n",
        "<",
        ">",
    ]
)
texts = st.lists(pieces | st.text(max_size=12), max_size=12).map("".join)


@settings(database=None, deadline=None, max_examples=300)
@given(texts)
def test_whatever_is_typed_is_shown_as_typed_and_never_interpreted(text):
    shown = linked(text)
    bare = OURS.sub("", shown)
    assert "<" not in bare
    assert html.unescape(bare) == html.unescape(html.escape(text)), "what one reads is what was typed"


def test_a_question_mark_stays_with_its_word_and_an_address_stays_whole():
    said = "Et « ça » : pourquoi ? https://exemple.fr/a?b=c"
    assert typeset(said) == f"Et «{NBSP}ça{NBSP}»{NBSP}: pourquoi{NBSP}? https://exemple.fr/a?b=c"
    assert len(typeset(said)) == len(said)
