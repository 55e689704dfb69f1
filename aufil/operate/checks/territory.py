"""What Aufil knows of the land."""

from aufil.operate.checks.verdict import Verdict, ok, warning
from aufil.territory.queries import commune_count


def communes() -> Verdict:
    """Without communes no place has a position: no road is counted between appointments, nor kilometres saved."""
    count = commune_count()
    if count:
        return ok(f"{count} communes sont connues.")
    return warning(
        "Aucune commune n’est connue : ni temps de route entre deux rendez-vous, ni kilomètres évités.",
        "aufil import communes FICHIER",
    )
