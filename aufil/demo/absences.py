"""Who works when, and who is away, in the demonstration: never Camille, whose morning others tell."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from uuid import uuid5

from aufil.demo.cast import NAMESPACE
from aufil.kernel.hours import Interval
from aufil.people.actions import set_opening_hours, set_working_hours, settle_stand_ins
from aufil.people.models import Absence, Person, Structure

Week = Mapping[int, Sequence[tuple[time, time]]]
MORNING, AFTERNOON = (time(9), time(12, 30)), (time(13, 30), time(17, 30))
EARLY, LATE = (time(8, 30), time(12)), (time(14), time(19))
# Who: the days of the week (Monday is 0) with their stretches.
WEEKS: dict[str, Week] = {
    "sophie": {0: (MORNING, AFTERNOON), 1: (MORNING, AFTERNOON), 3: (MORNING, AFTERNOON), 4: (MORNING,)},
    "thomas": {day: (EARLY, LATE) if day == 3 else (MORNING, AFTERNOON) for day in range(5)},
    "karim": {day: (EARLY, (time(13), time(16, 30))) for day in range(5)},
}
SITES: dict[str, Week] = {
    "Permanence de Beaupréau": {1: (MORNING,), 3: (AFTERNOON,)},
    "Permanence de Gorron": {2: (MORNING,)},
}
# Who is away, who stands in, since (or, below zero, in) how many days, for how many more, what they say.
AWAY = (
    (
        "marion",
        "karim",
        3,
        8,
        "Je suis en formation. Pour un papier urgent, appelez l’accueil : quelqu’un vous rappelle.",
    ),
    ("bruno", "helene", -12, 9, "Je pars quelques jours. Hélène vous répond pendant ce temps."),
    ("thomas", "nadia", -16, 6, ""),
    ("veronique", None, -5, 1, ""),
)


def make_weeks(structures: dict[str, Structure], staff: dict[str, Person], now: datetime) -> None:
    """Weeks of their own for some, hours of some outlying places, and absences under way and to come."""
    home = {person.pk: person.memberships.get().structure for person in staff.values()}
    for username, week in WEEKS.items():
        person = staff[username]
        set_working_hours(person=person, structure=home[person.pk], week=_week(week), actor=person)
    for structure in structures.values():
        for site in structure.sites.filter(name__in=SITES):
            actor = staff["camille"]
            set_opening_hours(structure=structure, site=site, week=_week(SITES[site.name]), actor=actor)
    for username, stand_in, ago, more, message in AWAY:
        person, first = staff[username], _workday(now.date() - timedelta(days=ago))
        Absence.objects.create(
            uid=uuid5(NAMESPACE, f"absence/{username}"),
            person=person,
            structure=home[person.pk],
            starts_on=first,
            ends_on=first + timedelta(days=more),
            message=message,
            stand_in=staff[stand_in] if stand_in else None,
            made_at=now,
        )
    for structure in structures.values():
        settle_stand_ins(structure=structure)


def _week(days: Week) -> list[Interval]:
    return [Interval(day, *stretch) for day, stretches in days.items() for stretch in stretches]


def _workday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
