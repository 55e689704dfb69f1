"""Weekly hours in which a counsellor may be met: laid, changed, copied, ended. What is booked stays where it is.

Two stretches never lie over each other: what is the same but for its hours is joined, anything else is refused with
a sentence. One counsellor's hours are written one at a time (their row is locked).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.appointments.actions.checking import refuse
from aufil.appointments.actions.hours_checked import (
    check_days,
    check_hours,
    check_what,
    refuse_together,
)
from aufil.appointments.hours import first_day_of, first_day_together
from aufil.appointments.models import Kind, Opening, Place
from aufil.appointments.queries import open_hours_of, outside
from aufil.appointments.queries.openings import OpenHours, weekly
from aufil.audit import actions as journal
from aufil.kernel.turns import hold_hours
from aufil.people.models import Person, Structure
from aufil.people.queries import today_in
from aufil.ui.texts import DAYS

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Hours wanted, local time: for which kinds (none: all) and ways, where, how often, between which days
    (`until_on`: the last; none: for good)."""

    starts: time
    ends: time
    modes: Sequence[str]
    from_on: date
    until_on: date | None = None
    place: Place | None = None
    kinds: Sequence[Kind] = ()
    every_weeks: int = 1


class Laid(NamedTuple):
    """How many appointments to come now lie outside their counsellor's hours; they stay booked."""

    outside: int


@transaction.atomic
def lay_openings(
    *, structure: Structure, counsellor: Person, weekdays: Collection[int], stretch: Stretch, by: Person
) -> Laid:
    """The same stretch on some week days (Monday is 0), all of them or none; the same again changes nothing."""
    _check(stretch, structure)
    if not weekdays or not all(0 <= day <= 6 for day in weekdays):
        raise refuse("weekdays", _("Cochez au moins un jour."))
    hold_hours({counsellor.pk})
    hours = open_hours_of(counsellor, structure)
    for weekday in sorted(set(weekdays)):
        wanted = _as_row(Opening(structure=structure, counsellor=counsellor), weekday, stretch)
        _check_comes(wanted, hours.today)
        _put(hours, wanted, stretch.kinds)
    note_hours("openings-laid", structure, counsellor, by)
    return left_outside(counsellor, structure)


@transaction.atomic
def change_opening(*, opening: Opening, weekday: int, stretch: Stretch, by: Person) -> Laid:
    """Other hours, another day, place, way or kind for a stretch that stands."""
    _check(stretch, opening.structure)
    if not 0 <= weekday <= 6:
        raise refuse("weekdays", _("Choisissez un jour."))
    hold_hours({opening.counsellor_id})
    hours = open_hours_of(opening.counsellor, opening.structure)
    hours.openings = [one for one in hours.openings if one.pk != opening.pk]
    wanted = _as_row(opening, weekday, stretch)
    _check_comes(wanted, hours.today)
    _put(hours, wanted, stretch.kinds)
    note_hours("opening-changed", opening.structure, opening.counsellor, by)
    return left_outside(opening.counsellor, opening.structure)


@transaction.atomic
def end_opening(*, opening: Opening, last: date | None, by: Person) -> Laid:
    """Its last day; none: from today on it is no more. One that never came goes. Twice is once."""
    hold_hours({opening.counsellor_id})
    today = today_in(opening.structure)
    if last and last < today - ONE_DAY:
        raise refuse("last", _("Ce jour est passé. Choisissez aujourd’hui ou plus tard."))
    _end([opening], last or today - ONE_DAY)
    note_hours("opening-ended", opening.structure, opening.counsellor, by)
    return left_outside(opening.counsellor, opening.structure)


@transaction.atomic
def copy_day(
    *,
    structure: Structure,
    counsellor: Person,
    source: int,
    targets: Collection[int],
    by: Person,
    replacing: bool = False,
) -> Laid:
    """The stretches of one week day on others, from today on; `replacing` ends what those had. All or none."""
    hold_hours({counsellor.pk})
    hours = open_hours_of(counsellor, structure)
    copied = [one for one in hours.openings if one.weekday == source]
    targets = sorted(set(targets) - {source})
    if not copied:
        raise refuse("source", _("Il n’y a rien à copier ce jour-là. Choisissez un jour qui a des créneaux."))
    if not targets or not all(0 <= day <= 6 for day in targets):
        raise refuse("target", _("Cochez au moins un autre jour."))
    if replacing:
        _end([one for one in hours.openings if one.weekday in targets], hours.today - ONE_DAY)
        hours.openings = [one for one in hours.openings if one.weekday not in targets]
    for weekday in targets:
        for one in copied:
            stretch = replace(stretch_of(one), from_on=max(one.from_on, hours.today))
            if one.every_weeks > 1:  # the same weeks as the day it comes from
                stretch = replace(stretch, from_on=first_day_of(weekly(one), hours.today) or hours.today)
                stretch = replace(
                    stretch, from_on=stretch.from_on - timedelta(days=stretch.from_on.weekday())
                )
            _put(
                hours,
                _as_row(Opening(structure=structure, counsellor=counsellor), weekday, stretch),
                stretch.kinds,
            )
    note_hours("openings-copied", structure, counsellor, by)
    return left_outside(counsellor, structure)


def stretch_of(opening: Opening) -> Stretch:
    """An opening as what was wanted."""
    return Stretch(
        starts=opening.starts,
        ends=opening.ends,
        modes=opening.modes,
        from_on=opening.from_on,
        until_on=opening.until_on,
        place=opening.place,
        kinds=list(opening.kinds.all()),
        every_weeks=opening.every_weeks,
    )


def _check(stretch: Stretch, structure: Structure) -> None:
    check_hours(stretch.starts, stretch.ends)
    check_what(stretch.modes, stretch.kinds, stretch.place, structure)
    check_days(stretch.from_on, stretch.until_on, today_in(structure))
    if not 1 <= stretch.every_weeks <= 8:
        raise refuse("every_weeks", _("Choisissez de une à huit semaines."))


def _check_comes(wanted: Opening, today: date) -> None:
    if first_day_of(weekly(wanted), today) is None:
        sentence = _("Il n’y a aucun %(day)s entre ces deux dates. Changez l’une des deux.")
        raise refuse("until_on", sentence % {"day": DAYS[wanted.weekday]})


def _as_row(row: Opening, weekday: int, stretch: Stretch) -> Opening:
    row.weekday, row.starts, row.ends = weekday, stretch.starts, stretch.ends
    row.modes, row.place, row.every_weeks = list(stretch.modes), stretch.place, stretch.every_weeks
    row.from_on, row.until_on = stretch.from_on, stretch.until_on
    return row


def _put(hours: OpenHours, wanted: Opening, kinds: Sequence[Kind]) -> None:
    """Write a stretch beside those there are, joined with those that are the same but for their hours."""
    alike = [one for one in hours.openings if _is_alike(one, wanted, kinds, hours.today)]
    for one in hours.openings:
        if one not in alike and _lies_over(one, wanted, hours.today):
            raise refuse_together(wanted.weekday, one, wanted)
    kept = wanted if wanted.pk or not alike else alike[0]
    kept.starts = min(one.starts for one in [wanted, *alike])
    kept.ends = max(one.ends for one in [wanted, *alike])
    kept.save()
    kept.kinds.set(kinds)
    gone = [one for one in alike if one.pk != kept.pk]
    Opening.objects.filter(pk__in=[one.pk for one in gone]).delete()
    hours.openings = [one for one in hours.openings if one.pk not in {kept.pk, *(g.pk for g in gone)}]
    hours.openings.append(Opening.objects.select_related("place").prefetch_related("kinds").get(pk=kept.pk))


def _is_alike(one: Opening, wanted: Opening, kinds: Iterable[Kind], today: date) -> bool:
    """The same but for its hours, which touch or overlap: of days past nobody asks any more."""
    same = (
        one.place_id == wanted.place_id
        and set(one.modes) == set(wanted.modes)
        and {kind.pk for kind in one.kinds.all()} == {kind.pk for kind in kinds}
        and one.every_weeks == wanted.every_weeks
        and max(one.from_on, today) == max(wanted.from_on, today)
        and one.until_on == wanted.until_on
    )
    touches = one.starts <= wanted.ends and wanted.starts <= one.ends
    return same and touches and first_day_together(weekly(one), weekly(wanted), today) is not None


def _lies_over(one: Opening, wanted: Opening, today: date) -> bool:
    over = one.starts < wanted.ends and wanted.starts < one.ends
    return over and first_day_together(weekly(one), weekly(wanted), today) is not None


def _end(openings: Iterable[Opening], last: date) -> None:
    for one in openings:
        if last < one.from_on:
            one.delete()
        elif one.until_on is None or last < one.until_on:
            one.until_on = last
            one.save(update_fields=["until_on"])


def left_outside(counsellor: Person, structure: Structure) -> Laid:
    """What of theirs is booked outside their hours as they now are."""
    return Laid(len(outside(open_hours_of(counsellor, structure))))


def note_hours(verb: str, structure: Structure, counsellor: Person, by: Person) -> None:
    """A line of the journal about somebody's hours."""
    journal.record(
        verb=verb, subject="person", subject_uid=counsellor.uid, actor=by.pk, structure=structure.pk
    )
