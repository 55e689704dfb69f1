"""Appointments that leave by e-mail as invitations, to a real mail server."""

from datetime import timedelta
from uuid import uuid4

import pytest
from icalendar import Calendar

from aufil.appointments.actions import (
    Elsewhere,
    cancel,
    change,
    choose_invitations,
    enrol,
    give_back,
    hand_over,
    move,
    note_past,
    send_invitation,
)
from aufil.appointments.models import Invitation, InvitationWish, Kind
from aufil.delivery.actions import silence
from aufil.jobs.models import Job
from aufil.jobs.registry import NotYet
from aufil.kernel import clock
from aufil.people.models import Membership
from tests.smtpserver import CUT, smtp_server
from tests.support import signed_in

PAGE = "/agenda/calendriers/"


@pytest.fixture
def post(settings):
    with smtp_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL = "Aufil <rdv@aufil.exemple.fr>"
        yield server


def wish(world, *people: str) -> None:
    for name in people:
        choose_invitations(
            structure=world.cast.structures["cholet"], person=world.cast.people[name], wished=True
        )


def work() -> None:
    """What a worker does with what was asked."""
    for job in Job.objects.filter(name__endswith="send_invitation").order_by("pk"):
        arguments = job.arguments
        job.delete()
        send_invitation(**arguments)


def told(post) -> list[tuple[str, str, int]]:
    """To whom, by which method and with which sequence, since the last time asked."""
    found = []
    for mail in post.received:
        event = parts(mail)[0].walk("VEVENT")[0]
        found.append((mail.to[0].partition("@")[0], str(parts(mail)[0]["METHOD"]), int(event["SEQUENCE"])))
    post.received.clear()
    return found


def parts(mail) -> list[Calendar]:
    """The invitation beside the text, and that of the file: the same."""
    found = [
        part
        for part in mail.message.walk()
        if part.get_content_type() in ("text/calendar", "application/ics")
    ]
    assert [part.get_content_type() for part in found] == ["text/calendar", "application/ics"]
    calendars = [Calendar.from_ical(part.get_payload(decode=True)) for part in found]
    assert found[0].get_param("method") == str(calendars[0]["METHOD"])
    assert found[1].get_filename() == "rendez-vous.ics"
    assert calendars[0].to_ical() == calendars[1].to_ical()
    return calendars


def test_nobody_is_sent_any_who_does_not_wish_it(world, post):
    world.booked(2, 9)
    assert not Job.objects.filter(name__endswith="send_invitation").exists()


def test_an_appointment_is_followed_from_its_making_to_its_end(world, post):
    wish(world, "camille", "lea")
    appointment = world.booked(2, 9)
    work()
    mail = post.received[0]
    (event,) = parts(mail)[0].walk("VEVENT")
    assert str(event["UID"]) == str(appointment.uid)
    assert str(event["SUMMARY"]) == "Rendez-vous Mission Locale"
    assert str(event["ORGANIZER"]) == "mailto:rdv@aufil.exemple.fr"
    assert str(event["ATTENDEE"]).startswith("mailto:")
    assert mail.message["Subject"].replace("\u202f", " ") == "Rendez-vous : mercredi 14 janvier à 9 h"
    whole = mail.message.as_string()
    assert "Baron" not in whole
    assert "Entretien" not in whole
    assert sorted(told(post)) == [("camille", "REQUEST", 0), ("lea", "REQUEST", 0)]
    there = Elsewhere(starts_at=world.at(3, 9), ends_at=world.at(3, 9, 45))
    move(appointment=appointment, to=there, by=world.cast.camille)
    work()
    assert sorted(told(post)) == [("camille", "REQUEST", 1), ("lea", "REQUEST", 1)]
    cancel(appointment=appointment, by=world.cast.camille)
    work()
    assert sorted(told(post)) == [("camille", "CANCEL", 2), ("lea", "CANCEL", 2)]
    work()
    assert Invitation.objects.filter(is_cancelled=True).count() == 2


def test_the_same_is_never_told_twice(world, post):
    wish(world, "lea")
    appointment = world.booked(2, 9)
    for _ in range(3):
        send_invitation(appointment=appointment.pk, person=world.cast.lea.pk)
    assert told(post) == [("lea", "REQUEST", 0)]
    change(appointment=appointment, by=world.cast.camille, note="Venez avec votre CV")  # not said there
    work()
    assert told(post) == []


def test_handed_over_it_leaves_one_calendar_and_enters_another(world, post):
    wish(world, "camille", "lea")
    world.cast.julien.email = "julien@cholet.exemple.fr"
    world.cast.julien.save()
    wish(world, "julien")
    appointment = world.booked(2, 9)
    work()
    told(post)
    for to in (world.cast.julien, world.cast.camille):
        appointment.refresh_from_db()
        hand_over(appointment=appointment, to=to, by=world.cast.camille)
        work()
    assert told(post) == [
        *(("camille", "CANCEL", 1), ("julien", "REQUEST", 0)),
        *(("camille", "REQUEST", 2), ("julien", "CANCEL", 1)),
    ]


def test_who_enrols_in_a_workshop_is_told_and_who_leaves_it(world, post):
    session = world.session(7, 10)
    wish(world, "lea")
    enrol(appointment=session, young=world.cast.lea, by=world.cast.lea)
    work()
    give_back(appointment=session, young=world.cast.lea, by=world.cast.lea)
    work()
    assert told(post) == [("lea", "REQUEST", 0), ("lea", "CANCEL", 1)]


def test_nothing_of_a_sensitive_kind_is_said(world, post):
    wish(world, "lea")
    cholet = world.cast.structures["cholet"]
    health = Kind.objects.create(structure=cholet, name="Addictologie", modes=["phone"], is_sensitive=True)
    world.booked(2, 9, kind=health, mode="phone", place=None, title="Sevrage", note="Ordonnance")
    work()
    (mail,) = post.received
    calendar = parts(mail)[0].to_ical().decode()
    text = mail.message.get_body(("plain",)).get_content() + mail.message["Subject"] + calendar
    assert not {word for word in ("Addictologie", "Sevrage", "Ordonnance") if word in text}


def test_a_server_that_is_away_is_asked_again_and_nothing_is_lost(world, post):
    wish(world, "lea")
    appointment = world.booked(2, 9)
    post.rcpt["lea@exemple.fr"] = "451 4.3.0 plus tard"
    with pytest.raises(NotYet):
        work()
    assert not Invitation.objects.exists()
    post.rcpt.clear()
    send_invitation(appointment=appointment.pk, person=world.cast.lea.pk)
    assert told(post) == [("lea", "REQUEST", 0)]
    post.rcpt["lea@exemple.fr"] = "451 4.3.0 plus tard"
    cancel(appointment=appointment, by=world.cast.camille)
    with pytest.raises(NotYet):
        work()
    assert Invitation.objects.get().is_cancelled is False
    post.rcpt.clear()
    send_invitation(appointment=appointment.pk, person=world.cast.lea.pk)
    assert told(post) == [("lea", "CANCEL", 1)]


def test_what_may_have_left_is_not_sent_again(world, post):
    wish(world, "lea")
    appointment = world.booked(2, 9)
    post.data["lea@exemple.fr"] = CUT
    work()
    post.data.clear()
    send_invitation(appointment=appointment.pk, person=world.cast.lea.pk)
    assert told(post) == []


def test_nothing_leaves_for_what_is_past_noted_or_stopped(world, post, at):
    wish(world, "lea", "camille")
    day = world.at(0, 8)
    past = world.wanted(starts_at=day - timedelta(days=3), ends_at=day - timedelta(days=3, minutes=-30))
    note_past(wanted=past, by=world.cast.camille, uid=uuid4())
    work()
    world.booked(2, 9)
    silence(
        person=world.cast.lea,
        channel="email",
        address=world.cast.lea.email,
        structure=world.cast.structures["cholet"].pk,
    )
    at(clock.now() + timedelta(days=1))
    work()
    assert [who for who, _, _ in told(post)] == ["camille"]


def test_it_is_chosen_on_the_page(world, post):
    for name in ("camille", "lea"):
        browser = signed_in(world.cast.people[name])
        assert "M’envoyer des invitations" in browser.get(PAGE).content.decode()
        assert browser.post(f"{PAGE}invitations/", {"wished": "on"}).status_code == 302
        assert "Ne plus m’envoyer" in browser.get(PAGE).content.decode()
    browser.post(f"{PAGE}invitations/", {})
    assert [row.person for row in InvitationWish.objects.all()] == [world.cast.camille]
    assert "adresse e-mail qui reçoit" in signed_in(world.cast.julien).get(PAGE).content.decode()


def test_who_has_left_is_sent_nothing(world, post):
    wish(world, "lea")
    world.booked(2, 9)
    Membership.objects.filter(person=world.cast.lea).update(ends_on=clock.now().date())
    work()
    assert told(post) == []
