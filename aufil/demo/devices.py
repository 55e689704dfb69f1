"""The phones of the demonstration's young people: in use, replaced, lost; and the four digits some chose."""

import secrets
from datetime import datetime, timedelta
from uuid import NAMESPACE_DNS, uuid5

from aufil.people.models import Device, Person
from aufil.signin.actions import choose_personal_code

NAMESPACE = uuid5(NAMESPACE_DNS, "telephones.demonstration.aufil")
MODELS = ("Téléphone Android", "iPhone", "Téléphone Android", "Téléphone Android", "Ordinateur Windows")
LIFE = timedelta(days=90)
CODE = "4826"  # everybody's, in the demonstration


def give_phones(young: list[Person], camille: Person, now: datetime) -> None:
    """A phone for most, none for some, a lost one here and there. Nobody holds their secrets."""
    devices, since = [], {}
    for number, person in enumerate(young):
        began = now - timedelta(weeks=10, hours=7 * number % 160)
        if number % 9 != 4:
            devices.append(_phone(person, number, now - timedelta(hours=1 + 5 * number % 90)))
            since[devices[-1].uid] = began
        if number % 7 == 0:
            lost = _phone(person, number + 1, now - timedelta(days=6, hours=number % 20))
            lost.revoked_at = lost.last_seen_at + timedelta(hours=19)
            lost.revoked_by = camille if person.username == "lea" else person
            devices.append(lost)
            since[lost.uid] = began - timedelta(days=9)
        if number % 3 == 1:
            choose_personal_code(person=person, code=CODE)
    Device.objects.bulk_create(devices)
    for device in devices:  # the time a row was made is set when it is made
        device.created_at = since[device.uid]
    Device.objects.bulk_update(devices, ["created_at"])


def _phone(person: Person, number: int, seen: datetime) -> Device:
    return Device(
        uid=uuid5(NAMESPACE, f"{person.username}/{number}"),
        person=person,
        key_hash=secrets.token_bytes(32),
        label=MODELS[number % len(MODELS)],
        last_seen_at=seen,
        expires_at=seen + LIFE,
    )
