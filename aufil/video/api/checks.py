"""The test of microphone, camera and network."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from aufil.video import access, actions
from aufil.video.schemas import CheckOut, NewCheck
from aufil.web.limits import slow_down

router = Router(auth=None)


@router.post("/checks", response={201: CheckOut}, summary="Dire ce qu’a donné le test de visio")
def record_check(request: HttpRequest, body: NewCheck) -> Any:
    """Of a young person signed in, or of whoever came by a signed link."""
    who = access.tested(request)
    slow_down("check", str(who.whose), times=30, seconds=3600)
    check = actions.record_check(
        structure=who.structure, person=who.person, guest=who.guest, result=body.result, facts=body.facts
    )
    return Status(201, {"id": check.uid, "result": check.result, "made_at": check.made_at})
