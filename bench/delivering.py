"""Inside the product, for `bench delivery`: people to tell, then notices at a steady pace and followers that follow.

`python -m bench.delivering fill PEOPLE`, `… flow A_SECOND SECONDS`. The carriers take at once and say that it came:
what is measured is ours, not a provider. One in two is read before its first step, as on open screens.
"""

import json
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 - Django first

from aufil.config.wiring import connect  # noqa: E402
from aufil.delivery import actions  # noqa: E402
from aufil.delivery.carriers import register_carriers  # noqa: E402
from aufil.delivery.channels import Fate, Parcel  # noqa: E402
from aufil.delivery.models import Notice, PushSubscription  # noqa: E402
from aufil.delivery.sources import Words, register_sources  # noqa: E402
from aufil.kernel import clock  # noqa: E402
from aufil.kernel.statements import Statements  # noqa: E402
from aufil.people.models import Device, Membership, OpeningHours, Person, Role, Structure  # noqa: E402
from bench.figures import percentile  # noqa: E402

SEED = 5
STRUCTURES = 20
WAIT = 15.0  # s, for what was written last to come to its end


class Null:
    """Takes everything at once."""

    knows_repeats = True

    def carry(self, parcels: Sequence[Parcel]) -> Iterator[tuple[Parcel, Fate]]:
        for parcel in parcels:
            yield parcel, Fate("taken", ref=parcel.attempt.uid.hex, parts=1)


def words_of(notices: Sequence[Notice]) -> dict[int, Words]:
    return {notice.pk: Words("Camille", "Bonjour, à demain 14 h.", "/") for notice in notices}


def fill(count: int) -> None:
    """People of several structures open day and night; one in two has a browser that is told by push."""
    now = clock.now()
    places = Structure.objects.bulk_create(Structure(slug=f"s{n}", name=f"S{n}") for n in range(STRUCTURES))
    OpeningHours.objects.bulk_create(
        OpeningHours(structure=place, weekday=day, opens="08:00", closes="20:00")
        for place in places
        for day in range(6)
    )
    people = Person.objects.bulk_create(
        Person(
            username=f"jeune{n}",
            first_name="Léa",
            last_name=f"N{n}",
            phone=f"+3363998{n:04}",
            findable_name="",
        )
        for n in range(count)
    )
    Membership.objects.bulk_create(
        Membership(
            structure=places[n % STRUCTURES],
            person=one,
            role=Role.YOUNG,
            starts_on=now.date() - timedelta(days=9),
        )
        for n, one in enumerate(people)
    )
    told = people[::2]
    devices = Device.objects.bulk_create(
        Device(
            person=one,
            key_hash=one.uid.bytes * 2,
            last_seen_at=now,
            expires_at=now + timedelta(days=90),
        )
        for one in told
    )
    PushSubscription.objects.bulk_create(
        PushSubscription(
            device=device,
            person=one,
            endpoint=f"https://push.example/{one.pk}",
            p256dh="k",
            auth="a",
            made_at=now,
        )
        for device, one in zip(devices, told, strict=True)
    )


def flow(a_second: int, seconds: int) -> None:
    """Notices at a steady pace, written a tenth of a second's at a time as posts that arrive together are; read,
    told by push, or by a text whose receipt ends them."""
    connect()
    register_sources({"thread": words_of})
    register_carriers({"push": Null(), "sms": Null()})
    places = dict(Membership.objects.values_list("person", "structure"))
    people = sorted(places)
    stop = threading.Event()
    followers = [actions.climb, actions.carry_push, actions.carry_sms]
    threads = [threading.Thread(target=_follow, args=[one, stop]) for one in followers]
    threads.append(threading.Thread(target=_hear, args=[stop]))
    began = time.process_time()
    for thread in threads:
        thread.start()
    lags, start = [], time.monotonic()
    chance = random.Random(SEED)
    step = a_second // 10
    for tick in range(seconds * 10):
        due = start + tick / 10
        time.sleep(max(0.0, due - time.monotonic()))
        _write([(chance.choice(people), tick * step + n) for n in range(step)], places, chance)
        lags.append(time.monotonic() - due)
    _wait_until_closed()
    lasted = time.monotonic() - start
    stop.set()
    for thread in threads:
        thread.join()
    written = a_second // 10 * 10 * seconds
    unclosed = Notice.objects.filter(ended_at=None).count()
    rows = Notice.objects.filter(attempts__isnull=False).values_list("created_at", "attempts__made_at")
    late = [(made - created - actions.FIRST_LOOK).total_seconds() for created, made in rows]
    said = {
        "written": written,
        "closed": written - unclosed,
        "unclosed": unclosed,
        "seconds": lasted,
        "write_lag_p99": percentile(lags, 0.99),
        "lag_p95": percentile(late, 0.95),
        "cpu": time.process_time() - began,
    }
    print(json.dumps(said))


def _write(some: list[tuple[int, int]], places: dict[int, int], chance: random.Random) -> None:
    """As a post does; their first look is now, so that a minute is enough."""
    now = clock.now()
    created = now - actions.FIRST_LOOK
    rows = [
        actions.NewNotice(
            places[person], person, topic, 1, created, now, urgent=True, weight=int(topic % 10 == 0)
        )
        for person, topic in some
    ]
    with transaction.atomic():
        Statements().write(actions.insertion(rows))
    for person, topic in some:
        if chance.random() < 0.5:  # on an open screen
            actions.close_seen(person=person, topic=topic, up_to=1, at=now)


def _follow(one: Callable[[], bool], stop: threading.Event) -> None:
    while not stop.is_set():
        stop.wait(0.02 if one() else 0.5)
    connection.close()


def _hear(stop: threading.Event) -> None:
    """What left is heard of: a text has come (a receipt), what a push told of is read."""
    heard: set[int] = set()
    while not stop.is_set():
        rows = Notice.objects.filter(ended_at=None, state=Notice.State.SENT, attempts__isnull=False)
        for pk, person, topic, channel, uid in rows.values_list(
            "pk", "person", "topic", "attempts__channel", "attempts__uid"
        )[:500]:
            if pk in heard:
                continue
            heard.add(pk)
            if channel == "sms":
                actions.record_receipt(said="delivered", attempt=uid, at=clock.now())
            else:
                actions.close_seen(person=person, topic=topic, up_to=1, at=clock.now())
        stop.wait(0.2)
    connection.close()


def _wait_until_closed() -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until and Notice.objects.filter(ended_at=None).exists():
        time.sleep(0.2)


if __name__ == "__main__":
    {"fill": fill, "flow": flow}[sys.argv[1]](*map(int, sys.argv[2:]))
