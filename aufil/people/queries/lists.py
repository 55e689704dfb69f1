"""What a list of young people may say."""

from aufil.people.importing.headers import HEADERS, letter

__all__ = ["LIST_FIELDS", "column_letter", "list_fields"]

LIST_FIELDS = tuple(HEADERS)
column_letter = letter


def list_fields() -> list[tuple[str, str]]:
    """What a list of young people may say, with the title of its column."""
    return [(field, titles[0]) for field, titles in HEADERS.items()]
