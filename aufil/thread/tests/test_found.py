"""What was found, as a page and the API show it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aufil.kernel.search_words import find_words
from aufil.thread.queries.found import EXCERPT, marked
from aufil.thread.queries.wanted import Wanted, asked


def said(text: str, *words: str) -> str:
    pieces = marked(text, [Wanted((word,)) for word in words])
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


def test_a_folded_word_is_marked_where_it_was_written():
    assert said("L’ÉCOLE, cœur de l’e\u0301cole", "ecole", "coeur") == "L’[ÉCOLE], [cœur] de l’[e\u0301cole]"
    assert said("Rendez-vous à 14 h 30", "rendez", "14h30") == "[Rendez]-vous à [14 h 30]"
    assert said("appelez le 06 39 98 00 12", "0639980012") == "appelez le [06 39 98 00 12]"


def test_a_long_text_is_cut_around_the_word_at_words():
    text = "mot " * 100 + "attestation " + "fin " * 100
    shown = said(text, "attestation")
    assert "[attestation]" in shown
    assert shown.startswith("… mot")
    assert shown.endswith("fin …")
    assert len(shown) < EXCERPT + 10


@given(st.text(max_size=600), st.sampled_from(["a", "rdv", "ecole", "12", "b"]))
def test_marking_changes_no_text(text, word):
    line = " ".join(text.split())
    shown = "".join(piece.text for piece in marked(text, [Wanted((word,), beginning=word)]))
    assert shown.removeprefix("… ").removesuffix(" …") in line


@given(st.text(max_size=300))
def test_every_word_stands_where_it_says(text):
    for found in find_words(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.word


@pytest.mark.parametrize(
    ("query", "typing", "words", "beginning"),
    [
        ("l’école", False, ["ecole"], ""),
        ("rendez-v", True, ["rendez"], ""),
        ("rendez-vo", True, ["rendez", "vo"], "vo"),
        ("le", True, ["le"], "le"),
        ("le bus", False, ["bus"], ""),
        ("bus le", True, ["bus"], ""),
        ("Bus ", True, ["bus"], ""),
        ("06 39 98 00 12", False, ["0639980012"], ""),
        ("a b c d e f g h i j", False, ["b", "c", "d", "e", "f", "g", "h", "i"], ""),
        ("  ", True, [], ""),
        ("👍", False, ["👍"], ""),
    ],
)
def test_the_words_of_a_question(query, typing, words, beginning):
    wanted = asked(query, typing=typing)
    assert [one.words[0] for one in wanted] == words
    assert "".join(one.beginning for one in wanted) == beginning
