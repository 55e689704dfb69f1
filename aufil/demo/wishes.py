"""How the demonstration’s people wish to be told: some counsellors otherwise, some young people not by mail; and what
becomes of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from aufil.delivery.models import Address, Channel, Wish
from aufil.demo.readings import lose, spread_readings
from aufil.people.models import Person

# Every third counsellor, in turn.
ALERTS = (Wish.Alerts.DIGEST, Wish.Alerts.GROUPED, Wish.Alerts.NOTHING)
STOPPED_EACH = 17


def wish(staff: Mapping[str, Person], young: Mapping[str, Person], now: datetime) -> None:
    others = [person for name, person in sorted(staff.items()) if name not in ("camille", "alex")]
    Wish.objects.bulk_create(
        Wish(person=person, alerts=ALERTS[number // 3 % len(ALERTS)])
        for number, person in enumerate(others)
        if number % 3 == 0
    )
    with_mail = [person for person in young.values() if person.email]
    Address.objects.bulk_create(
        Address(
            person=person,
            channel=Channel.EMAIL,
            address=person.email,
            stopped_at=now - timedelta(days=3 + number % 20, hours=number % 7),
        )
        for number, person in enumerate(with_mail)
        if number % STOPPED_EACH == STOPPED_EACH - 1
    )
    spread_readings(now)
    lose(young, now)
