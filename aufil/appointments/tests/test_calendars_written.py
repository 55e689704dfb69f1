"""What we write is read back by a reader of our own, from the letter of RFC 5545."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aufil.appointments.calendars.writing import Invited, Line, written

ZONES = [
    "Europe/Paris",
    "Indian/Reunion",
    "Indian/Mayotte",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "America/Miquelon",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "Pacific/Wallis",
]
MADE = datetime(2026, 3, 1, 9, tzinfo=UTC)
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1)).map(
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
)


def line(**more) -> Line:
    starts = more.pop("starts_at", datetime(2026, 11, 24, 13, 30, tzinfo=UTC))
    return Line(
        **{
            "uid": UUID(int=7),
            "moves": 0,
            "starts_at": starts,
            "ends_at": starts + timedelta(minutes=45),
            "zone": "Europe/Paris",
            "title": "Rendez-vous Mission Locale",
            "made_at": MADE,
            "changed_at": MADE,
            **more,
        }
    )


Property = tuple[str, dict[str, str], str]


def read(data: bytes) -> list[Property]:
    """Content lines unfolded and parted (RFC 5545, 3.1); fails on whatever the form forbids."""
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(one) <= 75 for one in data.split(b"\r\n"))
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", data)
    found = []
    for one in data.decode().replace("\r\n ", "").split("\r\n")[:-1]:
        matched = re.fullmatch(r'([A-Z0-9-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', one)
        assert matched, one
        pairs = re.findall(r';([A-Z-]+)=(?:"([^"]*)"|([^";:,]*))', matched[2])
        found.append((matched[1], {name: quoted or bare for name, quoted, bare in pairs}, matched[3]))
    return found


def parts(properties: list[Property], name: str) -> list[list[Property]]:
    """The inside of each component of that name."""
    found: list[list[Property]] = []
    inside = False
    for one in properties:
        if one[0] == "END" and one[2] == name:
            inside = False
        if inside:
            found[-1].append(one)
        if one[0] == "BEGIN" and one[2] == name:
            inside = True
            found.append([])
    return found


def value(part: list[Property], name: str) -> str:
    (found,) = [text for what, _, text in part if what == name]
    return found


def text(part: list[Property], name: str) -> str:
    written_out = value(part, name)
    assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", written_out)
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], written_out)


def offset(written_out: str) -> timedelta:
    sign = -1 if written_out[0] == "-" else 1
    return sign * timedelta(hours=int(written_out[1:3]), minutes=int(written_out[3:5]))


def instant(properties: list[Property], event: list[Property], name: str) -> datetime:
    """A time of an event, by the VTIMEZONE the calendar brings and nothing else (RFC 5545, 3.6.5)."""
    ((_, parameters, written_out),) = [one for one in event if one[0] == name]
    (zone,) = [z for z in parts(properties, "VTIMEZONE") if value(z, "TZID") == parameters["TZID"]]
    local = datetime.strptime(written_out, "%Y%m%dT%H%M%S")
    observances = parts(zone, "STANDARD") + parts(zone, "DAYLIGHT")
    # The last to begin before it, each beginning told by the clock of before.
    onsets = sorted(
        (datetime.strptime(value(o, "DTSTART"), "%Y%m%dT%H%M%S"), offset(value(o, "TZOFFSETTO")))
        for o in observances
    )
    return (local - [after for onset, after in onsets if onset <= local][-1]).replace(tzinfo=UTC)


@settings(deadline=None)
@given(INSTANTS, st.integers(5, 600), st.sampled_from(ZONES))
def test_times_are_those_of_the_appointment_in_each_zone_across_the_years(starts, minutes, zone):
    ends = starts + timedelta(minutes=minutes)
    if any(at.astimezone(ZoneInfo(zone)).fold for at in (starts, ends)):
        return  # the doubled hour of October: no local writing can say which
    properties = read(written([line(starts_at=starts, ends_at=ends, zone=zone)]))
    (event,) = parts(properties, "VEVENT")
    # An onset's own doubled hour is read as after the change, by this reader: step over it.
    if not (starts + timedelta(hours=1)).astimezone(ZoneInfo(zone)).fold:
        assert instant(properties, event, "DTSTART") == starts
    if not (ends + timedelta(hours=1)).astimezone(ZoneInfo(zone)).fold:
        assert instant(properties, event, "DTEND") == ends


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=300))
def test_whatever_was_typed_leaves_one_event_and_no_line_of_its_own(title, where):
    properties = read(written([line(title=f"a{title}", where=f"b{where}")], name=f"c{title}"))
    (event,) = parts(properties, "VEVENT")
    assert len(parts(properties, "VTIMEZONE")) == 1
    assert text(event, "SUMMARY").startswith("a")
    assert text(event, "LOCATION").startswith("b")


def test_what_must_be_there_is_there_once():
    properties = read(written([line(where="Cholet, 2e étage; sonnez", url="https://aufil.exemple.fr/")]))
    names = [name for name, _, _ in properties]
    assert all(names.count(name) == 1 for name in ("PRODID", "VERSION", "CALSCALE"))
    (event,) = parts(properties, "VEVENT")
    for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY"):
        value(event, name)
    assert value(event, "UID") == str(UUID(int=7))
    assert value(event, "DTSTAMP") == "20260301T090000Z"
    assert value(event, "DTSTART") == "20261124T143000"
    assert text(event, "LOCATION") == "Cholet, 2e étage; sonnez"
    assert value(event, "URL") == "https://aufil.exemple.fr/"


def test_the_hour_after_the_change_of_march_is_read_right():
    starts = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    properties = read(written([line(starts_at=starts)]))
    (event,) = parts(properties, "VEVENT")
    assert value(event, "DTSTART") == "20260329T033000"
    assert instant(properties, event, "DTSTART") == starts
    summer = parts(properties, "DAYLIGHT")[0]
    assert value(summer, "DTSTART") == "20260329T020000"


def test_a_zone_without_summer_has_one_clock():
    properties = read(written([line(zone="Indian/Reunion")]))
    assert len(parts(properties, "STANDARD")) == 1
    assert not parts(properties, "DAYLIGHT")


def test_each_move_counts_and_a_cancellation_comes_last():
    moved, cancelled = line(moves=2), line(moves=2, is_cancelled=True)
    assert [one.sequence for one in (line(), moved, cancelled)] == [0, 2, 3]
    (event,) = parts(read(written([cancelled])), "VEVENT")
    assert value(event, "STATUS") == "CANCELLED"
    assert value(event, "SEQUENCE") == "3"


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_an_invitation_says_who_asks_whom(method):
    invited = Invited("ml@exemple.fr", 'Mission "Locale", Cholet', "lea@exemple.fr", MADE + timedelta(days=1))
    properties = read(written([line(is_cancelled=method == "CANCEL")], method=method, invited=invited))
    assert value(properties, "METHOD") == method
    (event,) = parts(properties, "VEVENT")
    assert value(event, "ORGANIZER") == "mailto:ml@exemple.fr"
    assert value(event, "ATTENDEE") == "mailto:lea@exemple.fr"
    assert value(event, "DTSTAMP") == "20260302T090000Z"


def test_the_same_appointments_make_the_same_bytes():
    assert written([line()], name="Aufil") == written([line()], name="Aufil")
    assert b"VEVENT" not in written([], name="Aufil")
