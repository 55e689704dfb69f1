"""What the page of a host calls; 404 for anybody else's."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from aufil.video import access, actions
from aufil.video.schemas import NewParts, PartIn
from aufil.web.limits import slow_down

router = Router(auth=None)


@router.post("/rooms/{uuid:room}/guests/{uuid:guest}/admit", response={204: None}, summary="Laisser entrer")
def admit(request: HttpRequest, room: UUID, guest: UUID) -> Any:
    stay = access.stay_of(request, room)
    actions.let_in(host=stay, guest=access.fellow_guest(stay, guest))
    return Status(204, None)


@router.post("/rooms/{uuid:room}/guests/{uuid:guest}/remove", response={204: None}, summary="Renvoyer")
def remove(request: HttpRequest, room: UUID, guest: UUID) -> Any:
    """For good: they do not come back."""
    stay = access.stay_of(request, room)
    actions.remove(host=stay, guest=access.fellow_guest(stay, guest))
    return Status(204, None)


@router.post("/rooms/{uuid:room}/call", response={204: None}, summary="Prévenir à nouveau")
def call(request: HttpRequest, room: UUID) -> Any:
    """Whoever a call waits for is told again, as when it began."""
    stay = access.stay_of(request, room)
    slow_down("video-call", str(stay.guest.uid), times=30, seconds=3_600)
    actions.tell_again(host=stay)
    return Status(204, None)


@router.post("/rooms/{uuid:room}/end", response={204: None}, summary="Terminer la visio")
def end(request: HttpRequest, room: UUID) -> Any:
    actions.end_room(host=access.stay_of(request, room))
    return Status(204, None)


@router.post("/rooms/{uuid:room}/parts", response={204: None}, summary="Partager en petites salles")
def divide(request: HttpRequest, room: UUID, body: NewParts) -> Any:
    stay = access.stay_of(request, room)
    named = body.guests
    guests = [[access.fellow_guest(stay, uid) for uid in part] for part in named] if named else None
    actions.part_room(host=stay, minutes=body.minutes, guests=guests, count=body.count or 0)
    return Status(204, None)


@router.delete("/rooms/{uuid:room}/parts", response={204: None}, summary="Rappeler tout le monde")
def call_back(request: HttpRequest, room: UUID) -> Any:
    actions.call_back(host=access.stay_of(request, room))
    return Status(204, None)


@router.put("/rooms/{uuid:room}/guests/{uuid:guest}/part", response={204: None}, summary="Changer de salle")
def move(request: HttpRequest, room: UUID, guest: UUID, body: PartIn) -> Any:
    stay = access.stay_of(request, room)
    actions.move_guest(host=stay, guest=access.fellow_guest(stay, guest), part=body.part)
    return Status(204, None)
