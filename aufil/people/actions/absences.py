"""Being away, and who stands in meanwhile.

One rule: the open `Support` rows of part `stand-in` of a structure are exactly, for each absence that holds today and
names a stand-in, one row for each young person whose referent is away and whom the stand-in does not support
otherwise. `settle_stand_ins` makes it so; whatever changes an absence calls it, and the timetable does every quarter
of an hour: so it begins and ends at the structure's own midnight, and young people given meanwhile are covered too.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.jobs.actions import job
from aufil.kernel import bus, clock
from aufil.kernel.turns import hold_hours
from aufil.people.actions.supports import begin, hold
from aufil.people.events import StandInStarted, SupportEnded, SupportStarted
from aufil.people.models import Absence, Person, Structure, Support
from aufil.people.queries import staff_of, today_in
from aufil.web.problems import Problem


@transaction.atomic
def declare_absence(
    *,
    person: Person,
    structure: Structure,
    starts_on: date,
    ends_on: date,
    message: str = "",
    stand_in: Person | None = None,
    actor: Person,
) -> Absence:
    """Somebody will be away, both days included. Raises an `invalid` problem with the field to mend."""
    absence = Absence(structure=structure, person=person, made_at=clock.now())
    return _write(absence, starts_on, ends_on, message, stand_in, actor, "absence-declared")


@transaction.atomic
def change_absence(
    *,
    absence: Absence,
    starts_on: date,
    ends_on: date,
    message: str = "",
    stand_in: Person | None = None,
    actor: Person,
) -> Absence:
    """Other days, another message or stand-in. Raises as `declare_absence` does."""
    return _write(absence, starts_on, ends_on, message, stand_in, actor, "absence-changed")


@transaction.atomic
def cancel_absence(*, absence: Absence, actor: Person) -> None:
    """They will be there after all; cancelling twice is once."""
    _lock(absence.structure)
    if Absence.objects.filter(pk=absence.pk, cancelled_at=None).update(cancelled_at=clock.now()):
        _journal("absence-cancelled", absence, actor)
        settle_stand_ins(structure=absence.structure)


@transaction.atomic
def settle_stand_ins(*, structure: Structure) -> None:
    """Bring the stand-ins of a structure in line with the absences that hold today (the rule above)."""
    _lock(structure)
    today = today_in(structure)
    held = Support.objects.filter(structure=structure, part=Support.Part.STAND_IN, ends_on=None)
    young = {pair[0] for pair in _wanted(structure, today)} | set(held.values_list("young", flat=True))
    hold(young)
    wanted = _wanted(structure, today)
    rows = {(row.young_id, row.counsellor_id): row for row in held.all()}
    over = [row for pair, row in rows.items() if pair not in wanted]
    Support.objects.filter(pk__in=[row.pk for row in over]).update(ends_on=today, stage=Support.Stage.OVER)
    bus.publish([SupportEnded(structure.pk, row.young_id, row.counsellor_id) for row in over])
    _stand_in({pair: absence for pair, absence in wanted.items() if pair not in rows}, structure, today)


@job
def settle_all_stand_ins() -> None:
    """Every structure with an absence or a stand-in; doing it again changes nothing."""
    yesterday = clock.now().date() - timedelta(days=1)  # which it may still be overseas
    absences = Absence.objects.filter(cancelled_at=None, ends_on__gte=yesterday)
    open_rows = Support.objects.filter(part=Support.Part.STAND_IN, ends_on=None)
    concerned = set(absences.values_list("structure", flat=True))
    concerned |= set(open_rows.values_list("structure", flat=True))
    for structure in Structure.objects.filter(pk__in=concerned):
        settle_stand_ins(structure=structure)


def _write(
    absence: Absence,
    starts_on: date,
    ends_on: date,
    message: str,
    stand_in: Person | None,
    actor: Person,
    verb: str,
) -> Absence:
    _lock(absence.structure)
    hold_hours({absence.person_id})  # who takes an hour of theirs looks again whether they are there
    absence.starts_on, absence.ends_on = starts_on, ends_on
    absence.message, absence.stand_in = message, stand_in
    _check(absence)
    absence.save()
    _journal(verb, absence, actor)
    settle_stand_ins(structure=absence.structure)
    return absence


def _check(absence: Absence) -> None:
    if absence.ends_on < absence.starts_on:
        raise Problem(
            "invalid",
            errors={"ends_on": [_("Le dernier jour vient avant le premier. Changez l’un des deux.")]},
        )
    if absence.pk and not Absence.objects.filter(pk=absence.pk, cancelled_at=None).exists():
        raise Problem(
            "invalid", errors={"starts_on": [_("Cette absence a été annulée. Déclarez-en une autre.")]}
        )
    others = Absence.objects.filter(structure=absence.structure, person=absence.person, cancelled_at=None)
    meets = others.exclude(pk=absence.pk).filter(
        starts_on__lte=absence.ends_on, ends_on__gte=absence.starts_on
    )
    if other := meets.first():
        said = _(
            "Une absence est déjà notée du %(first)s au %(last)s. Changez celle-là, ou choisissez d’autres jours."
        )
        days = {"first": f"{other.starts_on:%d/%m/%Y}", "last": f"{other.ends_on:%d/%m/%Y}"}
        raise Problem("invalid", errors={"starts_on": [said % days]})
    if absence.stand_in and absence.stand_in == absence.person:
        raise Problem(
            "invalid", errors={"stand_in": [_("Choisissez quelqu’un d’autre que la personne absente.")]}
        )
    if absence.stand_in and not staff_of(absence.structure).filter(pk=absence.stand_in.pk).exists():
        raise Problem(
            "invalid", errors={"stand_in": [_("Choisissez une personne de l’équipe dans la liste.")]}
        )


def _wanted(structure: Structure, today: date) -> dict[tuple[int, int], Absence]:
    """The pairs (young person, stand-in) of today, each with its absence."""
    held = Absence.objects.on(today).filter(structure=structure, stand_in__in=staff_of(structure))
    absences = {absence.person_id: absence for absence in held}
    supports = Support.objects.on(today).filter(structure=structure)
    theirs = supports.filter(part=Support.Part.REFERENT, counsellor__in=absences)
    pairs = {
        (young, absences[referent].stand_in_id or 0): absences[referent]
        for young, referent in theirs.values_list("young", "counsellor")
    }
    known = supports.exclude(part=Support.Part.STAND_IN).filter(young__in={young for young, _ in pairs})
    otherwise = set(known.values_list("young", "counsellor"))
    return {pair: absence for pair, absence in pairs.items() if pair not in otherwise}


def _stand_in(pairs: dict[tuple[int, int], Absence], structure: Structure, today: date) -> None:
    people = Person.objects.in_bulk({pk for pair in pairs for pk in pair})
    rows = [
        Support(
            structure=structure,
            young=people[young],
            counsellor=people[counsellor],
            part=Support.Part.STAND_IN,
            starts_on=today,
        )
        for young, counsellor in pairs
    ]
    begin(rows, structure, None)
    bus.publish([SupportStarted(structure.pk, *pair) for pair in pairs])
    bus.publish([StandInStarted(structure.pk, *pair, absence.pk) for pair, absence in pairs.items()])


def _lock(structure: Structure) -> None:
    """Absences of one structure change one after another: two at once would overlap unseen."""
    Structure.objects.select_for_update(no_key=True).get(pk=structure.pk)


def _journal(verb: str, absence: Absence, actor: Person) -> None:
    journal.record(
        verb=verb,
        subject="person",
        subject_uid=absence.person.uid,
        actor=actor.pk,
        structure=absence.structure_id,
    )
