"""What we write, read back by a library that has nothing in common with the one that writes (`ical`), and held against
the rules of RFC 5545 that a library forgives."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar import Calendar as Read
from ical.calendar_stream import IcsCalendarStream

from aufil.appointments.actions import make_feed
from aufil.appointments.calendars.writing import Invited, Line, written
from aufil.appointments.tests.test_calendars_written import MADE, ZONES, line, parts, read, value
from tests.support import signed_in

TEXTS = st.text(max_size=120) | st.text('éàœ’« »,;:\\"\n\r\t😀\u2028\x00\x7f\x85abc', max_size=120)
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)).map(
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
)
LINES = st.builds(
    Line,
    uid=st.uuids(),
    moves=st.integers(0, 40),
    starts_at=INSTANTS,
    ends_at=st.just(MADE),
    zone=st.sampled_from(ZONES),
    title=TEXTS.filter(str.strip),
    made_at=st.just(MADE),
    changed_at=INSTANTS,
    where=TEXTS,
    url=st.just("https://aufil.exemple.fr/rendez-vous/1/"),
    note=TEXTS,
    is_cancelled=st.booleans(),
).map(lambda one: Line(**{**one.__dict__, "ends_at": one.starts_at + timedelta(minutes=45)}))


def read_back(data: bytes) -> Read:
    return IcsCalendarStream.calendar_from_ics(data.decode())


def is_plain(at: datetime, zone: str) -> bool:
    """Not in an hour that clocks show twice, nor next to it."""
    near = (at, at - timedelta(hours=1), at + timedelta(hours=1))
    return not any(one.astimezone(ZoneInfo(zone)).fold for one in near)


@settings(deadline=None, max_examples=80)
@given(st.lists(LINES, max_size=4, unique_by=lambda one: one.uid), TEXTS)
def test_another_library_reads_the_same_appointments(lines, name):
    data = written(lines, name=name)
    found = {event.uid: event for event in read_back(data).events}
    assert len(found) == len(lines)
    for one in lines:
        event = found[str(one.uid)]
        assert event.sequence == one.sequence
        assert (event.status == "CANCELLED") == one.is_cancelled
        for said, meant in ((event.dtstart, one.starts_at), (event.dtend, one.ends_at)):
            if is_plain(meant, one.zone):
                assert said.astimezone(UTC) == meant


@settings(deadline=None, max_examples=120)
@given(st.lists(LINES, max_size=4, unique_by=lambda one: one.uid), TEXTS, st.booleans())
def test_the_letter_of_the_form_is_kept_whatever_was_typed(lines, name, by_mail):
    invited = Invited("ml@exemple.fr", name, "lea@exemple.fr", MADE) if by_mail else None
    data = written(lines, name=name, method="REQUEST" if by_mail else "", invited=invited)
    for one in data.split(b"\r\n"):
        one.decode()  # no letter is cut in two by folding
    properties = read(data)  # line ends, length of lines, control characters, parameters
    for name_of, once in (("PRODID", True), ("VERSION", True), ("CALSCALE", False), ("METHOD", False)):
        count = [what for what, _, _ in properties].count(name_of)
        assert count == 1 if once else count <= 1
    events = parts(properties, "VEVENT")
    uids = [value(event, "UID") for event in events]
    assert len(set(uids)) == len(uids) == len(lines)
    assert all(str(UUID(uid)) == uid for uid in uids)
    zones = {value(zone, "TZID") for zone in parts(properties, "VTIMEZONE")}
    for event in events:
        assert re.fullmatch(r"\d{8}T\d{6}Z", value(event, "DTSTAMP"))
        for what in ("CREATED", "LAST-MODIFIED"):
            assert re.fullmatch(r"\d{8}T\d{6}Z", value(event, what))
        used = {given["TZID"] for what, given, _ in event if what in ("DTSTART", "DTEND")}
        assert len(used) == 1
        assert used <= zones
        assert value(event, "DTSTART") < value(event, "DTEND") or used & {"Europe/Paris", "America/Miquelon"}
    for zone in parts(properties, "VTIMEZONE"):
        inside = parts(zone, "STANDARD") + parts(zone, "DAYLIGHT")
        assert inside
        for observance in inside:
            assert re.fullmatch(r"\d{8}T\d{6}", value(observance, "DTSTART"))
            for what in ("TZOFFSETFROM", "TZOFFSETTO"):
                assert re.fullmatch(r"[+-]\d{4}(\d\d)?", value(observance, what))


@pytest.mark.parametrize("zone", ZONES)
def test_each_zone_of_ours_is_brought_along_and_right_in_january_and_in_july(zone):
    for month in (1, 7):
        starts = datetime(2026, month, 14, 12, 30, tzinfo=UTC)
        (event,) = read_back(written([line(zone=zone, starts_at=starts)])).events
        assert event.dtstart.astimezone(UTC) == starts
        assert event.dtstart.utcoffset() == starts.astimezone(ZoneInfo(zone)).utcoffset()


def test_a_whole_feed_is_read_back_as_it_is_served(world):
    booked = [world.booked(day, hour) for day in (2, 3, 80, 200) for hour in (9, 14)]
    made = make_feed(
        structure=world.cast.structures["cholet"],
        person=world.cast.camille,
        device=None,
        label="Essai",
        with_names=True,
        draft=uuid4().hex,
    )
    answer = signed_in(None).get(f"/agenda/flux/{made.secret}.ics")
    read(answer.content)
    found = {event.uid: event.dtstart.astimezone(UTC) for event in read_back(answer.content).events}
    assert found == {str(one.uid): one.starts_at for one in booked}


@pytest.mark.parametrize(("method", "status"), [("REQUEST", "CONFIRMED"), ("CANCEL", "CANCELLED")])
def test_an_invitation_is_read_back_with_who_asks_whom(method, status):
    invited = Invited("ml@exemple.fr", "Mission Locale ; du « Choletais »", "lea@exemple.fr", MADE)
    found = read_back(written([line(is_cancelled=method == "CANCEL")], method=method, invited=invited))
    (event,) = found.events
    assert (found.method, event.status) == (method, status)
    assert str(event.organizer.uri) == "mailto:ml@exemple.fr"
    assert [str(one.uri) for one in event.attendees] == ["mailto:lea@exemple.fr"]
