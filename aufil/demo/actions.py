"""Makes the demonstration: three structures, 15 counsellors, 120 young people, eleven weeks of threads.

Deterministic but for its dates, which end now: identifiers are derived from names and positions.
"""

from datetime import datetime, timedelta
from uuid import uuid5
from zoneinfo import ZoneInfo

from django.db import transaction

from aufil.appointments.actions import open_rooms_ahead
from aufil.delivery.models import DeliverySettings
from aufil.demo.absences import make_weeks
from aufil.demo.came_back import leave_to_sort
from aufil.demo.cast import NAMESPACE, PLACES, SENDERS, Place
from aufil.demo.changes import leave, lend
from aufil.demo.devices import give_phones
from aufil.demo.files import fill_files
from aufil.demo.groups import GROUP_TALKS, GroupTalk
from aufil.demo.life import live
from aufil.demo.lounges import open_lounges
from aufil.demo.meetings import meet
from aufil.demo.reached import reach
from aufil.demo.rehearsed import rehearse
from aufil.demo.reminders import remind
from aufil.demo.script import Said, Script, all_scripts, birthday, settle
from aufil.demo.sent import send_parcels
from aufil.demo.to_many import announce
from aufil.demo.visio_held import held_by_video
from aufil.demo.wishes import wish
from aufil.demo.writing import Written, insert, write
from aufil.kernel import clock
from aufil.people.actions import create_person, create_structure
from aufil.people.models import Membership, Person, Role, Site, Structure, Support
from aufil.thread.actions import index_next
from aufil.thread.models import Side, Thread

ZONE = ZoneInfo("Europe/Paris")
BEGAN = timedelta(weeks=12)


class NotEmptyError(Exception):
    """The database has people already."""


@transaction.atomic
def make_experiment() -> None:
    """The whole demonstration, into an empty database; raises NotEmptyError for any other."""
    if Person.objects.exists():
        raise NotEmptyError
    now = clock.now()
    structures = {place.slug: _structure(place, now) for place in PLACES}
    create_person(username="admin", first_name="Admin", last_name="Aufil", is_platform_admin=True)
    scripts = list(all_scripts(now, ZONE))
    people = _young_people(scripts, structures, now)
    staff = {p.username: p for p in Person.objects.filter(memberships__role=Role.COUNSELLOR)}
    insert([_support(script, people, staff, structures, now) for script in scripts])
    insert([_group(talk, structures, staff, people, now) for talk in GROUP_TALKS])
    live({**people, **staff}, now)
    send_parcels(now, NAMESPACE)
    make_weeks(structures, staff, now)
    give_phones(list(people.values()), staff["camille"], now)
    wish(staff, people, now)
    today = now.astimezone(ZONE).date()
    fill_files(people.values(), today, now)
    lend(people["bilal"], staff["nadia"], staff["sophie"], now, today, NAMESPACE)
    leave(structures["cholet"], staff["camille"], now, today, NAMESPACE)
    leave_to_sort(structures["cholet"], people["ines"], now)
    reach(people.values(), now, NAMESPACE)
    remind(people["sarah"], staff["camille"], now, ZONE)
    meet(structures, staff, people, now)
    held_by_video(structures["cholet"], staff["camille"])
    open_rooms_ahead()
    open_lounges(structures["cholet"])
    head = Person.objects.get(username="claude")
    rehearse(structures["cholet"], staff["camille"], head, people["amandine"])
    announce(structures["cholet"], staff["nadia"], now, NAMESPACE)
    while index_next():
        pass


def _structure(place: Place, now: datetime) -> Structure:
    structure = create_structure(slug=place.slug, name=place.name)
    structure.phone, structure.presentation = place.phone, place.presentation
    structure.save(update_fields=["phone", "presentation"])
    DeliverySettings.objects.create(structure=structure, sms_sender=SENDERS[place.slug])
    structure.sites.all().delete()
    for number, (name, address, postal_code, commune) in enumerate(place.sites):
        Site.objects.create(
            structure=structure,
            name=name,
            address=address,
            postal_code=postal_code,
            commune=commune,
            is_main=number == 0,
        )
    staff = [(*person, Role.COUNSELLOR) for person in place.counsellors] + list(place.others)
    for username, first, last, role in staff:
        create_person(
            username=username,
            first_name=first,
            last_name=last,
            structure=structure,
            role=role,
            email=f"{username}@{place.slug}.exemple.fr",
        )
    Membership.objects.filter(structure=structure).update(starts_on=(now - BEGAN).date())
    return structure


def _young_people(
    scripts: list[Script], structures: dict[str, Structure], now: datetime
) -> dict[str, Person]:
    today = now.astimezone(ZONE).date()
    people = [_young(number, script, today) for number, script in enumerate(scripts)]
    Person.objects.bulk_create(people)
    sites = {s.structure_id: s for s in Site.objects.filter(is_main=True)}
    Membership.objects.bulk_create(
        Membership(
            person=person,
            structure=structures[script.structure],
            site=sites[structures[script.structure].pk],
            role=Role.YOUNG,
            file_number=f"{7_100_000 + 37 * number}" if script.header["dossier"] == "oui" else "",
            programme="" if script.header["dispositif"] == "aucun" else script.header["dispositif"],
            starts_on=(now - BEGAN).date(),
        )
        for number, (person, script) in enumerate(zip(people, scripts, strict=True))
    )
    return {person.username: person for person in people}


def _young(number: int, script: Script, today: object) -> Person:
    header = script.header
    first, _, last = header["nom"].partition(" ")
    person = Person(
        uid=uuid5(NAMESPACE, script.username),
        username=script.username,
        first_name=first,
        last_name=last,
        birth_date=birthday(int(header["age"]), header["anniversaire"], today),  # type: ignore[arg-type]
        commune=header["commune"],
        postal_code=header["code_postal"],
        # ARCEP keeps 06 39 98 00 00 to 06 39 98 99 99 for fiction.
        phone=f"+3363998{number:04d}" if header["telephone"] == "oui" else "",
        email=f"{script.username}@exemple.fr" if header["email"] == "oui" else "",
    )
    person.set_unusable_password()
    return person


def _support(
    script: Script,
    people: dict[str, Person],
    staff: dict[str, Person],
    structures: dict[str, Structure],
    now: datetime,
) -> Written:
    young, referent, structure = (
        people[script.username],
        staff[script.header["referent"]],
        structures[script.structure],
    )
    Support.objects.create(
        structure=structure, young=young, counsellor=referent, starts_on=(now - BEGAN).date()
    )
    helpers = {staff[s.who] for s in script.said if s.who in staff} - {referent}
    for helper in helpers:
        Support.objects.create(
            structure=structure,
            young=young,
            counsellor=helper,
            part=Support.Part.COLLEAGUE,
            starts_on=(now - BEGAN).date(),
        )
    began = script.said[0].at if script.said else now
    thread = Thread(
        uid=uuid5(NAMESPACE, f"fil/{script.username}"),
        structure=structure,
        kind=Thread.Kind.SUPPORT,
        young=young,
        created_at=began,
        updated_at=began,
    )
    sides = {young: Side.YOUNG, referent: Side.STAFF, **dict.fromkeys(helpers, Side.STAFF)}
    authors = [young if s.young else staff.get(s.who, referent) for s in script.said]
    written = write(thread, sides, authors, script.said, now)
    who, count = script.unread
    late = [young.pk] if who == "jeune" else [p.pk for p in sides if p is not young] if who else []
    written.unread_from = dict.fromkeys(late, thread.last_seq - count)
    return written


def _group(
    talk: GroupTalk,
    structures: dict[str, Structure],
    staff: dict[str, Person],
    people: dict[str, Person],
    now: datetime,
) -> Written:
    everybody = {**people, **staff}
    thread = Thread(
        uid=uuid5(NAMESPACE, f"groupe/{talk.title}"),
        structure=structures[talk.structure],
        kind=Thread.Kind.GROUP,
        title=talk.title,
        created_at=now - BEGAN,
        updated_at=now - BEGAN,
    )
    sides = {everybody[name]: Side.YOUNG if name in people else Side.STAFF for name in talk.members}
    said = [
        Said(now.astimezone(ZONE) - timedelta(hours=ago), who in people, who, text, recent=True)
        for ago, who, text in talk.said
    ]
    settle(said)
    written = write(thread, sides, [everybody[s.who] for s in said], said, now)
    written.unread_from = {everybody[name].pk: thread.last_seq - 1 for name in talk.behind}
    return written


def demonstration_made() -> bool:
    """Did `demo-data` make this database? (True for an empty one: nobody's data is at stake.)"""
    return not Person.objects.exists() or Thread.objects.filter(uid=uuid5(NAMESPACE, "fil/lea")).exists()
