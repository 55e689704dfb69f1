"""Two files of one person made one, and two again for thirty days."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.kernel import bus, clock
from aufil.kernel.memo import Memo, undo
from aufil.people.actions.moving import move_everything
from aufil.people.events import DeviceMoved, PersonsMerged, PersonsParted
from aufil.people.models import Distinct, Membership, Merge, Person, Role, Structure
from aufil.people.queries import today_in
from aufil.web.problems import Problem

UNDO_DAYS = 30


@transaction.atomic
def merge_people(
    *,
    structure: Structure,
    kept: Person,
    absorbed: Person,
    actor: Person,
    choices: Mapping[str, str] | None = None,
) -> Merge:
    """`absorbed` becomes `kept`, with all that is theirs; both conversations stay.

    `choices` says, for a field of `moving.FIELDS`, whether the value of `kept` or of `absorbed` is right; unsaid, that
    of `kept`, or of `absorbed` where it has none. Raises a 404 problem for who is not (any more) a young person
    of the structure, 422 for one person alone, 409 for who has another role too.
    """
    if kept.pk == absorbed.pk:
        raise Problem("invalid", _("C’est le même dossier. Choisissez-en deux."))
    kept, absorbed = _locked(structure, kept, absorbed)
    today, now, memo = today_in(structure), clock.now(), Memo()
    devices = list(absorbed.devices.values_list("pk", flat=True))
    move_everything(memo, structure, kept, absorbed, choices or {}, today)
    merge = Merge.objects.create(
        structure=structure,
        kept=kept,
        absorbed=absorbed,
        made_by=actor,
        made_at=now,
        undo_until=now + timedelta(days=UNDO_DAYS),
        memo=memo.lines,
    )
    for person in (kept, absorbed):
        _journal("persons-merged", person, actor, structure)
    bus.publish([PersonsMerged(structure.pk, kept.pk, absorbed.pk, merge.uid)])
    bus.publish([DeviceMoved(pk) for pk in devices])
    return merge


@transaction.atomic
def part_people(*, merge: Merge, actor: Person) -> Merge:
    """Make two files again of what was merged, as they were; what changed since stays, and `left` says so.

    Raises a 410 problem after thirty days, 409 when it was undone or a later merge holds one of the two.
    """
    merge = (
        Merge.objects.select_for_update(of=("self",))
        .select_related("structure", "kept", "absorbed")
        .get(pk=merge.pk)
    )
    list(_lock([merge.kept_id, merge.absorbed_id]))
    _refuse_too_late(merge)
    devices = [line["pk"] for line in merge.memo if line["table"] == "people.device"]
    merge.left = sorted(set(undo(merge.memo)))
    merge.memo, merge.undone_at, merge.undone_by = [], clock.now(), actor
    merge.save(update_fields=["left", "memo", "undone_at", "undone_by"])
    for person in (merge.kept, merge.absorbed):
        _journal("persons-parted", person, actor, merge.structure)
    bus.publish([PersonsParted(merge.structure_id, merge.kept_id, merge.absorbed_id, merge.uid)])
    bus.publish([DeviceMoved(pk) for pk in devices])
    return merge


@transaction.atomic
def say_distinct(*, structure: Structure, one: Person, other: Person, actor: Person) -> None:
    """Two people who look alike are two: nobody is asked again."""
    if one.pk == other.pk:
        raise Problem("invalid", _("C’est le même dossier. Choisissez-en deux."))
    first, second = sorted((one.pk, other.pk))
    Distinct.objects.get_or_create(
        structure=structure,
        one_id=first,
        other_id=second,
        defaults={"said_by": actor, "said_at": clock.now()},
    )


def purge_merges() -> None:
    """After thirty days a merge is final: what moved is forgotten."""
    Merge.objects.filter(undo_until__lte=clock.now()).exclude(memo=[]).update(memo=[])


def _lock(people: list[int]) -> Any:
    return Person.objects.select_for_update().filter(pk__in=people).order_by("pk")


def _locked(structure: Structure, kept: Person, absorbed: Person) -> tuple[Person, Person]:
    """Both, locked in one order, each a young person of the structure with nothing elsewhere for `absorbed`."""
    rows = {person.pk: person for person in _lock([kept.pk, absorbed.pk])}
    roles = Membership.objects.filter(person__in=rows)
    here = roles.on(today_in(structure)).filter(structure=structure, role=Role.YOUNG)
    if set(here.values_list("person", flat=True)) != set(rows) or len(rows) != 2:
        raise Problem("not-found")
    if (
        absorbed.is_platform_admin
        or roles.filter(person=absorbed).exclude(structure=structure, role=Role.YOUNG).exists()
    ):
        raise Problem(
            "conflict",
            _("Ce dossier sert aussi ailleurs dans Aufil. Gardez celui-ci, et réunissez-y l’autre."),
        )
    return rows[kept.pk], rows[absorbed.pk]


def _refuse_too_late(merge: Merge) -> None:
    if merge.undone_at:
        raise Problem("conflict", _("Ces dossiers ont déjà été séparés."))
    if merge.undo_until <= clock.now():
        raise Problem("gone", _("Trente jours ont passé : cette réunion est définitive."))
    later = Merge.objects.in_force().filter(structure=merge.structure_id, made_at__gt=merge.made_at)
    both = [merge.kept_id, merge.absorbed_id]
    if later.filter(kept__in=both).exists() or later.filter(absorbed__in=both).exists():
        raise Problem(
            "conflict",
            _("Un de ces dossiers a été réuni à un autre depuis. Défaites d’abord cette réunion-là."),
        )


def _journal(verb: str, person: Person, actor: Person, structure: Structure) -> None:
    journal.record(
        verb=verb, subject="person", subject_uid=person.uid, actor=actor.pk, structure=structure.pk
    )
