"""Communes, found by their name or their postal code."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Case, IntegerField, Q, Value, When

from aufil.kernel.words import folded
from aufil.territory.models import Commune

MOST = 10


class Address(NamedTuple):
    """As somebody wrote it; either may be empty."""

    postal_code: str
    commune: str


def find_communes(text: str, most: int = MOST) -> list[Commune]:
    """Suggestions for what is typed: words of a name, a postal code or its beginning, or both. One statement."""
    words = folded(text.replace("-", " ")).split()
    name = " ".join(word for word in words if not word.isdigit())
    code = "".join(word for word in words if word.isdigit())
    if len(name) < 2 and len(code) < 2:
        return []
    wanted = Q()
    for word in name.split():
        wanted &= Q(folded__startswith=word) | Q(folded__contains=f" {word}")
    if code:
        wanted &= Q(postal_codes__startswith=code) | Q(postal_codes__contains=f" {code}")
    nearness = Case(
        When(folded=name, then=Value(0)),
        When(folded__startswith=name, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return list(Commune.objects.filter(wanted).order_by(nearness, "folded", "insee")[:most])


def communes_at(addresses: Iterable[Address]) -> dict[Address, Commune]:
    """The commune of each address of which it is certain. One statement, for any number.

    By postal code and name; by either alone where only one commune has it.
    """
    wanted = set(addresses)
    names = {_as_kept(address.commune) for address in wanted} - {""}
    departments = {found for address in wanted for found in _departments(address.postal_code)}
    rows = Commune.objects.filter(Q(department__in=departments) | Q(folded__in=names))
    by_code: dict[str, list[Commune]] = defaultdict(list)
    by_name: dict[str, list[Commune]] = defaultdict(list)
    for row in rows:
        by_name[row.folded].append(row)
        for code in row.postal_codes.split():
            by_code[code].append(row)
    found = {}
    for address in wanted:
        there, named = by_code.get(address.postal_code, []), by_name.get(_as_kept(address.commune), [])
        both = [row for row in there if row in named]
        likely = both or there or ([] if address.postal_code else named)
        if len(likely) == 1:
            found[address] = likely[0]
    return found


def _as_kept(name: str) -> str:
    words = folded(name.replace("-", " ")).split()
    spelled = {"st": "saint", "ste": "sainte"}
    return " ".join(spelled.get(word, word) for word in words)


def _departments(code: str) -> tuple[str, ...]:
    if code.startswith("20"):
        return ("2A", "2B")
    return (code[:3] if code.startswith(("97", "98")) else code[:2],) if code else ()


def commune_of(insee: str) -> Commune | None:
    """The commune of an INSEE code; None when nobody brought it in."""
    return Commune.objects.filter(insee=insee).first()


def likely_communes(postal_code: str, name: str) -> list[Commune]:
    """What a postal code and a name typed apart may stand for: one when that is sure, several to choose from, none
    when nobody knows. Two statements at most."""
    found = find_communes(f"{postal_code} {name}".strip()) or find_communes(name)
    wanted = " ".join(folded(name.replace("-", " ")).split())
    exact = [commune for commune in found if commune.folded == wanted]
    return exact if len(exact) == 1 else found


def commune_count() -> int:
    """How many are known."""
    return Commune.objects.count()
