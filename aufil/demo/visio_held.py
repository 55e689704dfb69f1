"""What videos leave behind in the demonstration: one of Camille’s held the other day, with its quality; tests."""

from datetime import timedelta
from uuid import uuid5

from aufil.appointments.models import Appointment, Mode, Seat
from aufil.demo.cast import NAMESPACE
from aufil.kernel import clock
from aufil.people.models import Person, Structure
from aufil.video.models import Check, Guest, Opinion, Room, Stay

SMALLER, SOUND = 1, 3  # rungs they came down to
TESTED = (("ines", Check.Result.READY), ("lea", Check.Result.AUDIO), ("theo", Check.Result.PHONE))


def held_by_video(structure: Structure, camille: Person) -> None:
    """Camille’s last appointment by video: 26 minutes, one cut, down to sound for a while; to be noted still."""
    now = clock.now()
    for name, result in TESTED:
        person = Person.objects.get(username=name)
        Check.objects.create(
            structure=structure, person=person, result=result, facts={}, made_at=now - timedelta(days=1)
        )
    rows = Appointment.objects.standing().filter(structure=structure, counsellor=camille, mode=Mode.VIDEO)
    row = rows.filter(ends_at__lt=now, taken__young__isnull=False).order_by("-starts_at").first()
    if row is None:
        return
    seat = row.taken.filter(young__isnull=False).first()
    if seat is None:
        return
    Seat.objects.filter(pk=seat.pk).update(
        outcome="", outcome_at=None, outcome_by=None, state=Seat.State.TAKEN
    )
    _room(row, camille, seat)


def _room(row: Appointment, camille: Person, seat: Seat) -> None:
    starts, ends = row.starts_at, row.starts_at + timedelta(minutes=27)
    room = Room.objects.create(
        uid=uuid5(NAMESPACE, f"visio/{row.uid}"),
        structure=row.structure,
        kind=Room.Kind.APPOINTMENT,
        subject=row.uid,
        title=row.kind.name,
        provider=Room.Provider.DIRECT,
        opens_at=starts - timedelta(minutes=10),
        admits_until=row.ends_at,
        made_by=camille,
        made_at=row.made_at,
        started_at=starts,
        left_at=ends,
        ended_at=ends,
        ended_by=camille,
    )
    for person, cuts, worst in ((camille, 0, SMALLER), (seat.young, 1, SOUND)):
        is_host = person == camille
        guest = Guest.objects.create(room=room, person=person, is_host=is_host, admitted_at=starts, cuts=cuts)
        came = starts + timedelta(minutes=0 if is_host else 1)
        Stay.objects.create(
            uid=uuid5(NAMESPACE, f"visio/{row.uid}/{is_host}"),
            room=room,
            guest=guest,
            tab=uuid5(NAMESPACE, f"visio/{row.uid}/{is_host}/tab"),
            joined_at=came,
            inside_at=came,
            seen_at=ends,
            left_at=ends,
            left_why=Stay.Why.ENDED,
            cuts=cuts,
            worst=worst,
            measures=160,
            loss_total=160 * (4 if is_host else 31),
            round_trip_total=160 * (62 if is_host else 214),
            rate_total=160 * 180,
        )
        if not is_host:
            Opinion.objects.create(room=room, guest=guest, answer=Opinion.Answer.FAIR, given_at=ends)
