"""The database itself refuses somebody at two places at once."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from aufil.appointments.models import Appointment, Busy, Kind, Mode, Nature

pytestmark = pytest.mark.django_db
NINE = datetime.fromisoformat("2026-03-10T09:00:00+00:00")


def taken(cast, start: int, end: int, person=None) -> Busy:
    """From `start` to `end` minutes after nine."""
    structure = cast.structures["cholet"]
    kind, _made = Kind.objects.get_or_create(
        structure=structure, name="Entretien", defaults={"modes": ["site"]}
    )
    starts, ends = NINE + timedelta(minutes=start), NINE + timedelta(minutes=end)
    appointment = Appointment.objects.create(
        structure=structure,
        kind=kind,
        nature=Nature.INTERVIEW,
        mode=Mode.PHONE,
        counsellor=cast.camille,
        starts_at=starts,
        ends_at=ends,
        made_at=NINE,
        changed_at=NINE,
    )
    return Busy.objects.create(
        person=person or cast.camille, appointment=appointment, starts_at=starts, ends_at=ends
    )


@pytest.mark.parametrize(("start", "end"), [(0, 30), (10, 20), (-15, 1), (29, 60), (-10, 50)])
def test_what_overlaps_is_refused(cast, start, end):
    taken(cast, 0, 30)
    with pytest.raises(IntegrityError), transaction.atomic():
        taken(cast, start, end)
    assert Busy.objects.count() == 1


@pytest.mark.parametrize(("start", "end"), [(30, 60), (-30, 0)])
def test_one_may_follow_another(cast, start, end):
    taken(cast, 0, 30)
    taken(cast, start, end)
    taken(cast, 0, 30, person=cast.julien)
    assert Busy.objects.count() == 3


def test_moved_onto_another_is_refused_and_moved_within_itself_is_not(cast):
    first, second = taken(cast, 0, 30), taken(cast, 60, 90)
    first.starts_at += timedelta(minutes=10)
    first.save()
    second.starts_at = first.starts_at
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()
