"""Letters and parts of text messages, by a table that the browser's counting is held to as well."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aufil.delivery.channels.sms.alphabet import (
    ALONE,
    BASIC,
    EXTENDED,
    JOINED,
    WIDE_ALONE,
    WIDE_JOINED,
    count,
    cut,
    fits,
    plain,
)

CASES = json.loads((Path(__file__).parent / "texts.json").read_text())
FRENCH = st.text(alphabet="abcé àèùçêîôûœ’«»…–€[]🎉م\n" + "'.!0", max_size=700)
GSM = st.text(alphabet=sorted(BASIC | EXTENDED), max_size=700)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_parts_and_costly_letters_are_as_in_the_table(case):
    counted = count(case["text"] * case.get("times", 1) + case.get("end", ""))
    assert counted._asdict() == {
        "parts": case["parts"],
        "left": case["left"],
        "wide": tuple(case.get("wide", ())),
        "double": tuple(case.get("double", ())),
    }


@given(st.text())
def test_what_fits_is_left_alone_and_plain_is_plain_twice(text):
    if fits(text):
        assert plain(text) == text
    assert plain(plain(text)) == plain(text)


def pieces(sizes, room):
    """The parts, one letter after another, none cut."""
    parts = [[]]
    for size in sizes:
        if sum(parts[-1]) + size > room:
            parts.append([])
        parts[-1].append(size)
    return parts


@given(GSM)
def test_a_text_of_the_alphabet_of_telephones_is_cut_between_letters(text):
    sizes = [2 if letter in EXTENDED else 1 for letter in text]
    counted = count(text)
    if sum(sizes) <= ALONE:
        assert counted[:2] == (1, ALONE - sum(sizes))
    else:
        parts = pieces(sizes, JOINED)
        assert counted[:2] == (len(parts), JOINED - sum(parts[-1]))


@given(st.text(max_size=300))
def test_any_text_is_cut_between_letters(text):
    counted = count(text)
    if counted.wide or not fits(plain(text)):
        sizes = [len(letter.encode("utf-16-le", "surrogatepass")) // 2 for letter in text]
        parts = [sizes] if sum(sizes) <= WIDE_ALONE else pieces(sizes, WIDE_JOINED)
        assert counted.parts == len(parts)
    assert counted.parts >= 1
    assert counted.left >= 0


@given(FRENCH, FRENCH)
def test_more_words_never_cost_less(text, more):
    assert count(text + more).parts >= count(text).parts


@given(FRENCH, st.integers(1, 3))
def test_a_cut_text_fits_and_ends_as_asked(text, most):
    end = "… La suite : https://aufil.exemple.fr/l/0123456789ab/"
    said = cut(text, most=most, end=end)
    assert said.endswith(end)
    assert count(said).parts <= most
    assert text.startswith(said.removesuffix(end).rstrip())


def test_a_text_is_cut_between_words():
    said = cut("une phrase " * 60, most=3, end="… suite")
    assert said.endswith(("phrase… suite", "une… suite"))
    assert count(said).parts == 3
