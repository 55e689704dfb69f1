"""What young people are offered of one counsellor's hours, kind by kind: the check beside the editor."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from aufil.appointments.hours import Days
from aufil.appointments.models import Kind
from aufil.appointments.models.kind import REMOTE
from aufil.appointments.queries.asked import THERE, Asked, Asker, window_of
from aufil.appointments.queries.gathering import taken_by
from aufil.appointments.queries.openings import OpenHours
from aufil.appointments.queries.rules import rules_of
from aufil.appointments.slots import Seeker, Span, instant, joined, said_twice
from aufil.kernel.geography import Point

MOST = 3


@dataclass(frozen=True)
class Preview:
    """A kind that young people may take by themselves, one way: its next free starts (minutes since 1970), and
    whether any hours of theirs take it at all."""

    kind: Kind
    mode: str
    starts: list[int]
    is_open: bool


def previewed(hours: OpenHours, kinds: list[Kind], most: int = MOST) -> list[Preview]:
    """The next free times of each kind and way, as the search of free times finds them. Four statements or five."""
    rules = rules_of(hours.structure)
    wanted = [(kind, mode) for kind in kinds for mode in kind.modes]
    if not wanted or not (hours.openings or hours.variations):
        return [Preview(kind, mode, [], False) for kind, mode in wanted]
    window = window_of(Asked(hours.structure, *wanted[0], Asker.YOUNG), rules)
    taken = taken_by([hours.counsellor.pk], window).get(hours.counsellor.pk, [])
    seeker = Seeker(taken, pause=rules.pause_minutes)
    points = {row.place_id: row.place.point for row in hours.openings if row.place}
    points |= {row.place_id: row.place.point for row in hours.variations if row.place}
    return [_offered(hours, kind, mode, window, seeker, points, most) for kind, mode in wanted]


def _offered(
    hours: OpenHours,
    kind: Kind,
    mode: str,
    window: Span,
    seeker: Seeker,
    points: dict[int | None, Point | None],
    most: int,
) -> Preview:
    zone = hours.structure.timezone
    first, last = (instant(m).astimezone(ZoneInfo(zone)).date() for m in (window.start, window.end - 1))
    days = Days(first, last)
    twice = [span for n in range((last - first).days + 1) if (span := said_twice(first + timedelta(n), zone))]
    week = hours.week(kind.pk, mode)
    spans = week.spans(days, zone, hours.structure.holiday_zone)
    if mode not in THERE:
        spans = {None: joined(span for some in spans.values() for span in some)}
    found: set[int] = set()
    for place, open_spans in spans.items():
        ranges = seeker.starts(
            open_spans, length=kind.minutes, point=points.get(place), is_call=mode in REMOTE
        )
        starts = (
            m
            for some in ranges
            for m in some
            if window.start <= m < window.end and not any(low <= m < high for low, high in twice)
        )
        found |= set(islice(starts, most))
    is_open = bool(week.weekly) or any(one.is_open for one in week.one_days)
    return Preview(kind, mode, sorted(found)[:most], is_open)
