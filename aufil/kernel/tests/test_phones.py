"""Telephone numbers in every French writing."""

import pytest

from aufil.kernel.phones import REGIONS, is_mobile, spoken, to_e164


@pytest.mark.parametrize(
    "written",
    [
        "06 39 98 12 34",
        "06.39.98.12.34",
        "06-39-98-12-34",
        "0639981234",
        "+33639981234",
        "+33 6 39 98 12 34",
        "+33 (0)6 39 98 12 34",
        "0033 6 39 98 12 34",
        " 06\u202f39\u00a098 12 34 ",
    ],
)
def test_every_writing_of_a_number_is_one_number(written):
    assert to_e164(written) == "+33639981234"


def test_a_number_given_to_people_and_one_kept_for_fiction_are_numbers():
    assert to_e164("06 12 34 56 78") == "+33612345678"
    assert to_e164("01 99 00 12 34") == "+33199001234"


@pytest.mark.parametrize("written", ["", "abc", "06 39", "06 39 98 12 34 56", "12", "+33 0", "00000"])
def test_what_is_no_number_is_refused(written):
    with pytest.raises(ValueError):  # noqa: PT011 - the message is what was written
        to_e164(written)


@pytest.mark.parametrize(
    ("written", "region", "number"),
    [
        ("0692 12 34 56", "RE", "+262692123456"),
        ("0690 12 34 56", "GP", "+590690123456"),
        ("0694 20 12 34", "GF", "+594694201234"),
        ("87 12 34 56", "PF", "+68987123456"),
        ("75 12 34", "NC", "+687751234"),
    ],
)
def test_overseas_a_number_without_prefix_is_of_the_region(written, region, number):
    assert region in REGIONS
    assert to_e164(written, region) == number


def test_a_number_is_said_as_in_france():
    assert spoken("+33639981234").split() == ["06", "39", "98", "12", "34"]
    assert spoken("pas un numéro") == "pas un numéro"


def test_a_mobile_takes_texts_and_one_of_fiction_plays_its_part():
    assert is_mobile("+33612345678")
    assert is_mobile("+33639981234")
    assert not is_mobile("+33241000000")
