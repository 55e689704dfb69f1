"""One's own devices."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from aufil.people import access, actions
from aufil.people.access import PersonRequest
from aufil.people.models import Device
from aufil.people.queries import devices_of, revoked_lately
from aufil.web.pages import signed_in_page


@signed_in_page
@require_GET
def devices(request: PersonRequest) -> HttpResponse:
    """Where one is signed in, this device first."""
    here = request.device.pk
    listed = sorted(
        (_shown(device, here) for device in devices_of(request.user)), key=lambda d: not d["current"]
    )
    context = {"devices": listed, "revoked": revoked_lately(request.user)}
    return render(request, "people/devices.html", context)


def _shown(device: Device, here: int) -> dict[str, object]:
    return {
        "uid": device.uid,
        "label": device.label,
        "last_seen_at": device.last_seen_at,
        "created_at": device.created_at,
        "waiting": device.waiting,
        "current": device.pk == here,
    }


@signed_in_page
@require_POST
def revoke(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Sign one of one's devices out, from here."""
    device = access.own_device(request.user, uid)
    actions.revoke_devices(devices=[device], actor=request.user)
    return redirect("people:devices")
