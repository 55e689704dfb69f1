"""Who comes: seats, answers, attendance."""

from typing import Any
from uuid import UUID

from ninja import Router, Status

from aufil.appointments import access, actions
from aufil.appointments.api.shapes import seat_shape
from aufil.appointments.queries import Asker
from aufil.appointments.schemas import Answering, Attendance, Enrolling, SeatOut
from aufil.people.access import PersonRequest

router = Router()


@router.post("/appointments/{uid}/seats", response={201: SeatOut}, summary="Inscrire, s’inscrire")
def enrol(request: PersonRequest, uid: UUID, body: Enrolling) -> Any:
    """A seat of a collective appointment, or the end of its line when it is full (`state`: `waiting`)."""
    asked = access.asking(request)
    row, young = access.seen(asked, uid), access.young_of_asking(asked, body.young)
    seat = actions.enrol(appointment=row, young=young, by=asked.person)
    return Status(201, seat_shape(seat, row.structure.timezone, asked.who == Asker.STAFF))


@router.delete("/appointments/{uid}/seats/{young}", response={204: None}, summary="Rendre une place")
def give_back(request: PersonRequest, uid: UUID, young: UUID) -> Any:
    """The seat goes to the first who waits."""
    asked = access.asking(request)
    row, whose = access.seen(asked, uid), access.young_of_asking(asked, young)
    actions.give_back(appointment=row, young=whose, by=asked.person)
    return Status(204, None)


@router.post("/appointments/{uid}/answer", response=SeatOut, summary="Dire si l’on vient")
def answer(request: PersonRequest, uid: UUID, body: Answering) -> Any:
    asked = access.asking(request)
    row = access.seen(asked, uid)
    seat = access.seat_of(row, access.young_of_asking(asked, body.young))
    said = actions.answer(seat=seat, said=body.answer, by=asked.person)
    return seat_shape(said, row.structure.timezone, asked.who == Asker.STAFF)


@router.put("/appointments/{uid}/attendance", response=SeatOut, summary="Noter une présence")
def attendance(request: PersonRequest, uid: UUID, body: Attendance) -> Any:
    """Staff: what became of it for one person; noted as often as need be."""
    asked = access.asking(request)
    row = access.seen(asked, uid)
    seat = access.seat_of(row, access.young_of_asking(asked, body.young) if body.young else None)
    noted = actions.set_outcome(
        seat=seat, outcome=body.outcome, is_legitimate=body.is_legitimate, by=asked.person
    )
    return seat_shape(noted, row.structure.timezone, True)
