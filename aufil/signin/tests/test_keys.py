"""Codes people read and type."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aufil.signin.keys import LETTERS, LINK, PAIRING, grouped, keyed, matches, spelled, spelled_again, typed

uids = st.uuids()


@given(uids, st.integers(4, 12), st.sampled_from(["", " ", "-", ".", "\u202f"]))
def test_a_code_is_read_however_it_is_typed(uid, length, between):
    code = spelled(PAIRING, uid, length)
    assert len(code) == length
    assert set(code) <= set(LETTERS)
    assert typed(grouped(code)) == code
    assert typed(between.join(code).lower()) == code


@given(st.text())
def test_anything_can_be_typed(text):
    assert set(typed(text)) <= set(LETTERS)


@given(uids)
def test_a_code_for_one_thing_is_none_for_another(uid):
    assert spelled(PAIRING, uid, 12) != spelled(LINK, uid, 12)
    assert not matches(keyed(PAIRING, "K7MP4XRT"), LINK, "K7MP4XRT")


def test_a_code_is_spelled_again_as_long_as_its_key_is_there(settings):
    uid = UUID(int=7)
    code = spelled(LINK, uid, 12)
    kept = keyed(LINK, code)
    first, settings.SECRET_KEY = settings.SECRET_KEY, "une-autre-cle-d-au-moins-trente-deux-lettres"
    with pytest.raises(ValueError, match=str(uid)):
        spelled_again(LINK, uid, 12, kept)
    settings.SECRET_KEY_FALLBACKS = [first]
    assert spelled_again(LINK, uid, 12, kept) == code
