"""Browsers that let themselves be told, and those that no longer do."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from aufil.delivery.actions.journaling import record_of
from aufil.delivery.channels.push import told_to
from aufil.delivery.channels.push.handing import Hands
from aufil.delivery.models import PushSubscription
from aufil.jobs.actions import NotYet, job
from aufil.kernel import clock
from aufil.kernel.ids import new_id
from aufil.people.models import Device

TRY_PATIENCE = timedelta(seconds=20)
TRY_PATH = "/notifications/"


@transaction.atomic
def subscribe(*, device: Device, endpoint: str, p256dh: str, auth: str) -> PushSubscription:
    """Tell this browser from now on. One that somebody else let be told before is no longer told of them."""
    # Whoever comes second waits here: two tabs, two taps.
    Device.objects.select_for_update().get(pk=device.pk)
    PushSubscription.objects.filter(endpoint=endpoint).exclude(device=device).delete()
    now = clock.now()
    values = {"person": device.person, "endpoint": endpoint, "p256dh": p256dh, "auth": auth, "gone_at": None}
    row, made = PushSubscription.objects.get_or_create(device=device, defaults={**values, "made_at": now})
    if made:
        record_of(device.person, "push-allowed", by=device.person)
    else:
        PushSubscription.objects.filter(pk=row.pk).update(**values)
        row.refresh_from_db()
    return row


@transaction.atomic
def unsubscribe(*, device: Device) -> None:
    """Tell this browser nothing more."""
    if PushSubscription.objects.filter(device=device).delete()[0]:
        record_of(device.person, "push-ended", by=device.person)


def forget_devices(*, devices: Sequence[int]) -> None:
    """These devices (ids) open nothing any more: they are told nothing either."""
    PushSubscription.objects.filter(device__in=devices).delete()


def follow_devices(*, devices: Sequence[int]) -> None:
    """These devices (ids) are another person's by now: what they are told is that person's too."""
    owner = Device.objects.filter(pk=OuterRef("device")).values("person")
    PushSubscription.objects.filter(device__in=devices).update(person=Subquery(owner[:1]))


@job
def try_push(*, device: int) -> None:
    """Tell a browser that it is told: asked for by hand, so it leaves at any hour."""
    row = PushSubscription.objects.filter(device=device, gone_at=None).first()
    if row is None:
        return
    title = _("Ça marche : on peut vous prévenir ici.")
    told = told_to(row, new_id(), title, TRY_PATH, seconds=300, urgency="high")
    fate = Hands().hand_over(told)
    if fate.for_good:
        PushSubscription.objects.filter(pk=row.pk).update(gone_at=clock.now())
    elif fate.said == "later":
        raise NotYet(fate.code, at_most=TRY_PATIENCE)
