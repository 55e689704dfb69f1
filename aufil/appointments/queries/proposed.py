"""Links by which somebody takes a time: found, listed, worded."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aufil.appointments.models import Proposal
from aufil.delivery.models import Notice
from aufil.delivery.queries import Words
from aufil.kernel import clock
from aufil.people.models import Person, Structure
from aufil.signin.models import Link
from aufil.signin.queries import code_of


def proposal_of(link: Link) -> Proposal | None:
    """What a link proposes, with all that its pages say."""
    return _rows().filter(link=link).first()


def live_proposals(young: Person, structure: Structure) -> list[Proposal]:
    """Those that still open."""
    rows = _rows().filter(structure=structure, link__person=young, link__closed_at=None)
    return list(rows.filter(link__expires_at__gt=clock.now()))


def told_of_proposals(notices: Sequence[Notice]) -> dict[int, Words]:
    """The address itself, on every way out: it opens nothing without the person's four digits. None once it is dead
    or has served."""
    rows = {row.pk: row for row in _rows().filter(pk__in={one.topic for one in notices})}
    said = {}
    for one in notices:
        row = rows.get(one.topic)
        if row is None or row.appointment_id or not row.link.is_live_at(clock.now()):
            continue
        who = row.link.maker.first_name
        path = f"/rdv/{code_of(row.link)}/"
        text = _("choisissez l’heure de votre rendez-vous, quand vous voulez :")
        said[one.pk] = Words(who, text, path, who, address=settings.BASE_URL + path)
    return said


def _rows() -> QuerySet[Proposal]:
    facts = ("link__person", "link__maker", "structure", "kind", "counsellor")
    booked = [f"appointment__{name}" for name in ("kind", "place", "counsellor", "structure")]
    return Proposal.objects.select_related(*facts, "appointment", *booked)
