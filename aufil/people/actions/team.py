"""The staff of a structure: who joins, in which role, who leaves."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.jobs.actions import job
from aufil.kernel import bus, clock
from aufil.people.actions.persons import create_person, free_username
from aufil.people.events import StaffJoined, StaffLeft, SupportEnded
from aufil.people.models import Membership, Person, Role, Site, Structure, Support
from aufil.people.models.support import STAFF_ROLES
from aufil.people.queries import staff_of, today_in, young_count_of
from aufil.web.problems import Problem

# A departure is settled every quarter of an hour; a worker that stood still for a month finds its own again.
LOOKED_BACK = timedelta(days=31)


@transaction.atomic
def add_staff(
    *,
    structure: Structure,
    first_name: str,
    last_name: str,
    email: str,
    roles: Iterable[str],
    site: Site | None = None,
    starts_on: date | None = None,
    actor: Person,
) -> Person:
    """A new colleague with their roles. Raises an `invalid` problem when this address is a colleague's already."""
    _lock(structure)
    if email and staff_of(structure).filter(email__iexact=email).exists():
        said = _("Quelqu’un de l’équipe a déjà cette adresse. Ouvrez sa fiche, ou changez l’adresse.")
        raise Problem("invalid", errors={"email": [said]})
    person = create_person(
        username=free_username(first_name, last_name),
        first_name=first_name,
        last_name=last_name,
        email=email,
        actor=actor,
    )
    for role in dict.fromkeys(roles):
        give_role(person=person, structure=structure, role=role, site=site, starts_on=starts_on, actor=actor)
    bus.publish([StaffJoined(structure.pk, person.pk)])
    return person


@transaction.atomic
def give_role(
    *,
    person: Person,
    structure: Structure,
    role: str,
    site: Site | None = None,
    starts_on: date | None = None,
    actor: Person | None,
) -> Membership:
    """One more role in the structure. Who has it already keeps it: two heads at once give it once, and an end to come
    is taken back."""
    _lock(structure)
    day = starts_on or today_in(structure)
    rows = Membership.objects.filter(person=person, structure=structure, role=role)
    row = rows.filter(Q(ends_on=None) | Q(ends_on__gt=day)).first()
    if row and row.ends_on is None:
        return row
    if row:
        row.ends_on = None
        row.save(update_fields=["ends_on"])
    else:
        row = Membership.objects.create(
            person=person, structure=structure, role=role, site=site, starts_on=day
        )
    _journal(f"role-given-{role}", row, actor)
    return row


@transaction.atomic
def end_role(*, membership: Membership, on: date, actor: Person) -> None:
    """A role ends: `on` is the first day without it. Raises an `invalid` problem while young people are theirs, and
    for the last head."""
    structure = membership.structure
    _lock(structure)
    if on < membership.starts_on:
        raise Problem(
            "invalid", errors={"ends_on": [_("Le rôle finit avant d’avoir commencé. Changez le jour.")]}
        )
    if membership.role == Role.COUNSELLOR and young_count_of(membership.person, structure):
        said = _("Cette personne est encore référente de jeunes. Confiez-les d’abord à quelqu’un d’autre.")
        raise Problem("invalid", errors={"hand-over": [said]})
    heads = Membership.objects.filter(structure=structure, role=Role.HEAD, ends_on=None)
    if membership.role == Role.HEAD and not heads.exclude(pk=membership.pk).exists():
        said = _("Une structure garde une direction. Donnez d’abord ce rôle à quelqu’un d’autre.")
        raise Problem("invalid", errors={"ends_on": [said]})
    membership.ends_on = on
    membership.save(update_fields=["ends_on"])
    _journal(f"role-ended-{membership.role}", membership, actor)
    settle_departures(structure=structure)


@transaction.atomic
def settle_departures(*, structure: Structure) -> None:
    """Whoever has left the staff supports nobody here any more and is in no thread. Again changes nothing."""
    today = today_in(structure)
    ended = Membership.objects.filter(structure=structure, role__in=STAFF_ROLES)
    gone = ended.filter(ends_on__lte=today, ends_on__gt=today - LOOKED_BACK)
    current = ended.on(today).values("person")
    left = set(gone.exclude(person__in=current).values_list("person", flat=True))
    rows = (
        Support.objects.select_for_update()
        .filter(structure=structure, counsellor__in=left, ends_on=None)
        .exclude(part=Support.Part.REFERENT)
    )
    rows.filter(stage=Support.Stage.PLANNED).delete()
    over = list(rows)
    Support.objects.filter(pk__in=[row.pk for row in over]).update(ends_on=today, stage=Support.Stage.OVER)
    bus.publish([SupportEnded(structure.pk, row.young_id, row.counsellor_id) for row in over])
    bus.publish([StaffLeft(structure.pk, person) for person in sorted(left)])


@job
def settle_all_departures() -> None:
    """Every structure that somebody left of late."""
    since = clock.now().date() - LOOKED_BACK
    left = Membership.objects.filter(role__in=STAFF_ROLES, ends_on__gte=since).values("structure")
    for structure in Structure.objects.filter(pk__in=left):
        settle_departures(structure=structure)


def _lock(structure: Structure) -> None:
    Structure.objects.select_for_update(no_key=True).get(pk=structure.pk)


def _journal(verb: str, row: Membership, actor: Person | None) -> None:
    journal.record(
        verb=verb,
        subject="person",
        subject_uid=row.person.uid,
        actor=actor.pk if actor else None,
        structure=row.structure_id,
    )
