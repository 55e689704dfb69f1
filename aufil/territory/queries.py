"""Communes, found by their name or their postal code."""

from django.db.models import Case, IntegerField, Q, Value, When

from aufil.kernel.words import folded
from aufil.territory.models import Commune

MOST = 10


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
