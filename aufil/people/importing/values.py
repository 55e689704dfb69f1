"""One cell as the value it means, or a sentence that says what to write instead."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from aufil.kernel.phones import to_e164
from aufil.kernel.words import folded

# A birth before this year is a slip of the pen: nobody a Mission Locale supports was born then.
EARLIEST = date(1940, 1, 1)
FRENCH_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0+)?)?$")


class ValueRefusedError(ValueError):
    """The cell cannot be used; the message is a French sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the reading of a cell depends on: the structure's region, its local date."""

    region: str
    today: date


def read_name(text: str, context: Context) -> str:
    return _at_most(text, 80)


def read_file_number(text: str, context: Context) -> str:
    return _at_most(text, 20)


def read_birth_date(text: str, context: Context) -> date:
    """`dd/mm/yyyy` or ISO 8601, a day that can be somebody's birth."""
    written = MIDNIGHT.sub("", text)
    try:
        if found := FRENCH_DATE.fullmatch(written):
            day, month, year = (int(part) for part in found.groups())
        elif found := ISO_DATE.fullmatch(written):
            year, month, day = (int(part) for part in found.groups())
        else:
            raise ValueError(text)
        born = date(year, month, day)
    except ValueError:
        message = _("Ce n’est pas une date. Écrivez-la comme 12/03/2007.")
        raise ValueRefusedError(message) from None
    if born > context.today:
        raise ValueRefusedError(_("Cette date est dans le futur. Corrigez-la."))
    if born < EARLIEST:
        raise ValueRefusedError(_("Cette date est avant 1940. Corrigez-la."))
    return born


def read_phone(text: str, context: Context) -> str:
    """E.164. A number without prefix is one of the structure's region, else of metropolitan France."""
    for region in dict.fromkeys((context.region, "FR")):
        try:
            return to_e164(text, region)
        except ValueError:
            continue
    message = _("Ce n’est pas un numéro de téléphone. Écrivez-en un seul, comme 06 12 34 56 78, ou rien.")
    raise ValueRefusedError(message)


def read_email(text: str, context: Context) -> str:
    try:
        validate_email(text)
    except ValidationError:
        message = _("Ce n’est pas une adresse e-mail. Écrivez-en une seule, comme lea@exemple.fr, ou rien.")
        raise ValueRefusedError(message) from None
    return _at_most(text, 254)


def read_postal_code(text: str, context: Context) -> str:
    """Five figures; spreadsheet programs drop the zero of `01000`."""
    code = text.replace(" ", "")
    if not re.fullmatch("[0-9]{4,5}", code):
        raise ValueRefusedError(_("Ce n’est pas un code postal. Écrivez ses cinq chiffres."))
    return code.zfill(5)


READERS: dict[str, Callable[[str, Context], Any]] = {
    "last_name": read_name,
    "first_name": read_name,
    "birth_date": read_birth_date,
    "phone": read_phone,
    "email": read_email,
    "commune": read_name,
    "postal_code": read_postal_code,
    "file_number": read_file_number,
}
WORDS = ("last_name", "first_name", "commune")


def name_key(text: str) -> str:
    """A name as it is compared: `Anne-Marie` and `ANNE MARIE` are one."""
    return " ".join(re.sub(r"['-]", " ", folded(text)).split())


def same(field: str, one: Any, other: Any) -> bool:
    """Do two values of a field say the same? Names whatever their writing, addresses whatever their case."""
    if field in WORDS:
        return name_key(one or "") == name_key(other or "")
    if field == "email":
        return (one or "").casefold() == (other or "").casefold()
    return one == other


def finer(field: str, old: Any, new: Any) -> Any:
    """Of two values that say the same, the one to keep: `Léa` rather than `LEA`, else what is there."""
    return new if field in WORDS and _care(new) > _care(old) else old


def _care(word: str) -> tuple[bool, int]:
    return (not word.isupper() and not word.islower(), sum(not c.isascii() for c in word))


def _at_most(text: str, length: int) -> str:
    if len(text) > length:
        message = _("C’est trop long : %(length)d caractères au plus.")
        raise ValueRefusedError(message % {"length": length})
    return text
