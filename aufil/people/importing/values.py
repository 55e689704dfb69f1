"""One cell as the value it means, or a sentence that says what to write instead."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from aufil.kernel.lists.rows import ValueRefusedError, plain
from aufil.kernel.words import folded
from aufil.people.importing.contacts import phone_doubt, phone_of

# A birth before this year is a slip of the pen: nobody a Mission Locale supports was born then.
EARLIEST = date(1940, 1, 1)
FRENCH_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
SERIAL = re.compile(r"[0-9]{5}([.,]0+)?")
MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
SPOKEN_DATE = re.compile(rf"([0-9]{{1,2}})(?:er)? ({'|'.join(MONTHS)}) ([0-9]{{4}})")
# A spreadsheet counts days from here: usual books (its 1900 was a leap year, wrongly), books made on old Macs.
DAY_ZERO, DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0+)?)?$")


@dataclass(frozen=True, slots=True)
class Context:
    """What the reading of a cell depends on: the structure's region, its local date, the file's first day."""

    region: str
    today: date
    day_zero: date = DAY_ZERO


def read_name(text: str, context: Context) -> str:
    return _at_most(text, 80)


def read_file_number(text: str, context: Context) -> str:
    return _at_most(text, 20)


def read_birth_date(text: str, context: Context) -> date:
    """`dd/mm/yyyy`, ISO 8601, « 12 mars 2007 » or a spreadsheet's number: a day that can be somebody's birth."""
    try:
        born = _date(MIDNIGHT.sub("", text), context)
    except (ValueError, OverflowError):
        message = _("Ce n’est pas une date. Écrivez-la comme 12/03/2007.")
        raise ValueRefusedError(message) from None
    if born > context.today:
        raise ValueRefusedError(_("Cette date est dans le futur. Corrigez-la."))
    if born < EARLIEST:
        raise ValueRefusedError(_("Cette date est avant 1940. Corrigez-la."))
    return born


def _date(written: str, context: Context) -> date:
    if found := FRENCH_DATE.fullmatch(written):
        day, month, year = (int(part) for part in found.groups())
    elif found := ISO_DATE.fullmatch(written):
        year, month, day = (int(part) for part in found.groups())
    elif found := SPOKEN_DATE.fullmatch(folded(written)):
        day, month, year = int(found[1]), MONTHS.index(found[2]) + 1, int(found[3])
    elif SERIAL.fullmatch(written):
        return context.day_zero + timedelta(days=int(float(written.replace(",", "."))))
    else:
        raise ValueError(written)
    return date(year, month, day)


def read_phone(text: str, context: Context) -> str:
    """E.164. A number without prefix is one of the structure's region, else of the only region that has it."""
    return phone_of(text, context.region)[0]


def read_email(text: str, context: Context) -> str:
    try:
        validate_email(text)
    except ValidationError:
        message = _("Ce n’est pas une adresse e-mail. Écrivez-en une seule, comme lea@exemple.fr, ou rien.")
        raise ValueRefusedError(message) from None
    return _at_most(text, 254)


def read_postal_code(text: str, context: Context) -> str:
    """Five figures; spreadsheet programs drop the zero of `01000`."""
    code = re.sub(r"[.,]0+$", "", text).replace(" ", "")
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
SMALL_WORDS = re.compile(r"(?<=[ '’-])(?:D|L|De|Du|Des|En|Et|La|Le|Les|Sur|Sous|Aux|Au|Près)(?=[ '’-])")
WORDS = ("last_name", "first_name", "commune")


def name_key(text: str) -> str:
    """A name as it is compared: `Anne-Marie` and `ANNE MARIE` are one."""
    return " ".join(re.sub(r"['-]", " ", folded(plain(text))).split())


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


def doubt(field: str, text: str, value: Any, context: Context) -> str:
    """What somebody should check of a cell that could be read, as a sentence; nothing where it is plain."""
    if field == "phone":
        return phone_doubt(text, context.region)
    if field == "birth_date" and SERIAL.fullmatch(text):
        message = _("La date était un nombre de tableur, %(text)s, lu %(date)s. Vérifiez-la.")
        return message % {"text": text, "date": f"{value:%d/%m/%Y}"}
    return ""


def proper(field: str, value: Any) -> Any:
    """A name or a town all in capitals as people write it: `ANNE-MARIE` as `Anne-Marie`."""
    if field not in WORDS or not value.isupper() or len(value) < 2:
        return value
    written = re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), value)
    if field == "commune":
        return SMALL_WORDS.sub(lambda word: word[0].lower(), written)
    return written


def _at_most(text: str, length: int) -> str:
    if len(text) > length:
        message = _("C’est trop long : %(length)d caractères au plus.")
        raise ValueRefusedError(message % {"length": length})
    return text
