"""A short text of one line that a request may contain: a name, a title."""

from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import AfterValidator

from aufil.kernel.words import unprintable


def checked_line(text: str) -> str:
    """`text` on one line, without doubled spaces; ValueError for what a database or a page cannot keep."""
    line = " ".join(text.split())
    if unprintable(line):
        raise ValueError(_("Ce texte contient un caractère qui ne peut pas être enregistré. Retirez-le."))
    return line


Line = Annotated[str, AfterValidator(checked_line)]
