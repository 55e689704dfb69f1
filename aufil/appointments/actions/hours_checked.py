"""What is refused of a counsellor's hours, each with a sentence that says what to do."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from django.utils.translation import gettext as _

from aufil.appointments.actions.checking import refuse
from aufil.appointments.models import Kind, Mode, Opening, Place
from aufil.appointments.queries.asked import THERE
from aufil.appointments.said import hours_said
from aufil.people.models import Structure
from aufil.ui.texts import DAYS
from aufil.web.problems import Problem

SHORTEST = 15  # minutes: times begin every quarter of an hour
FARTHEST = timedelta(days=2 * 366)


def check_hours(starts: time, ends: time) -> None:
    if ends <= starts:
        raise refuse("ends", _("La fin vient avant le début. Corrigez l’une des deux heures."))
    if _minutes(ends) - _minutes(starts) < SHORTEST:
        raise refuse("ends", _("Un créneau dure au moins 15 minutes. Allongez-le."))


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def check_what(
    modes: Sequence[str], kinds: Sequence[Kind], place: Place | None, structure: Structure
) -> None:
    """Ways that exist, kinds and a place of the structure; somewhere to come to where people come."""
    if not modes or any(mode not in Mode for mode in modes):
        raise refuse("modes", _("Cochez au moins une façon de se voir."))
    if any(kind.structure_id != structure.pk for kind in kinds):
        raise Problem("not-found")
    if kinds and not any(set(modes) & set(kind.modes) for kind in kinds):
        raise refuse(
            "modes",
            _(
                "Aucun des rendez-vous choisis ne se fait ainsi. Cochez une autre façon, ou un autre rendez-vous."
            ),
        )
    if place and place.structure_id != structure.pk:
        raise Problem("not-found")
    if place and place.closed_at:
        raise refuse("place", _("Ce lieu n’accueille plus personne. Choisissez-en un autre."))
    if place is None and any(mode in THERE for mode in modes):
        raise refuse(
            "place",
            _("Dites où l’on vous trouve : choisissez un endroit, ou gardez le téléphone et la visio."),
        )


def check_days(first: date, last: date | None, today: date) -> None:
    if last and last < first:
        raise refuse("until_on", _("La date de fin vient avant celle du début. Changez l’une des deux."))
    if last and last < today:
        raise refuse("until_on", _("Cette date est passée. Choisissez aujourd’hui ou plus tard."))
    check_day_near(first, today, "from_on")


def check_day_near(day: date, today: date, field: str) -> None:
    if day > today + FARTHEST:
        raise refuse(field, _("C’est dans plus de deux ans. Choisissez une date plus proche."))


def refuse_together(weekday: int, one: Opening, wanted: Opening) -> Problem:
    """Two stretches in the same hours, at two places or for other kinds or ways."""
    facts = {"day": DAYS[weekday], "hours": hours_said(one)}
    if one.place_id != wanted.place_id:
        sentence = _(
            "Le %(day)s, vous seriez à deux endroits à la fois : il y a déjà %(hours)s. Changez les heures, "
            "ou changez d’abord ce créneau-là."
        )
    else:
        sentence = _(
            "Le %(day)s, il y a déjà %(hours)s, avec d’autres réglages. Changez les heures, ou changez plutôt ce "
            "créneau-là."
        )
    return refuse("starts", sentence % facts)
