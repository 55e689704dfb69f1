"""Appointments as a calendar other programs read (RFC 5545), or as an invitation (RFC 5546).

The same appointments make the same bytes: nothing in it is the time of writing, unless the caller says so.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vDuration, vText, vUri

from aufil.appointments.calendars.zones import zone_between

PRODUCT = "-//Aufil//Aufil//FR"
AGAIN = timedelta(hours=1)  # how often a program that reads a feed is asked to come back
Method = Literal["", "REQUEST", "CANCEL"]


@dataclass(frozen=True)
class Line:
    """One appointment as a calendar shows it. Instants; `zone` is the structure's."""

    uid: UUID
    moves: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    title: str
    made_at: datetime
    changed_at: datetime
    where: str = ""
    url: str = ""
    note: str = ""
    is_cancelled: bool = False

    @property
    def sequence(self) -> int:
        """Grows with each move; a cancellation comes after all of them."""
        return self.moves + self.is_cancelled


@dataclass(frozen=True)
class Invited:
    """Who asks whom, by e-mail address."""

    organizer: str
    organizer_name: str
    attendee: str
    stamped_at: datetime


def written(
    lines: Sequence[Line], *, name: str = "", method: Method = "", invited: Invited | None = None
) -> bytes:
    """A whole calendar: CRLF, lines folded at 75 bytes, one VTIMEZONE a zone."""
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    if method:
        calendar.add("METHOD", method)
    if name:
        calendar.add("X-WR-CALNAME", vText(one_line(name)))
        calendar.add("REFRESH-INTERVAL", AGAIN, parameters={"VALUE": "DURATION"})
        calendar.add("X-PUBLISHED-TTL", vDuration(AGAIN))
    for zone in sorted({line.zone for line in lines}):
        here = [line for line in lines if line.zone == zone]
        first, last = min(line.starts_at for line in here), max(line.ends_at for line in here)
        calendar.add_component(zone_between(zone, first, last))
    for line in lines:
        calendar.add_component(_event(line, invited))
    return calendar.to_ical()


def _event(line: Line, invited: Invited | None) -> Event:
    event, zone = Event(), ZoneInfo(line.zone)
    event.add("UID", str(line.uid))
    event.add("SEQUENCE", line.sequence)
    event.add("DTSTAMP", invited.stamped_at if invited else line.changed_at)
    event.add("CREATED", line.made_at)
    event.add("LAST-MODIFIED", line.changed_at)
    event.add("DTSTART", line.starts_at.astimezone(zone))
    event.add("DTEND", line.ends_at.astimezone(zone))
    event.add("SUMMARY", plain(line.title))
    event.add("STATUS", "CANCELLED" if line.is_cancelled else "CONFIRMED")
    event.add("CLASS", "PRIVATE")
    event.add("TRANSP", "TRANSPARENT" if line.is_cancelled else "OPAQUE")
    if line.where:
        event.add("LOCATION", plain(line.where))
    if line.note:
        event.add("DESCRIPTION", plain(line.note))
    if line.url:
        event.add("URL", vUri(one_line(line.url)))
    if invited:
        _invite(event, invited)
    return event


def _invite(event: Event, invited: Invited) -> None:
    """No answer is asked for by the calendar program: people answer in Aufil, where it is read."""
    organizer = vCalAddress(f"mailto:{one_line(invited.organizer)}")
    organizer.params["CN"] = one_line(invited.organizer_name).replace('"', "’")
    attendee = vCalAddress(f"mailto:{one_line(invited.attendee)}")
    attendee.params["PARTSTAT"], attendee.params["RSVP"] = "NEEDS-ACTION", "FALSE"
    event["ORGANIZER"] = organizer
    event.add("ATTENDEE", attendee)


def plain(text: str) -> str:
    """Without control characters but the line end, which the form writes as two letters."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in kept if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs")).strip()


def one_line(text: str) -> str:
    """`plain`, on one line: addresses and names."""
    return " ".join(plain(text).split())
