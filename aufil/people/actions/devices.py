"""Signed-in browsers and API tokens."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from aufil.audit import actions as journal
from aufil.kernel import bus, clock
from aufil.people.events import DeviceRevoked
from aufil.people.models import Device, Membership, Person, Structure
from aufil.web.authentication import key_hash

TOUCH_EVERY = timedelta(minutes=10)


@transaction.atomic
def start_device(
    *,
    person: Person,
    label: str,
    kind: str = Device.Kind.BROWSER,
    days: int | None = None,
    secret: str = "",
    assurance: str = Device.Assurance.PLAIN,
) -> tuple[Device, str]:
    """A new signed-in browser or API token; returns it with its secret, which is shown this once.

    `secret`: 256 bits that the caller can find again, for a browser that may not have got the answer.
    """
    secret = secret or secrets.token_urlsafe(32)
    now = clock.now()
    device = Device.objects.create(
        person=person,
        kind=kind,
        assurance=Device.Assurance.TRUSTED if kind == Device.Kind.TOKEN else assurance,
        key_hash=key_hash(secret),
        label=label[:80],
        last_seen_at=now,
        expires_at=now + timedelta(days=days or settings.DEVICE_DAYS),
    )
    journal.record(
        verb=f"device-started-{kind}",
        subject="person",
        subject_uid=person.uid,
        actor=person.pk,
        structure=None,
    )
    return device, secret


def touch_device(*, device: Device, at: datetime) -> None:
    """The device was used: its 90 days begin again. Written at most every ten minutes."""
    if at - device.last_seen_at < TOUCH_EVERY:
        return
    fields = {"last_seen_at": at}
    if device.kind == Device.Kind.BROWSER:
        fields["expires_at"] = at + timedelta(days=settings.DEVICE_DAYS)
    Device.objects.filter(pk=device.pk, revoked_at=None).update(**fields)


@transaction.atomic
def revoke_devices(*, devices: Sequence[Device], actor: Person, structure: Structure | None = None) -> None:
    """These devices open nothing from now on; `structure` when it is staff who say so."""
    now = clock.now()
    for device in devices:
        Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=now, revoked_by=actor)
        journal.record(
            verb="device-revoked",
            subject="person",
            subject_uid=device.person.uid,
            actor=actor.pk,
            structure=structure.pk if structure else None,
        )
    bus.publish([DeviceRevoked(device.person_id, device.pk) for device in devices])


def assure_device(*, device: Device, assurance: str) -> None:
    """From now on this is how surely we know who holds the device."""
    device.assurance = assurance
    Device.objects.filter(pk=device.pk).update(assurance=assurance)


def announce_waiting(*, device: int, count: int) -> None:
    """A phone says how many entries it keeps that have not left yet."""
    Device.objects.filter(pk=device).exclude(waiting=count).update(waiting=count, waiting_said_at=clock.now())


def choose_home(*, device: Device, membership: Membership) -> None:
    """Remember, on this device, which of their roles a person comes for."""
    device.chosen_home = membership.home
    device.save(update_fields=["chosen_home"])


def remember_view(*, device: Device, view: str) -> None:
    """Keep, on this device, how the caseload was last asked for."""
    if device.caseload_view != view:
        device.caseload_view = view
        device.save(update_fields=["caseload_view"])
