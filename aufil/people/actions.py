"""All writes about people: structures, persons, memberships, who supports whom, devices."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from aufil.audit import actions as journal
from aufil.kernel import bus, clock
from aufil.people.events import DeviceRevoked, SupportEnded, SupportStarted
from aufil.people.models import (
    Device,
    Membership,
    OpeningHours,
    Person,
    Site,
    Structure,
    Support,
)
from aufil.web.authentication import key_hash

# A Mission Locale's usual week, until its own is set: Monday to Friday, 9:00-12:30 and 13:30-17:30.
USUAL_WEEK = [
    (day, *span) for day in range(5) for span in ((time(9), time(12, 30)), (time(13, 30), time(17, 30)))
]
TOUCH_EVERY = timedelta(minutes=10)


@transaction.atomic
def create_structure(
    *, slug: str, name: str, timezone: str = "Europe/Paris", region: str = "FR"
) -> Structure:
    """A Mission Locale with a main site and the usual week's hours."""
    structure = Structure.objects.create(slug=slug, name=name, timezone=timezone, region=region)
    Site.objects.create(structure=structure, name=name, is_main=True)
    OpeningHours.objects.bulk_create(
        OpeningHours(structure=structure, weekday=day, opens=opens, closes=closes)
        for day, opens, closes in USUAL_WEEK
    )
    journal.record(
        verb="structure-created",
        subject="structure",
        subject_uid=structure.uid,
        actor=None,
        structure=structure.pk,
    )
    return structure


def free_username(first_name: str, last_name: str) -> str:
    """A username nobody has yet: `lea.baron`, `lea.baron2`…"""
    base = slugify(f"{first_name} {last_name}").replace("-", ".")[:50] or "personne"
    taken = set(Person.objects.filter(username__startswith=base).values_list("username", flat=True))
    number = 1
    while (name := base if number == 1 else f"{base}{number}") in taken:
        number += 1
    return name


@transaction.atomic
def create_person(
    *,
    username: str,
    first_name: str = "",
    last_name: str = "",
    structure: Structure | None = None,
    role: str | None = None,
    email: str = "",
    phone: str = "",
    birth_date: date | None = None,
    postal_code: str = "",
    commune: str = "",
    file_number: str = "",
    is_platform_admin: bool = False,
    actor: Person | None = None,
) -> Person:
    """A person, with a role in a structure unless they administer the platform. Phone as E.164."""
    person = Person(
        username=username,
        first_name=first_name or username.capitalize(),
        last_name=last_name,
        email=email,
        phone=phone,
        birth_date=birth_date,
        postal_code=postal_code,
        commune=commune,
        is_platform_admin=is_platform_admin,
    )
    person.set_unusable_password()
    person.save(force_insert=True)
    if structure and role:
        Membership.objects.create(
            person=person,
            structure=structure,
            role=role,
            file_number=file_number,
            site=structure.sites.filter(is_main=True).first(),
            starts_on=clock.now().date(),
        )
    journal.record(
        verb="person-created",
        subject="person",
        subject_uid=person.uid,
        actor=actor.pk if actor else None,
        structure=structure.pk if structure else None,
    )
    return person


@transaction.atomic
def support(
    *,
    young: Person,
    counsellor: Person,
    structure: Structure,
    part: str = Support.Part.REFERENT,
    starts_on: date | None = None,
    actor: Person | None = None,
) -> Support:
    """`counsellor` supports `young` from today; a new referent ends the former one's row."""
    today = starts_on or clock.now().date()
    open_rows = Support.objects.select_for_update().filter(young=young, structure=structure, ends_on=None)
    current = {row.counsellor_id: row for row in open_rows}
    same = current.get(counsellor.pk)
    if same and same.part == part:
        return same
    if same:
        end_support(row=same, on=today, tell=False)
    if part == Support.Part.REFERENT:
        for row in current.values():
            if row.part == Support.Part.REFERENT and row.counsellor_id != counsellor.pk:
                end_support(row=row, on=today)
    started = Support.objects.create(
        young=young, counsellor=counsellor, structure=structure, part=part, starts_on=today
    )
    journal.record(
        verb=f"support-started-{part}",
        subject="person",
        subject_uid=young.uid,
        actor=(actor or counsellor).pk,
        structure=structure.pk,
    )
    bus.publish([SupportStarted(structure.pk, young.pk, counsellor.pk)])
    return started


@transaction.atomic
def end_support(*, row: Support, on: date | None = None, tell: bool = True) -> None:
    """A counsellor stops supporting; the row stays, with its end."""
    row.ends_on = on or clock.now().date()
    row.save(update_fields=["ends_on"])
    if tell:
        bus.publish([SupportEnded(row.structure_id, row.young_id, row.counsellor_id)])


@transaction.atomic
def start_device(
    *, person: Person, label: str, kind: str = Device.Kind.BROWSER, days: int | None = None
) -> tuple[Device, str]:
    """A new signed-in browser or API token; returns it with its secret, which is shown this once."""
    secret = secrets.token_urlsafe(32)
    now = clock.now()
    device = Device.objects.create(
        person=person,
        kind=kind,
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
def revoke_devices(*, devices: Sequence[Device], actor: Person) -> None:
    """These devices open nothing from now on."""
    now = clock.now()
    for device in devices:
        Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=now)
        journal.record(
            verb="device-revoked",
            subject="person",
            subject_uid=device.person.uid,
            actor=actor.pk,
            structure=None,
        )
    bus.publish([DeviceRevoked(device.person_id, device.pk) for device in devices])


def announce_waiting(*, device: int, count: int) -> None:
    """A phone says how many entries it keeps that have not left yet."""
    Device.objects.filter(pk=device).exclude(waiting=count).update(waiting=count, waiting_said_at=clock.now())


def choose_home(*, device: Device, membership: Membership) -> None:
    """Remember, on this device, which of their roles a person comes for."""
    device.chosen_home = membership.home
    device.save(update_fields=["chosen_home"])
