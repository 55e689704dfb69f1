"""Communes brought in from a file."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.kernel.lists.rows import FileRefusedError
from aufil.kernel.words import folded
from aufil.territory.models import Commune
from aufil.territory.reading import Said, lines_of

__all__ = ["FileRefusedError", "Outcome", "import_communes"]
FIELDS = ("name", "department", "postal_codes", "folded", "latitude", "longitude")


@dataclass(frozen=True)
class Outcome:
    """What became of a line: `created`, `updated`, `unchanged` or `refused`."""

    line: int
    outcome: str
    column: str = ""
    value: str = ""
    reason: str = ""


@transaction.atomic
def import_communes(*, content: bytes, dry_run: bool = False) -> list[Outcome]:
    """Every line of a CSV or XLSX; one that is refused stops no other, the same file again changes nothing.

    Raises FileRefusedError for what is no such file. A commune the file does not name stays as it is.
    """
    known = {commune.insee: commune for commune in Commune.objects.all()}
    created: list[Commune] = []
    updated: list[Commune] = []
    seen: set[str] = set()
    outcomes = [_one(said, known, seen, created, updated) for said in lines_of(content)]
    if not dry_run:
        Commune.objects.bulk_create(created, batch_size=500)
        Commune.objects.bulk_update(updated, FIELDS, batch_size=100)
    return outcomes


def _one(
    said: Said, known: dict[str, Commune], seen: set[str], created: list[Commune], updated: list[Commune]
) -> Outcome:
    if said.commune is None:
        return Outcome(said.line, "refused", said.column, said.value, said.reason)
    insee = str(said.commune["insee"])
    if insee in seen:
        reason = _("Cette commune est déjà dans le fichier, plus haut. Gardez une seule ligne.")
        return Outcome(said.line, "refused", "code_insee", insee, reason)
    seen.add(insee)
    values = {**said.commune, "folded": folded(str(said.commune["name"]).replace("-", " "))}
    commune = known.get(insee)
    if commune is None:
        created.append(Commune(**values))
        return Outcome(said.line, "created")
    if all(getattr(commune, name) == values[name] for name in FIELDS):
        return Outcome(said.line, "unchanged")
    for name in FIELDS:
        setattr(commune, name, values[name])
    updated.append(commune)
    return Outcome(said.line, "updated")
