"""How soon what was written was seen, in the demonstration; and young people whom nothing reaches any more."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from aufil.delivery.models import Notice
from aufil.people.models import Device, Person

# Minutes until it was seen, taken in turn: most the same day, some after days.
WAITS = (1, 3, 12, 35, 50, 90, 140, 4, 260, 600, 25, 1000, 8, 2100, 70, 5200)
# Who changed their number and said nothing, and opened Aufil so many days ago for the last time.
LOST = {"axel": 38, "erwan": 33}


def spread_readings(now: datetime) -> None:
    """Nobody reads everything at once."""
    seen = list(Notice.objects.filter(reach=Notice.Reach.CALL, seen_at__isnull=False).order_by("pk"))
    for number, notice in enumerate(seen):
        notice.seen_at = min(notice.created_at + timedelta(minutes=WAITS[number % len(WAITS)]), now)
    Notice.objects.bulk_update(seen, ["seen_at"], batch_size=200)


def lose(young: Mapping[str, Person], now: datetime) -> None:
    for username, days in LOST.items():
        person = young[username]
        person.phone_wrong_at, person.email = now - timedelta(days=days // 6), ""
        person.save(update_fields=["phone_wrong_at", "email"])
        Device.objects.filter(person=person).update(last_seen_at=now - timedelta(days=days))
