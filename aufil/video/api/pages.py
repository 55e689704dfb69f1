"""What the page of somebody in a room calls. Who calls is found at the door (`video.access`), not by the API."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from aufil.video import access, actions
from aufil.video.ladder import HEARD_EVERY
from aufil.video.models import Stay
from aufil.video.queries import line_shape, view_of
from aufil.video.schemas import (
    LineOut,
    NewLine,
    NewSignal,
    NewStay,
    OpinionIn,
    SeenIn,
    SignalOut,
    StandingOut,
    StayOut,
)
from aufil.web.limits import slow_down

router = Router(auth=None)


@router.post("/rooms/{uuid:room}/stays", response={201: StayOut}, summary="Entrer dans une visio")
def come_in(request: HttpRequest, room: UUID, body: NewStay) -> Any:
    """Into the room, or its lobby (`inside`). Refused with `why`: see the contract."""
    who = access.coming(request, room)
    slow_down("room", str(who.guest.uid), times=60, seconds=60)
    stay = actions.come_in(
        guest=who.guest, uid=body.id, tab=body.tab, device=who.device, takes_over=body.take_over
    )
    offered = actions.send_ahead(stay=stay, data=body.offer) if body.offer else None
    return Status(201, _shape(stay, offered))


def _shape(stay: Stay, offered: Stay | None) -> dict[str, Any]:
    return {
        "stay": stay.uid,
        "ticket": access.ticket(stay),
        "guest": stay.guest.uid,
        "is_host": stay.guest.is_host,
        "inside": stay.inside_at is not None,
        "every": HEARD_EVERY,
        "phone": stay.room.structure.phone,
        "room": view_of(stay.room).shape_for(stay),
        "way": actions.way_in(stay=stay),
        "offered": offered.uid if offered else None,
    }


@router.post("/rooms/{uuid:room}/signals", response={201: SignalOut}, summary="Dire à une autre page")
def send_signal(request: HttpRequest, room: UUID, body: NewSignal) -> Any:
    stay = access.stay_of(request, room)
    slow_down("signal", str(stay.uid), times=600, seconds=60)
    to = access.fellow(stay, body.to)
    sent = actions.send_signal(stay=stay, to=to, uid=body.id, kind=body.kind, data=body.data)
    return Status(201, {"number": sent.number})


@router.post("/rooms/{uuid:room}/seen", response=StandingOut, summary="Je suis là")
def seen(request: HttpRequest, room: UUID, body: SeenIn) -> Any:
    """Every ten seconds at least; 45 s of silence is leaving."""
    stay = access.stay_of(request, room)
    slow_down("seen", str(stay.uid), times=120, seconds=60)
    return actions.say_seen(stay=stay, seen=actions.Seen(**body.dict()))


@router.post("/rooms/{uuid:room}/lines", response={201: LineOut}, summary="Écrire dans la visio")
def say_line(request: HttpRequest, room: UUID, body: NewLine) -> Any:
    stay = access.stay_of(request, room)
    slow_down("line", str(stay.uid), times=120, seconds=60)
    to = access.fellow_guest(stay, body.to) if body.to else None
    line = actions.say_line(
        stay=stay, uid=body.id, text=body.text, kind=body.kind, to=to, everywhere=body.everywhere
    )
    return Status(201, line_shape(line))


@router.post("/rooms/{uuid:room}/leave", response={204: None}, summary="Sortir")
def leave(request: HttpRequest, room: UUID, ticket: str = "") -> Any:
    """`ticket`: from a page that is closed, whose last word has neither header nor, often, a body that arrives."""
    actions.leave(stay=access.leaving(request, room, ticket))
    return Status(204, None)


@router.post("/rooms/{uuid:room}/opinion", response={204: None}, summary="Comment était la liaison ?")
def opinion(request: HttpRequest, room: UUID, body: OpinionIn) -> Any:
    """After leaving too."""
    actions.give_opinion(guest=access.stay_of(request, room).guest, answer=body.answer)
    return Status(204, None)
