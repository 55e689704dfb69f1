"""A worker of delivery alone, to be killed: `python -m tests.chaos.delivering fill COUNT` or `… work PORT`.

Its channel of texts is a stand-in that speaks HTTP with the provider of the test, and cannot tell a repeat.
"""

import http.client
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta

import django

django.setup()

from aufil.config.wiring import connect  # noqa: E402 - Django first
from aufil.delivery.actions import carry_sms, carrying, climb  # noqa: E402
from aufil.delivery.carriers import register_carriers  # noqa: E402
from aufil.delivery.channels import Fate, Parcel  # noqa: E402
from aufil.delivery.models import Notice  # noqa: E402
from aufil.delivery.sources import Words, register_sources  # noqa: E402
from aufil.kernel import clock  # noqa: E402
from aufil.people.models import Membership, Person, Role, Structure  # noqa: E402

PROVIDER_AWAY = Fate("later", code="away")


class Posting:
    knows_repeats = False

    def __init__(self, port: int) -> None:
        self.port = port

    def carry(self, parcels: Sequence[Parcel]) -> Iterator[tuple[Parcel, Fate]]:
        for parcel in parcels:
            yield parcel, self._post(parcel)

    def _post(self, parcel: Parcel) -> Fate:
        provider = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        provider.request("POST", f"/{parcel.attempt.uid}", "\n".join(words.text for words in parcel.words))
        answer = provider.getresponse()
        ref = answer.read().decode()
        return Fate("taken", ref=ref) if answer.status == 200 else PROVIDER_AWAY


def words_of(notices: Sequence[Notice]) -> dict[int, Words]:
    return {notice.pk: Words("Camille", f"notice {notice.topic}", "/") for notice in notices}


def fill(count: int) -> None:
    """So many young people, each with a number and a notice that is due, whatever the hour."""
    now = clock.now()
    structure = Structure.objects.create(slug="essai", name="Essai")
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
            structure=structure, person=person, role=Role.YOUNG, starts_on=now.date() - timedelta(days=9)
        )
        for person in people
    )
    Notice.objects.bulk_create(
        Notice(
            structure=structure,
            person=person,
            topic=number,
            position=1,
            created_at=now - timedelta(minutes=10),
            due_at=now,
            urgent=True,
            weight=number % 2,
        )
        for number, person in enumerate(people)
    )


def work(port: int) -> None:
    """Until killed."""
    # A test does not wait as long as a provider would like.
    carrying.LEASE, carrying.FIRST_DELAY = timedelta(seconds=2), timedelta(seconds=0.5)
    connect()
    register_sources({"thread": words_of})
    register_carriers({"sms": Posting(port)})
    while True:
        if not any([climb(), carry_sms()]):
            time.sleep(0.05)


if __name__ == "__main__":
    {"fill": fill, "work": work}[sys.argv[1]](int(sys.argv[2]))
