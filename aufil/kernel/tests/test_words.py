"""Texts and their fingerprints."""

from hypothesis import given, settings
from hypothesis import strategies as st

from aufil.kernel.ids import new_id
from aufil.kernel.words import fingerprint, folded, normalise, unprintable

anything = st.text(st.characters(codec=None))


def test_line_ends_are_one_and_the_edges_bare():
    assert normalise(" \r\na\r\nb\rc\n\n ") == "a\nb\nc"


@settings(database=None)
@given(anything)
def test_normalising_twice_is_once(text):
    assert normalise(normalise(text)) == normalise(text)


@settings(database=None)
@given(st.lists(anything, max_size=3), st.lists(anything, max_size=3))
def test_two_lists_share_a_fingerprint_only_when_they_are_the_same(one, other):
    assert (fingerprint(*one) == fingerprint(*other)) == (one == other)


def test_moving_text_from_one_part_to_the_next_changes_the_fingerprint():
    assert len({fingerprint("ab", ""), fingerprint("a", "b"), fingerprint("", "ab"), fingerprint("ab")}) == 4


def test_names_are_matched_without_case_accents_or_doubled_spaces():
    assert folded("  Zoë  D’Œuvre ") == folded("zoe d'oeuvre")
    assert folded("ÉLODIE") == "elodie"


def test_what_a_database_refuses_is_unprintable():
    assert unprintable("a\x00b")
    assert unprintable("\ud83d")
    assert not unprintable("Léa 😩 d’Évron")


def test_identifiers_made_one_after_another_are_in_order():
    made = [new_id() for _ in range(200)]
    assert made == sorted(made)
    assert len(set(made)) == 200
    assert {uid.version for uid in made} == {7}
