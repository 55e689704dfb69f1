"""Web push: a lock screen says who writes, and a tap opens where. What was said never leaves this way.

A push of the same thread takes the place of the one before, at the service and on the screen: handed over twice, it
shows once.
"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q

from aufil.delivery.channels import Fate, Parcel
from aufil.delivery.channels.headline import headline, place
from aufil.delivery.channels.push.handing import HANDS, Hands, Told
from aufil.delivery.models import Attempt, Notice, PushSubscription
from aufil.kernel import clock
from aufil.people.models import Device

KEPT = timedelta(days=1)  # at the service, for a phone that is off
KEPT_LEAST = timedelta(minutes=1)
GONE = Fate("refused", code="gone", for_good=True)


class Carrier:
    """Tells browsers; the address of an attempt is the `uid` of the device to tell."""

    knows_repeats = True

    def __init__(self) -> None:
        self.hands = Hands()

    def carry(self, parcels: Sequence[Parcel]) -> Iterator[tuple[Parcel, Fate]]:
        told = _told(parcels)
        for parcel in parcels:
            if parcel.attempt.pk not in told:
                yield parcel, GONE
        with ThreadPoolExecutor(HANDS, thread_name_prefix="push") as threads:
            leaving = {
                threads.submit(self.hands.hand_over, told[parcel.attempt.pk]): parcel
                for parcel in parcels
                if parcel.attempt.pk in told
            }
            for done in as_completed(leaving):
                yield leaving[done], done.result()


def topic(path: str) -> str:
    """A name for a thread that says nothing of it: at most 32 letters of base64url."""
    return urlsafe_b64encode(hashlib.sha256(path.encode()).digest())[:32].decode()


def told_to(subscription: PushSubscription, uid: UUID, title: str, path: str, **how: Any) -> Told:
    """What a browser is told (`uid`: by which attempt); `how`: `seconds`, `urgency`."""
    content = {"id": str(uid), "title": title, "path": path, "tag": topic(path)}
    how = {"seconds": int(KEPT.total_seconds()), "urgency": "normal", **how}
    keys = subscription.endpoint, subscription.p256dh, subscription.auth
    return Told(*keys, content, content["tag"], **how)


def _told(parcels: Sequence[Parcel]) -> dict[int, Told]:
    """By attempt; one whose browser may not be told any more is missing. Two statements."""
    now = clock.now()
    devices = [parcel.attempt.address for parcel in parcels]
    rows = PushSubscription.objects.filter(device__uid__in=devices, gone_at=None)
    live = rows.filter(device__in=Device.objects.live(now).exclude(assurance=Device.Assurance.HELD))
    subscriptions = {(str(row.device.uid), row.person_id): row for row in live.select_related("device")}
    hurry = _hurry([parcel.attempt.pk for parcel in parcels])
    return {
        parcel.attempt.pk: told_to(
            subscription,
            parcel.attempt.uid,
            headline(parcel.words),
            place(parcel.words),
            **hurry.get(parcel.attempt.pk, {}),
        )
        for parcel in parcels
        if (subscription := subscriptions.get((parcel.attempt.address, parcel.attempt.person_id)))
    }


def _hurry(attempts: Sequence[int]) -> dict[int, dict[str, Any]]:
    """How long each is worth keeping, and how much it hurries: as the most pressing of what it speaks of."""
    now = clock.now()
    rows = Attempt.objects.filter(pk__in=attempts).values_list("pk")
    found = rows.annotate(
        pointless=Min("notices__pointless_at"),
        urgent=Count("notices", filter=Q(notices__urgent=True)),
        weight=Min("notices__weight"),
    )
    hurry = {}
    for pk, pointless, urgent, weight in found:
        left = min(KEPT, pointless - now) if pointless else KEPT
        urgency = "high" if urgent else "low" if weight == Notice.Weight.MANY else "normal"
        hurry[pk] = {"seconds": int(max(left, KEPT_LEAST).total_seconds()), "urgency": urgency}
    return hurry
