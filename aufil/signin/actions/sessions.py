"""In, and out again."""

import base64
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from aufil.audit import actions as journal
from aufil.people import actions as people
from aufil.people.models import Device, Person, Structure
from aufil.signin.keys import keyed
from aufil.signin.staff.queries import needs_two_proofs


class Entered(NamedTuple):
    """A device that is signed in, and the secret for its cookie."""

    device: Device
    secret: str


@transaction.atomic
def sign_in(
    *,
    person: Person,
    label: str,
    way: str,
    structure: Structure | None = None,
    secret: str = "",
    assurance: str = Device.Assurance.PLAIN,
) -> Entered:
    """A new device for this person; `secret` as in `start_device`.

    Opened with one proof where two are asked, it is held: it opens nothing but the page where the second is set.
    """
    if assurance == Device.Assurance.PLAIN and needs_two_proofs(person):
        assurance = Device.Assurance.HELD
    journal.record(
        verb=f"signed-in-{way}",
        subject="person",
        subject_uid=person.uid,
        actor=person.pk,
        structure=structure.pk if structure else None,
    )
    started = people.start_device(person=person, label=label, secret=secret, assurance=assurance)
    return Entered(*started)


@transaction.atomic
def sign_out(*, device: Device) -> None:
    """This device opens nothing from now on."""
    journal.record(
        verb="signed-out",
        subject="person",
        subject_uid=device.person.uid,
        actor=device.person_id,
        structure=None,
    )
    people.revoke_devices(devices=[device], actor=device.person)


def device_secret(door: UUID, browser: str) -> str:
    """What a browser's device will have for secret, if `door` lets it in.

    Found again from the browser's own secret: whose answer was lost asks again, and gets the same device.
    """
    return base64.urlsafe_b64encode(keyed("device", f"{door}:{browser}")).decode().rstrip("=")
