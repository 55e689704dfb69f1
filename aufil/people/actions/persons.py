"""Persons and their roles."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.text import slugify

from aufil.audit import actions as journal
from aufil.kernel import clock
from aufil.people.models import Membership, Person, Structure
from aufil.people.queries import today_in


def free_username(first_name: str, last_name: str) -> str:
    """A username nobody has yet: `lea.baron`, `lea.baron2`…"""
    return free_usernames([(first_name, last_name)])[0]


def free_usernames(names: Sequence[tuple[str, str]]) -> list[str]:
    """A username nobody has yet for each (first name, last name), all different, in order."""
    bases = [slugify(f"{first} {last}").replace("-", ".")[:50] or "personne" for first, last in names]
    usernames = Person.objects.values_list("username", flat=True)
    taken = set(usernames.filter(username__in=set(bases)))
    explored: set[str] = set()
    free = []
    for base in bases:
        if base in taken and base not in explored:
            taken.update(usernames.filter(username__startswith=base))
            explored.add(base)
        number = 1
        while (name := base if number == 1 else f"{base}{number}") in taken:
            number += 1
        taken.add(name)
        free.append(name)
    return free


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
            starts_on=today_in(structure),
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
def mark_phone_wrong(*, person: Person, actor: Person) -> None:
    """Somebody called: the number on file is not, or no longer, this person's."""
    person.phone_wrong_at = clock.now()
    person.save(update_fields=["phone_wrong_at"])
    journal.record(
        verb="phone-marked-wrong", subject="person", subject_uid=person.uid, actor=actor.pk, structure=None
    )
