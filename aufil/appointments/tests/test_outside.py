"""Calendars kept elsewhere, on a real server that gives what servers give."""

import gzip
import time
from datetime import timedelta
from ipaddress import ip_address

import pytest

from aufil.appointments.actions import (
    add_calendar,
    address_of,
    ask_calendars,
    read_calendar,
    reseal_calendars,
)
from aufil.appointments.calendars.fetching import Limits, Trouble, is_out_there, resolved, understood
from aufil.appointments.calendars.ours import line_of
from aufil.appointments.calendars.saying import sentence
from aufil.appointments.calendars.writing import written
from aufil.appointments.models import OutsideBusy, OutsideCalendar
from aufil.appointments.queries import Asked, Asker, is_free
from aufil.jobs.models import Job
from aufil.kernel import bus, clock
from aufil.people.events import StaffLeft
from aufil.people.models import Membership
from tests.calendarserver import Calendars, bomb, calendar, calendar_server
from tests.support import signed_in

PAGE = "/agenda/calendriers/"
TALK = "DTSTART:20260114T080000Z\nDTEND:20260114T090000Z\nSUMMARY:Kiné de Camille"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with calendar_server(tmp_path_factory.mktemp("calendars")) as found:
        yield found


@pytest.fixture(autouse=True)
def _may_read_here(server: Calendars, settings):
    settings.CALENDARS_TEST_AUTHORITY = str(server.authority)
    server.pages.clear()
    server.asked.clear()


def given(world, address: str) -> OutsideCalendar:
    cholet = world.cast.structures["cholet"]
    return add_calendar(structure=cholet, person=world.cast.camille, label="Perso", address=address)


def reading(world, address: str) -> OutsideCalendar:
    """The only calendar there is, read once."""
    OutsideCalendar.objects.all().delete()
    row = given(world, address)
    read_calendar(calendar=row.pk)
    row.refresh_from_db()
    return row


def again(row: OutsideCalendar, at=None) -> OutsideCalendar:
    if at:
        at(clock.now() + timedelta(hours=1))
    OutsideCalendar.objects.filter(pk=row.pk).update(due_at=clock.now())
    read_calendar(calendar=row.pk)
    row.refresh_from_db()
    return row


def taken(row: OutsideCalendar) -> list[tuple[str, str]]:
    """What is taken, in UTC, as `14 08:00`."""
    rows = row.busy.order_by("starts_at").values_list("starts_at", "ends_at")
    return [(f"{start:%d %H:%M}", f"{end:%d %H:%M}") for start, end in rows]


def free(world, day: int, hour: int) -> bool:
    asked = Asked(
        structure=world.cast.structures["cholet"],
        kind=world.talk,
        mode="site",
        asker=Asker.STAFF,
        counsellors=(world.cast.camille.pk,),
        place=world.office,
    )
    return is_free(asked, world.at(day, hour))


def test_who_is_taken_elsewhere_is_not_offered_and_nothing_it_says_is_kept(world, server):
    assert free(world, 2, 9)
    row = reading(world, server.put("/a.ics", calendar(TALK)))
    assert (row.trouble, row.read_at) == ("", clock.now())
    assert taken(row) == [("14 08:00", "14 09:00")]
    assert not free(world, 2, 9)
    kept = str(OutsideCalendar.objects.values().get()) + str(OutsideBusy.objects.values().get())
    assert "Kin" not in kept
    assert "127.0.0.1" not in kept
    assert address_of(row) == server.url("/a.ics")


def test_it_is_given_on_the_page_and_its_address_never_shown_again(world, server):
    address = server.put("/secret-de-camille.ics", calendar(TALK))
    browser = signed_in(world.cast.camille)
    webcal = address.replace("https:", "webcal:")
    for _twice in range(2):
        answer = browser.post(f"{PAGE}ailleurs/", {"name": "Perso", "address": webcal})
        assert answer.status_code == 302
    row = OutsideCalendar.objects.get()
    assert "lecture en cours" in browser.get(PAGE).content.decode()
    assert Job.objects.filter(arguments={"calendar": row.pk}).count() == 1
    read_calendar(calendar=row.pk)
    shown = browser.get(PAGE).content.decode()
    assert ">lu " in shown
    assert "secret-de-camille" not in shown
    assert "Perso" not in signed_in(world.cast.julien).get(PAGE).content.decode()
    for who, status in (("julien", 404), ("lea", 404), ("camille", 302)):
        path = f"{PAGE}ailleurs/{row.uid}/retirer/"
        assert signed_in(world.cast.people[who]).post(path).status_code == status
    assert not OutsideBusy.objects.exists()


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("pas une adresse", "address"),
        ("ftp://exemple.fr/a.ics", "address"),
        ("https://", "address"),
        ("https://exemple.fr:port/a.ics", "address"),
        ("https://" + "a" * 900 + ".fr/", "address"),
        ("https://exemple.fr/a\r\nHost: b", "address"),
        ("http://exemple.fr/a.ics", "plain"),
        ("https://moi:secret@exemple.fr/a.ics", "password"),
        ("https://127.0.0.1/agenda/flux/abc.ics", "ours"),
    ],
)
def test_what_is_no_address_is_refused_with_a_sentence_and_stays_typed(world, address, why):
    answer = signed_in(world.cast.camille).post(f"{PAGE}ailleurs/", {"name": "Perso", "address": address})
    assert answer.status_code == 422
    assert sentence(why) in answer.content.decode()
    assert 'value="Perso"' in answer.content.decode()
    assert not OutsideCalendar.objects.exists()


@pytest.mark.parametrize(
    ("host", "why"),
    [
        *(
            (host, "private")
            for host in (
                *("10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
                *("127.0.0.2", "[::1]", "[fd00:ec2::254]", "[fe80::1]", "[::ffff:10.0.0.1]"),
                *("[64:ff9b::a00:1]", "[2002:a00:1::]", "224.0.0.1", "2130706434", "0x7f.0.0.2"),
            )
        ),
        ("nulle-part.invalid", "name"),
    ],
)
def test_no_address_of_a_network_behind_is_asked_typed_or_sent_to(world, server, host, why):
    assert reading(world, f"https://{host}:{server.port}/a.ics").trouble == why
    there = f"https://{host}:{server.port}/a.ics"
    assert reading(world, server.redirect("/r.ics", there)).trouble == why
    assert [path for path, _ in server.asked] == ["/r.ics"]


def test_addresses_of_the_world_are_told_from_others():
    def out(text: str) -> bool:
        return is_out_there(ip_address(text))

    assert out("193.51.208.13")
    assert out("2001:660::1")
    assert out("64:ff9b::c133:d00d")
    assert not out("64:ff9b::7f00:1")
    assert not out("2001:0:53aa:64c:0:fbff:ad9b:1")
    assert not out("240.0.0.1")


def test_nothing_of_this_machine_is_read_but_in_tests():
    for host in ("localhost", "127.0.0.1"):
        with pytest.raises(Trouble, match="private"):
            resolved(host, 443)


def test_three_redirects_are_followed_and_no_more(world, server):
    last = server.put("/a.ics", calendar(TALK))
    for number in range(4):
        last = server.redirect(f"/{number}", last if number else "/a.ics")
    assert reading(world, server.url("/2")).trouble == ""
    assert reading(world, server.url("/3")).trouble == "redirects"
    assert reading(world, server.redirect("/ring", "/ring")).trouble == "redirects"
    assert (
        reading(world, server.redirect("/plain", f"http://127.0.0.1:{server.port}/a.ics")).trouble == "plain"
    )
    assert reading(world, server.redirect("/ours", "https://127.0.0.1/agenda/flux/a.ics")).trouble == "ours"


@pytest.mark.parametrize(
    ("status", "why"),
    [(401, "denied"), (403, "denied"), (404, "lost"), (410, "lost"), (500, "fault"), (503, "fault")],
)
def test_what_a_server_refuses_is_said(world, server, status, why):
    server.pages["/a.ics"] = lambda asked: asked.give(b"non", status)
    assert reading(world, server.url("/a.ics")).trouble == why


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<!doctype html><html><body>Connectez-vous</body></html>", "page"),
        (b"", "no-calendar"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no-calendar"),
        (calendar(TALK)[:-30], "cut"),
        (b"BEGIN:VCALENDAR\r\nn'importe\x00 quoi\r\nEND:VCALENDAR\r\n", "garbage"),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "garbage"),
        (b"x" * 50_000_000, "too-large"),
    ],
)
def test_what_is_no_calendar_is_said(world, server, data, why):
    row = reading(world, server.put("/a.ics", data))
    assert row.trouble == why
    assert sentence(why) in signed_in(world.cast.camille).get(PAGE).content.decode()
    assert not row.busy.exists()


def test_what_never_ends_or_opens_into_too_much_is_left(world, server):
    endless = server.endless(
        "/endless.ics", b"BEGIN:VCALENDAR\r\n", b"X-A:aaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n" * 200
    )
    assert reading(world, endless).trouble == "too-large"
    small = bomb(60)
    assert len(small) < 100_000
    assert reading(world, server.put("/bomb.ics", small, Content_Encoding="gzip")).trouble == "too-large"
    assert reading(world, server.put("/br.ics", b"abc", Content_Encoding="br")).trouble == "garbage"
    half = gzip.compress(calendar(TALK))
    assert reading(world, server.put("/h.ics", half[:-20], Content_Encoding="gzip")).trouble == "cut"
    assert reading(world, server.put("/s.ics", calendar(TALK), Content_Length="9000")).trouble == "cut"
    assert reading(world, server.put("/z.ics", half, Content_Encoding="gzip")).trouble == ""


def test_a_server_that_dawdles_is_left_after_ten_seconds(world, server):
    def dawdle(asked):
        asked.give(b"BEGIN:VCALENDAR\r\n", Content_Length="")
        for _ in range(30):
            asked.wfile.write(b"X-A:1\r\n")
            asked.wfile.flush()
            time.sleep(1)

    server.pages["/slow.ics"] = dawdle
    began = time.monotonic()
    assert reading(world, server.url("/slow.ics")).trouble == "slow"
    assert time.monotonic() - began < 30


def test_a_server_that_is_not_there_or_proves_nothing_is_said(world, server, settings, tmp_path):
    assert reading(world, "https://127.0.0.1:1/a.ics").trouble == "away"
    address = server.put("/a.ics", calendar(TALK))
    with calendar_server(tmp_path) as other:
        settings.CALENDARS_TEST_AUTHORITY = str(other.authority)
        assert reading(world, address).trouble == "certificate"


def test_what_repeats_too_often_is_read_so_far_or_left(world, server):
    hourly = "DTSTART:20260113T090000Z\nDURATION:PT30M\nRRULE:FREQ=HOURLY"
    row = reading(world, server.put("/h.ics", calendar(hourly)))
    assert (row.trouble, row.busy.count()) == ("many", 2000)
    assert "2 000" in signed_in(world.cast.camille).get(PAGE).content.decode()
    each_second = "DTSTART:20260113T090000Z\nDTEND:20260113T090001Z\nRRULE:FREQ=SECONDLY"
    assert reading(world, server.put("/s.ics", calendar(each_second))).trouble == "too-much"


def test_a_calendar_of_ours_is_not_counted_twice(world, server):
    appointment = world.booked(2, 9)
    line = line_of(appointment, world.cast.camille)
    assert reading(world, server.put("/own.ics", written([line]))).trouble == "ours"
    # An invitation that came by mail, in the calendar of another program.
    other = written([line]).replace(b"-//Aufil//Aufil//FR", b"-//Autre//FR")
    row = reading(world, server.put("/mixed.ics", other))
    assert (row.trouble, taken(row)) == ("", [])


def test_the_last_good_reading_stays_and_its_age_is_shown(world, server, at):
    address = server.put("/a.ics", calendar(TALK))
    row = reading(world, address)
    server.pages["/a.ics"] = lambda asked: asked.give(b"", 500)
    good = clock.now()
    row = again(row, at)
    assert (row.trouble, row.read_at, row.tries, row.busy.count()) == ("fault", good, 1, 1)
    page = signed_in(world.cast.camille)
    assert "plus à jour" not in page.get(PAGE).content.decode()
    at(good + timedelta(hours=3, minutes=1))
    shown = page.get(PAGE).content.decode()
    assert "plus à jour" in shown
    assert "on garde ce qui a été lu" in shown
    server.put("/a.ics", calendar(TALK.replace("T08", "T10").replace("T09", "T11")))
    row = again(row)
    assert (row.trouble, row.tries, taken(row)) == ("", 0, [("14 10:00", "14 11:00")])
    assert "plus à jour" not in page.get(PAGE).content.decode()


def test_what_has_not_changed_is_not_sent_again_but_once_a_day(world, server, at):
    address = server.tagged("/a.ics", calendar(TALK + "\nRRULE:FREQ=WEEKLY"), '"v1"')
    row = reading(world, address)
    before = list(row.busy.values_list("pk", flat=True))
    row = again(row, at)
    assert server.asked[-1][1]["If-None-Match"] == '"v1"'
    assert (row.trouble, row.read_at) == ("", clock.now())
    assert list(row.busy.values_list("pk", flat=True)) == before
    last = row.busy.order_by("-starts_at").first().starts_at
    at(clock.now() + timedelta(days=8))
    row = again(row)
    assert "If-None-Match" not in server.asked[-1][1]
    assert row.busy.order_by("-starts_at").first().starts_at > last


def test_each_is_read_once_an_hour(world, server, at):
    row = reading(world, server.put("/a.ics", calendar(TALK)))
    assert row.due_at == clock.now() + timedelta(hours=1)
    read_calendar(calendar=row.pk)  # a job that comes a second time
    assert len(server.asked) == 1
    Job.objects.all().delete()
    ask_calendars()
    assert not Job.objects.exists()
    at(clock.now() + timedelta(hours=1))
    ask_calendars()
    ask_calendars()
    assert Job.objects.count() == 1


def test_who_has_left_the_staff_is_forgotten(world, server):
    row = given(world, server.put("/a.ics", calendar(TALK)))
    Membership.objects.filter(person=world.cast.camille).update(ends_on=clock.now().date())
    read_calendar(calendar=row.pk)
    assert not OutsideCalendar.objects.exists()
    assert not server.asked
    row = given(world, server.url("/a.ics"))
    bus.publish([StaffLeft(structure=row.structure_id, person=row.person_id)])
    assert not OutsideCalendar.objects.exists()


def test_addresses_follow_the_keys_of_the_installation(world, settings):
    settings.ENCRYPTION_KEYS = ["a" * 40]
    row = given(world, "https://exemple.fr/a.ics")
    settings.ENCRYPTION_KEYS = ["b" * 40, "a" * 40]
    reseal_calendars()
    settings.ENCRYPTION_KEYS = ["b" * 40]
    row.refresh_from_db()
    assert address_of(row) == "https://exemple.fr/a.ics"
    settings.ENCRYPTION_KEYS = ["c" * 40]
    assert address_of(row) is None
    read_calendar(calendar=row.pk)
    row.refresh_from_db()
    assert row.trouble == "sealed"


def test_the_writing_of_an_address_is_made_plain():
    limits = Limits("aufil.exemple.fr")
    assert understood(" webcal://Exemple.FR/ab.ics?x=é#y", limits).address == (
        "https://exemple.fr/ab.ics?x=%C3%A9"
    )
    assert understood("https://café.fr:8443/a", limits).address == "https://xn--caf-dma.fr:8443/a"
    with pytest.raises(Trouble):
        understood("https://AUFIL.exemple.fr./agenda/flux/x.ics", limits)


def test_each_trouble_has_its_sentence():
    words = ("address", "name", "away", "slow", "denied", "lost", "fault", "too-large", "page", "cut", "many")
    said = {sentence(word) for word in words}
    assert len(said) == len(words)
    assert sentence("anything") not in ("", None)
