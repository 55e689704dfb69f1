"""What became of a list, as rows one can keep."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from aufil.operate.models import IntakeLine


def lines(found: Iterable[IntakeLine]) -> Iterator[list[str]]:
    """A title row, then a row a line."""
    yield [_("ligne"), _("personne"), _("résultat"), _("colonne"), _("valeur"), _("raison"), _("à vérifier")]
    for row in found:
        outcome = str(IntakeLine.Fate(row.outcome).label)
        yield [str(row.line), row.who, outcome, row.column, row.value, row.reason, " ".join(row.warnings)]
