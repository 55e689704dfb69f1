"""What staff write down about a young person, a section at a time."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.audit.queries import recorded_since
from aufil.kernel import clock
from aufil.people.actions.persons import create_person, free_username
from aufil.people.actions.supports import support
from aufil.people.models import (
    Membership,
    ObservedTask,
    Person,
    Profile,
    Representative,
    Role,
    Site,
    Situation,
    Structure,
    SupportTheme,
)
from aufil.people.queries import last_membership, today_in
from aufil.web.problems import Problem

OPENED = "person-opened"
ONE_OPENING = timedelta(minutes=10)


@transaction.atomic
def add_young(
    *,
    structure: Structure,
    referent: Person | None,
    actor: Person,
    first_name: str,
    last_name: str,
    birth_date: date | None = None,
    phone: str = "",
    email: str = "",
    file_number: str = "",
) -> Person:
    """A young person of the structure, with their referent. A file number somebody has: a conflict, in words."""
    try:
        with transaction.atomic():
            young = create_person(
                username=free_username(first_name, last_name),
                first_name=first_name,
                last_name=last_name,
                structure=structure,
                role=Role.YOUNG,
                birth_date=birth_date,
                phone=phone,
                email=email,
                file_number=file_number,
                actor=actor,
            )
    except IntegrityError:
        raise _number_taken() from None
    if referent:
        support(young=young, counsellor=referent, structure=structure, actor=actor)
    return young


@transaction.atomic
def change_identity(*, young: Person, structure: Structure, actor: Person, values: Mapping[str, Any]) -> None:
    """Names, birth date, contacts. Another number is not a wrong one: the mark goes with the old."""
    person = Person.objects.select_for_update().get(pk=young.pk)
    if values.get("phone", person.phone) != person.phone:
        person.phone_wrong_at = None
    for name, value in values.items():
        setattr(person, name, value)
    person.save(update_fields=[*values, "findable_name", "phone_wrong_at"])
    _journal("person-changed", young, structure, actor)


@transaction.atomic
def change_stay(
    *, young: Person, structure: Structure, actor: Person, programme: str, file_number: str, site: Site | None
) -> None:
    """Dispositif, file number, site. A file number somebody has: a conflict, in words."""
    stay = last_membership(young, structure)
    if stay is None:
        raise Problem("not-found")
    try:
        with transaction.atomic():
            Membership.objects.filter(pk=stay.pk).update(
                programme=programme, file_number=file_number, site=site
            )
    except IntegrityError:
        raise _number_taken() from None
    _journal("person-changed", young, structure, actor)


def _number_taken() -> Problem:
    message = _("Une autre personne porte déjà ce numéro de dossier. Vérifiez-le.")
    return Problem("conflict", message, errors={"file_number": [message]})


@transaction.atomic
def change_profile(
    *, young: Person, structure: Structure, actor: Person, section: str, values: Mapping[str, Any]
) -> None:
    """The fields of one section of the profile; others stay as they are, whoever writes them meanwhile."""
    profile = _profile(young, structure)
    Profile.objects.filter(pk=profile.pk).update(**values, updated_at=clock.now())
    _journal(f"profile-{section}", young, structure, actor)


@transaction.atomic
def set_themes(*, young: Person, structure: Structure, actor: Person, themes: Sequence[str]) -> None:
    """What the young person is supported on, as a whole."""
    profile = _profile(young, structure)
    SupportTheme.objects.filter(profile=profile).exclude(theme__in=themes).delete()
    SupportTheme.objects.bulk_create(
        (SupportTheme(profile=profile, theme=SupportTheme.Theme(theme).value) for theme in themes),
        ignore_conflicts=True,
    )
    _journal("profile-themes", young, structure, actor)


@transaction.atomic
def observe(*, young: Person, structure: Structure, actor: Person, results: Mapping[str, str]) -> None:
    """What `actor` saw the young person do, by task; an empty result forgets it, the same one keeps its day."""
    profile = _profile(young, structure)
    known = {row.task: row for row in profile.tasks.all()}
    today = today_in(structure)
    for task, result in results.items():
        row = known.get(task)
        if not result:
            ObservedTask.objects.filter(profile=profile, task=task).delete()
        elif row is None or row.result != result:
            ObservedTask.objects.update_or_create(
                profile=profile,
                task=ObservedTask.Task(task).value,
                defaults={
                    "result": ObservedTask.Result(result).value,
                    "observed_on": today,
                    "observed_by": actor,
                },
            )
    _journal("profile-digital", young, structure, actor)


def _profile(young: Person, structure: Structure) -> Profile:
    """The profile, locked; made at the first need. Two at once make one: the constraint decides."""
    Profile.objects.bulk_create([Profile(person=young, structure=structure)], ignore_conflicts=True)
    return Profile.objects.select_for_update().get(person=young, structure=structure)


@transaction.atomic
def record_situation(
    *, young: Person, structure: Structure, actor: Person, values: Mapping[str, Any]
) -> Situation:
    """A situation, planned, in force or ended."""
    row = Situation.objects.create(
        person=young, structure=structure, recorded_at=clock.now(), recorded_by=actor, **values
    )
    _journal("situation-recorded", young, structure, actor)
    return row


@transaction.atomic
def correct_situation(*, situation: Situation, actor: Person, values: Mapping[str, Any]) -> None:
    """What was written wrong is put right."""
    Situation.objects.filter(pk=situation.pk).update(**values)
    _journal("situation-corrected", situation.person, situation.structure, actor)


@transaction.atomic
def end_situation(*, situation: Situation, actor: Person, on: date) -> None:
    """It is over since a day. Twice is once; never before it began."""
    day = max(on, situation.starts_on) if situation.starts_on else on
    rows = Situation.objects.filter(pk=situation.pk).exclude(state=Situation.State.ENDED)
    if rows.update(state=Situation.State.ENDED, ends_on=day):
        _journal("situation-ended", situation.person, situation.structure, actor)


@transaction.atomic
def add_representative(
    *, young: Person, structure: Structure, actor: Person, values: Mapping[str, Any]
) -> Representative:
    """A legal representative: used for acts that need one, never a reader of the thread."""
    row = Representative.objects.create(person=young, structure=structure, **values)
    _journal("representative-added", young, structure, actor)
    return row


@transaction.atomic
def remove_representative(*, representative: Representative, actor: Person) -> None:
    young, structure = representative.person, representative.structure
    if Representative.objects.filter(pk=representative.pk).delete()[0]:
        _journal("representative-removed", young, structure, actor)


def note_opening(*, young: Person, structure: Structure, actor: Person) -> None:
    """`actor` opened the young person's page: one line of the journal in ten minutes."""
    since = clock.now() - ONE_OPENING
    if not recorded_since(since, verb=OPENED, subject_uid=young.uid, actor=actor.pk, structure=structure.pk):
        _journal(OPENED, young, structure, actor)


def _journal(verb: str, young: Person, structure: Structure, actor: Person) -> None:
    journal.record(verb=verb, subject="person", subject_uid=young.uid, actor=actor.pk, structure=structure.pk)
