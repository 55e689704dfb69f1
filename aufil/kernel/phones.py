"""Telephone numbers as people write them, made E.164 (ITU-T E.164, at most 15 digits)."""

import phonenumbers

# The calling region of each overseas territory a Mission Locale may stand in (ISO 3166-1 alpha-2).
REGIONS = ("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC")


def to_e164(written: str, region: str = "FR") -> str:
    """`written` in any French writing as `+33…`; `region` says what a number without prefix means.

    Raises ValueError when no valid number can be read.
    """
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException as error:
        raise ValueError(written) from error
    if not phonenumbers.is_valid_number(number):
        raise ValueError(written)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def spoken(e164: str) -> str:
    """A number as one reads it aloud in France: `06 01 02 03 04`."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
