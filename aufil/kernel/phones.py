"""Telephone numbers as people write them, made E.164 (ITU-T E.164, at most 15 digits)."""

import phonenumbers

# The calling region of each overseas territory a Mission Locale may stand in (ISO 3166-1 alpha-2).
REGIONS = ("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC")

# Numbers ARCEP keeps for fiction (decision 2018-0881, 2.5.12): never given out, and so what people invent with.
FICTION = ("+3319900", "+3326191", "+3335301", "+3346571", "+3353649", "+3363998")


def to_e164(written: str, region: str = "FR") -> str:
    """`written` in any French writing as `+33…`; `region` says what a number without prefix means.

    Raises ValueError when no valid number can be read.
    """
    try:
        number = phonenumbers.parse(" ".join(written.split()), region)  # narrow spaces too
    except phonenumbers.NumberParseException as error:
        raise ValueError(written) from error
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not (phonenumbers.is_valid_number(number) or (len(e164) == 12 and e164.startswith(FICTION))):
        raise ValueError(written)
    return e164


def spoken(e164: str) -> str:
    """A number as one reads it aloud in France: `06 01 02 03 04`."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
