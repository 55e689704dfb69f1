"""Being told by web push, through the API."""

from ninja import Router, Status

from aufil.delivery import actions
from aufil.delivery.schemas import PushIn
from aufil.people.access import PersonRequest
from aufil.web.limits import slow_down

router = Router(tags=["Notifications"])
TIMES_AN_HOUR = 30


@router.post("/push", response={204: None}, summary="Prévenir ce navigateur")
def allow_push(request: PersonRequest, body: PushIn) -> Status:
    """From now on this device is told by web push; asked again, its new address takes the place of the former."""
    slow_down("push", str(request.user.uid), times=TIMES_AN_HOUR, seconds=3600)
    actions.subscribe(
        device=request.device, endpoint=body.endpoint, p256dh=body.keys.p256dh, auth=body.keys.auth
    )
    return Status(204, None)


@router.delete("/push", response={204: None}, summary="Ne plus prévenir ce navigateur")
def end_push(request: PersonRequest) -> Status:
    actions.unsubscribe(device=request.device)
    return Status(204, None)
