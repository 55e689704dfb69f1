"""When somebody is taken, by a calendar kept elsewhere (RFC 5545): its stretches of time, and nothing of what it says.

Bytes of anybody: run in the child process alone (`child`), which has so much memory and processor time and no more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar
from recurring_ical_events import CalendarQuery

from aufil.appointments.calendars.fetching import Trouble
from aufil.appointments.calendars.writing import PRODUCT

MOST = 2_000  # instances
DAY = timedelta(days=1)
STEP = timedelta(days=31)  # expanded a month at a time: what never ends is stopped on the way
FREE = ("FREE", "WORKINGELSEWHERE")


@dataclass(frozen=True)
class Taken:
    """One stretch; `ours`: the uid of the event if it may be an appointment of ours that came back by mail."""

    starts_at: datetime
    ends_at: datetime
    ours: str = ""


@dataclass(frozen=True)
class Found:
    taken: list[Taken]
    is_cut_short: bool = False


def taken_in(data: bytes, zone: str, first: datetime, last: datetime) -> Found:
    """The stretches between two instants in which a calendar's owner is not free; raises `Trouble`.

    Times without a zone are those of `zone`. The earliest 2,000 instances alone.
    """
    series = _series(_parsed(data))
    local = ZoneInfo(zone)
    found: dict[tuple[str, datetime, datetime], Taken] = {}
    for start, end in pairwise(_months(first, last)):
        for event in _between(series, start, end):
            for uid, starts_at, ends_at in _stretch(event, local):
                if ends_at > first and starts_at < last:
                    held = Taken(max(starts_at, first), min(ends_at, last), uid if _is_uuid(uid) else "")
                    found[uid, starts_at, ends_at] = held
        if len(found) > MOST:
            break
    ordered = sorted(found.values(), key=lambda one: (one.starts_at, one.ends_at))
    return Found(ordered[:MOST], len(ordered) > MOST)


def _parsed(data: bytes) -> list[Calendar]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    text = text.strip()
    if not text.upper().startswith("BEGIN:VCALENDAR"):
        raise Trouble("page" if "<html" in text[:2000].lower() else "no-calendar")
    if not text.upper().endswith("END:VCALENDAR"):
        raise Trouble("cut")
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except Exception:  # noqa: BLE001 - whatever a library makes of anybody's bytes
        raise Trouble("garbage") from None
    if any(str(calendar.get("PRODID", "")) == PRODUCT for calendar in calendars):
        raise Trouble("ours")
    return calendars


def _months(first: datetime, last: datetime) -> Iterator[datetime]:
    at = first - DAY  # a stretch whose own clock is elsewhere
    while at < last + DAY:
        yield at
        at += STEP
    yield last + DAY


def _series(calendars: list[Calendar]) -> list[CalendarQuery]:
    """The events of each calendar, but those that say no time."""
    try:
        for calendar in calendars:
            calendar.subcomponents = [
                part for part in calendar.subcomponents if part.name != "VEVENT" or "DTSTART" in part
            ]
        return [recurring_ical_events.of(calendar, skip_bad_series=True) for calendar in calendars]
    except Exception:  # noqa: BLE001 - whatever a library makes of anybody's bytes
        raise Trouble("garbage") from None


def _between(series: list[CalendarQuery], start: datetime, end: datetime) -> Iterator[Any]:
    for one in series:
        try:
            yield from one.between(start, end)
        except Exception:  # noqa: BLE001 - whatever a library makes of anybody's bytes
            raise Trouble("garbage") from None


def _stretch(event: Any, local: ZoneInfo) -> Iterator[tuple[str, datetime, datetime]]:
    """When an instance takes its owner; nothing when it does not."""
    free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    busy = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    if free or busy in FREE or str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    starts_at, ends_at = _instant(event["DTSTART"].dt, local), _instant(event["DTEND"].dt, local)
    if ends_at > starts_at:
        yield str(event.get("UID", "")), starts_at, ends_at


def _instant(said: date | datetime, local: ZoneInfo) -> datetime:
    if not isinstance(said, datetime):
        said = datetime.combine(said, time())
    return (said if said.tzinfo else said.replace(tzinfo=local)).astimezone(UTC)


def _is_uuid(uid: str) -> bool:
    try:
        return str(UUID(uid)) == uid.lower()
    except ValueError:
        return False
