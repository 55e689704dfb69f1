"""Twenty free times of one counsellor, and two hundred young people who want one.

`python -m bench.contended fill` prints what a client needs as a JSON object, `… count` what was taken in the end.
"""

import json
import os
import sys
from datetime import datetime, time, timedelta
from itertools import pairwise

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aufil.config.settings")
django.setup()

from aufil.appointments.models import Appointment, Busy, Kind, Mode, Place, Variation  # noqa: E402 - Django first
from aufil.kernel import clock  # noqa: E402
from aufil.people.actions import create_person, create_structure, start_device, support  # noqa: E402
from aufil.people.models import Device, Membership, Role  # noqa: E402

CLIENTS, TIMES, MINUTES = 200, 20, 15


def fill() -> dict[str, object]:
    """Twenty quarters of an hour, ten days from now, and nothing else."""
    structure = create_structure(slug="contended", name="Contended")
    counsellor = create_person(username="c", first_name="C", structure=structure, role=Role.COUNSELLOR)
    kind = Kind.objects.create(structure=structure, name="Entretien", modes=[Mode.SITE], minutes=MINUTES)
    place = Place.objects.create(structure=structure, name="Centre")
    Variation.objects.create(
        structure=structure,
        counsellor=counsellor,
        place=place,
        modes=[Mode.SITE],
        day=clock.now().date() + timedelta(days=10),
        starts=time(8),
        ends=time(8 + TIMES * MINUTES // 60),
        is_open=True,
    )
    tokens = []
    for number in range(CLIENTS):
        young = create_person(username=f"y{number}", first_name="Y", structure=structure, role=Role.YOUNG)
        support(young=young, counsellor=counsellor, structure=structure)
        tokens.append(start_device(person=young, label="bench", kind=Device.Kind.TOKEN)[1])
    named = {"counsellor": str(counsellor.uid), "place": str(place.uid)}
    return {"kind": str(kind.uid), "times": TIMES, "tokens": tokens, **named}


def count() -> dict[str, int]:
    """Appointments that stand, pairs of the same person's that overlap, and how many young people have one."""
    spans: dict[int, list[tuple[datetime, datetime]]] = {}
    for row in Busy.objects.order_by("person", "starts_at"):
        spans.setdefault(row.person_id, []).append((row.starts_at, row.ends_at))
    overlapping = sum(after[0] < before[1] for some in spans.values() for before, after in pairwise(some))
    young = Membership.objects.filter(role=Role.YOUNG, person__in=spans)
    return {
        "booked": Appointment.objects.standing().count(),
        "overlapping": overlapping,
        "people": young.count(),
    }


if __name__ == "__main__":
    print(json.dumps(fill() if sys.argv[1] == "fill" else count()))
