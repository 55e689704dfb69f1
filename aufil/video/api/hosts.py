"""What the page of a host calls; 404 for anybody else's."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from aufil.video import access, actions

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


@router.post("/rooms/{uuid:room}/end", response={204: None}, summary="Terminer la visio")
def end(request: HttpRequest, room: UUID) -> Any:
    actions.end_room(host=access.stay_of(request, room))
    return Status(204, None)
