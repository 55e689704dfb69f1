"""`aufil bench prepare`: people and threads for measurements and load tests."""

import json
import secrets
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand
from django.db import transaction

from aufil.kernel import clock
from aufil.people.actions import create_structure
from aufil.people.models import Device, Membership, Person, Role, Structure, Support
from aufil.thread.models import Member, Side, Thread
from aufil.web.authentication import key_hash

SLUG, NAME = "banc", "Banc d’essai"
DAYS = 30
AT_ONCE = 1_000


class Command(BaseCommand):
    help = "Prépare des fils entre personnes inventées, dans la structure « banc », pour mesurer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        prepare = verbs.add_parser("prepare", help="un fil par paire, et un jeton pour chacun des deux")
        prepare.add_argument("--pairs", type=int, required=True, help="combien de paires")
        prepare.add_argument("--json", action="store_true", help="une liste JSON, sinon une ligne par paire")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        pairs = prepare_pairs(options["pairs"])
        if options["json"]:
            self.stdout.write(json.dumps(pairs))
            return
        for pair in pairs:
            self.stdout.write(f"{pair['thread']} {pair['a_token']} {pair['b_token']}")


@transaction.atomic
def prepare_pairs(count: int) -> list[dict[str, str]]:
    """The first `count` pairs of the structure `banc`, made where they lack: a young person (a), a counsellor
    (b) who supports them, their thread, and for each a fresh token of 30 days, told this once.

    Written in bulk: through the actions, a row at a time, 2,500 pairs would take minutes.
    """
    structure = Structure.objects.filter(slug=SLUG).first() or create_structure(slug=SLUG, name=NAME)
    young = _people(structure, count, "jeune", Role.YOUNG)
    staff = _people(structure, count, "conseil", Role.COUNSELLOR)
    today = clock.now().date()
    Support.objects.bulk_create(
        [
            Support(structure=structure, young=a, counsellor=b, part=Support.Part.REFERENT, starts_on=today)
            for a, b in zip(young, staff, strict=True)
        ],
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )
    threads = _threads(structure, young, staff)
    a_tokens, b_tokens = _tokens(young), _tokens(staff)
    return [
        {"thread": str(threads[a.pk].uid), "a_token": a_tokens[a.pk], "b_token": b_tokens[b.pk]}
        for a, b in zip(young, staff, strict=True)
    ]


def _people(structure: Structure, count: int, word: str, role: Role) -> list[Person]:
    usernames = [f"{SLUG}-{word}-{number:05}" for number in range(1, count + 1)]
    locked = make_password(None)
    Person.objects.bulk_create(
        [
            Person(username=name, first_name=word.capitalize(), last_name=name[-5:], password=locked)
            for name in usernames
        ],
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )
    by_name = {p.username: p for p in Person.objects.filter(username__startswith=f"{SLUG}-{word}-")}
    people = [by_name[name] for name in usernames]
    today = clock.now().date()
    Membership.objects.bulk_create(
        [Membership(structure=structure, person=person, role=role, starts_on=today) for person in people],
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )
    return people


def _threads(structure: Structure, young: list[Person], staff: list[Person]) -> dict[int, Thread]:
    """The open support thread of each young person, by their key, both members in it."""
    now = clock.now()
    Thread.objects.bulk_create(
        [
            Thread(
                structure=structure,
                kind=Thread.Kind.SUPPORT,
                young=person,
                created_at=now,
                updated_at=now,
                # Nobody is told at night when offices open: a thread holds what the measurement says, no more.
                told_until=now + timedelta(days=36_500),
            )
            for person in young
        ],
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )
    found = Thread.objects.filter(structure=structure, kind=Thread.Kind.SUPPORT, closed_at=None)
    threads = {thread.young_id: thread for thread in found if thread.young_id is not None}
    sides = ((Side.YOUNG, young), (Side.STAFF, staff))
    Member.objects.bulk_create(
        [
            Member(thread=threads[a.pk], person=person, side=side, joined_at=now)
            for side, people in sides
            for a, person in zip(young, people, strict=True)
        ],
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )
    return threads


def _tokens(people: list[Person]) -> dict[int, str]:
    """A new API token for each person, by their key."""
    now = clock.now()
    made = {person.pk: secrets.token_urlsafe(32) for person in people}
    Device.objects.bulk_create(
        [
            Device(
                person_id=pk,
                kind=Device.Kind.TOKEN,
                key_hash=key_hash(secret),
                label=NAME,
                last_seen_at=now,
                expires_at=now + timedelta(days=DAYS),
            )
            for pk, secret in made.items()
        ],
        batch_size=AT_ONCE,
    )
    return made
