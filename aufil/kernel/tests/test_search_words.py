"""One folding and cutting of words for all that is written and looked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from aufil.kernel.search_words import (
    LONGEST,
    asked_words,
    intact_ends,
    mistakes_in,
    spoken_shape,
    stem,
    words_of,
)

LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’école d'Angers", {"ecole", "angers"}),
        ("qu’elle, jusqu’au bout", {"bout"}),
        ("ŒUVRE straße", {"oeuvre", "strasse"}),
        ("rendez-vous", {"rendez", "rendezvous"}),
        ("aujourd’hui", {"aujourd", "hui", "aujourdhui"}),
        ("rdv dmn slt jsuis la", {"rdv", "dmn", "slt", "jsuis"}),
        ("à 14 h 30, 8h, 08:05", {"14h30", "8h", "8h05"}),
        ("8 heures", {"8", "heures"}),
        ("06 39 98 00 12", {"0639980012", "06", "39", "98", "00", "12"}),
        ("+33 6 39 98 00 12", {"0639980012", "33", "6", "39", "98", "00", "12"}),
        ("0639980012", {"0639980012"}),
        ("49300 Cholet en 2026", {"49300", "cholet", "2026"}),
        ("lea.baron@exemple.fr", {"lea", "baron", "exemple", "fr"}),
        ("CV_Léa-Baron (2).PDF", {"cv", "lea", "baron", "leabaron", "2", "pdf"}),
        ("ok 👍🏽😂", {"ok", "👍", "😂"}),
        ("n° 12/03", {"n", "12", "03"}),
        ("مرحبا", {"مرحبا"}),
        ("", set()),
    ],
)
def test_the_words_of_a_text(text, words):
    assert words_of(text) == words


@given(st.text(max_size=300))
def test_a_text_is_found_by_all_that_is_asked_of_it(text):
    asked = asked_words(text)
    assert set(asked) <= words_of(text)
    assert all(0 < len(word) <= LONGEST for word in words_of(text))


@given(st.text(max_size=80))
def test_case_and_accents_do_not_count(text):
    plain = text.upper().lower() == text.lower() and text.isascii()
    if plain:
        assert words_of(text.upper()) == words_of(text.lower())


def test_forms_of_a_word_have_one_stem():
    for forms in (
        ("convocation", "convocations"),
        ("stage", "stages"),
        ("journal", "journaux"),
        ("envoyer", "envoi"),
    ):
        assert len({stem(form) for form in forms}) == 1
    assert stem("49300") == "49300"


def test_what_is_heard_alike_has_one_shape():
    for one, other in (
        ("telephone", "telefone"),
        ("apprentissage", "aprentisage"),
        ("quel", "kel"),
        ("stylo", "stilo"),
    ):
        assert spoken_shape(one) == spoken_shape(other)


def test_how_many_mistakes_are_forgiven():
    assert [mistakes_in(word) for word in ("rdv", "stage", "bonjour", "attestation", "49300")] == [
        0,
        1,
        1,
        2,
        0,
    ]


@given(LETTERS, st.data())
def test_one_mistake_leaves_an_end_right(word, data):
    """Put in, left out, changed or swapped: the word is found by its beginning or by its end."""
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcz"))
    changed = data.draw(
        st.sampled_from(
            [
                word[:at] + letter + word[at:],
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
            ]
        )
    )
    if mistakes_in(changed) and OSA.distance(word, changed) <= 1:
        beginning, end = intact_ends(changed)
        assert word.startswith(beginning) or word.endswith(end)
