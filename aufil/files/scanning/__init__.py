"""Looking for viruses, when an antivirus is set (`AUFIL_CLAMAV_URL`). A closed package; one file a service."""

from collections.abc import Iterable

from django.conf import settings

from aufil.files.scanning import clamav


class Away(Exception):
    """The antivirus gives no verdict now; a few French words say why."""


def is_set() -> bool:
    return bool(settings.CLAMAV_URL)


def harm_in(chunks: Iterable[bytes]) -> str:
    """The name of what was found in these bytes; empty when nothing was. Raises `Away`."""
    try:
        return clamav.harm_in(settings.CLAMAV_URL, chunks)
    except clamav.NoVerdict as error:
        raise Away(str(error)) from error


def version() -> str:
    """What the antivirus says of itself. Raises `Away`."""
    try:
        return clamav.version(settings.CLAMAV_URL)
    except clamav.NoVerdict as error:
        raise Away(str(error)) from error
