"""Tests the team proposed, and what is said of them on the ways out."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from aufil.delivery.models import Notice
from aufil.delivery.queries import Words
from aufil.kernel import clock
from aufil.signin.queries import can_be_asked
from aufil.video.models import Trial
from aufil.video.queries.doors import path_of

TRIAL = "visio-test"  # as the entry it stands on: `topic` its thread, `position` its place there
CHECK_PATH = "/visio/essai/"


def told_of_trials(notices: Sequence[Notice]) -> dict[int, Words]:
    """By notice; none for one that is over. Who cannot be told from a stranger is led to where one signs in."""
    rows = Trial.objects.filter(person__in={one.person_id for one in notices}, closed_at=None)
    rows = rows.filter(until__gt=clock.now()).select_related("person", "proposed_by")
    trials = {(row.structure_id, row.person_id): row for row in rows}
    said = {}
    for one in notices:
        row = trials.get((one.structure_id, one.person_id))
        if row and row.proposed_by:
            who = row.proposed_by.first_name
            opening = _("%(name)s vous propose d’essayer la visio. Une demi-minute suffit.") % {"name": who}
            path = (can_be_asked(row.person) and path_of(row)) or CHECK_PATH
            said[one.pk] = Words(who, opening, path, who, opening=opening)
    return said


def trial_open(uid: UUID) -> Trial | None:
    """The one of this identifier, while its address lives."""
    rows = Trial.objects.filter(uid=uid, until__gt=clock.now())
    return rows.select_related("person", "structure").first()
