"""Days that are not like their week: hours more, hours less, hours elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.appointments.actions.checking import refuse
from aufil.appointments.actions.hours_checked import (
    check_day_near,
    check_hours,
    check_what,
)
from aufil.appointments.actions.opening import Laid, left_outside, note_hours
from aufil.appointments.models import Kind, Opening, Place, Variation
from aufil.appointments.queries import open_hours_of
from aufil.appointments.queries.openings import OpenHours
from aufil.appointments.said import hours_said
from aufil.kernel.hours import public_holidays_of
from aufil.kernel.turns import hold_hours
from aufil.people.models import Person, Structure
from aufil.people.queries import today_in


@dataclass(frozen=True, kw_only=True)
class OneOff:
    """Hours of one day, opened or closed (`is_open`); closed, they are so for every kind and way. `why`: a word."""

    day: date
    starts: time
    ends: time
    is_open: bool
    modes: Sequence[str] = ()
    place: Place | None = None
    kinds: Sequence[Kind] = ()
    why: str = ""


@transaction.atomic
def vary(
    *,
    structure: Structure,
    counsellor: Person,
    one_off: OneOff,
    by: Person,
    uid: UUID,
    instead: bool = False,
) -> Laid:
    """A day that differs; `instead`: hours opened elsewhere, and what the week has in them closed. The same `uid`
    again is once."""
    _check(one_off, structure)
    hold_hours({counsellor.pk})
    if Variation.objects.filter(uid=uid).exists():
        if Variation.objects.filter(uid=uid, structure=structure, counsellor=counsellor).exists():
            return left_outside(counsellor, structure)
        raise refuse("day", _("Cette exception existe déjà. Revenez à la liste."))
    hours = open_hours_of(counsellor, structure)
    if instead and one_off.is_open:
        shut = OneOff(
            day=one_off.day, starts=one_off.starts, ends=one_off.ends, is_open=False, why=one_off.why
        )
        if _usual(hours, shut):
            _write(Variation(uid=uuid5(uid, "shut"), structure=structure, counsellor=counsellor), shut)
            hours = open_hours_of(counsellor, structure)
    _check_against(hours, one_off)
    _write(Variation(uid=uid, structure=structure, counsellor=counsellor), one_off)
    note_hours("day-varied", structure, counsellor, by)
    return left_outside(counsellor, structure)


@transaction.atomic
def change_variation(*, variation: Variation, one_off: OneOff, by: Person) -> Laid:
    """Other hours, another day or word."""
    structure, counsellor = variation.structure, variation.counsellor
    _check(one_off, structure)
    hold_hours({counsellor.pk})
    hours = open_hours_of(counsellor, structure)
    hours.variations = [one for one in hours.variations if one.pk != variation.pk]
    _check_against(hours, one_off)
    _write(variation, one_off)
    note_hours("day-varied", structure, counsellor, by)
    return left_outside(counsellor, structure)


@transaction.atomic
def drop_variation(*, variation: Variation, by: Person) -> Laid:
    """That day is like its week again. Twice is once."""
    hold_hours({variation.counsellor_id})
    gone, _each = Variation.objects.filter(pk=variation.pk).delete()
    if gone:
        note_hours("day-as-usual", variation.structure, variation.counsellor, by)
    return left_outside(variation.counsellor, variation.structure)


def _check(one_off: OneOff, structure: Structure) -> None:
    today = today_in(structure)
    if one_off.day < today:
        raise refuse("day", _("Ce jour est passé. Choisissez aujourd’hui ou plus tard."))
    check_day_near(one_off.day, today, "day")
    check_hours(one_off.starts, one_off.ends)
    if one_off.is_open:
        check_what(one_off.modes, one_off.kinds, one_off.place, structure)


def _check_against(hours: OpenHours, one_off: OneOff) -> None:
    """Nobody is opened while away nor at two places at once, and what is closed was open."""
    if hours.is_away(one_off.day):
        raise refuse(
            "day", _("Ce jour-là est dans une absence : il est déjà fermé. Changez d’abord l’absence.")
        )
    usual = _usual(hours, one_off)
    if not one_off.is_open:
        if not usual:
            raise refuse(
                "starts", _("Rien n’est ouvert à ces heures ce jour-là. Vérifiez le jour et les heures.")
            )
        return
    shut = [one for one in hours.variations if not one.is_open and one.day == one_off.day]
    there: list[Opening | Variation] = [one for one in usual if not _is_shut(one, one_off, shut)]
    there += [one for one in hours.variations if one.is_open and _lies_over(one, one_off)]
    for one in there:
        if one.place_id != (one_off.place.pk if one_off.place else None):
            sentence = _(
                "Ce jour-là, vous seriez à deux endroits à la fois : il y a déjà %(hours)s. Choisissez « ailleurs » "
                "ou d’autres heures."
            )
            raise refuse("starts", sentence % {"hours": hours_said(one)})


def _usual(hours: OpenHours, one_off: OneOff) -> list[Opening]:
    """What the week has in those hours of that day."""
    if one_off.day in public_holidays_of(one_off.day.year, hours.structure.holiday_zone):
        return []
    return [one for one in hours.on(one_off.day) if one.starts < one_off.ends and one_off.starts < one.ends]


def _is_shut(row: Opening, one_off: OneOff, shut: Sequence[Variation]) -> bool:
    """Is what the week has closed already, as far as the new hours lie over it?"""
    low, high = max(row.starts, one_off.starts), min(row.ends, one_off.ends)
    return any(one.starts <= low and high <= one.ends for one in shut)


def _lies_over(one: Variation, one_off: OneOff) -> bool:
    return one.day == one_off.day and one.starts < one_off.ends and one_off.starts < one.ends


def _write(row: Variation, one_off: OneOff) -> None:
    row.day, row.starts, row.ends, row.is_open = one_off.day, one_off.starts, one_off.ends, one_off.is_open
    row.modes, row.place = (
        list(one_off.modes) if one_off.is_open else [],
        one_off.place if one_off.is_open else None,
    )
    row.why = one_off.why
    row.save()
    row.kinds.set(one_off.kinds if one_off.is_open else ())
