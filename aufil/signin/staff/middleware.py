"""Until who must bring two proofs has set the second, every page leads to where it is set."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from aufil.people.models import Device
from aufil.signin.staff import actions
from aufil.signin.staff.queries import needs_two_proofs
from aufil.web.middleware import refusal
from aufil.web.problems import Problem

API = "/api/"
SECURITY = "/equipe/securite/"
OPEN = (  # where a held device may go all the same: to set the second proof, or out
    *("/equipe/connexion/", "/equipe/lien/", "/equipe/mot-de-passe/"),
    *(SECURITY + page for page in ("application/", "cle/", "codes/", "c-est-moi/", "se-reconnecter/")),
    *("/connexion/", "/deconnexion/", "/au-revoir/", "/demo/"),
    *("/hors-ligne/", "/sw.js", "/manifest"),
    "/api/v1/me",  # says who is here, and no more
)
OPENED_WITH_ONE = (Device.Assurance.PLAIN, Device.Assurance.HELD)


class SecondFactorMiddleware:
    """Holds a device opened with one proof where two are asked; `people.queries` closes the thin doors to it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        device: Device | None = request.device  # type: ignore[attr-defined]
        if device is None or device.assurance not in OPENED_WITH_ONE:
            return self.get_response(request)
        api = request.path.startswith(API)
        if not api:
            self.look_again(request, device)
        held = device.assurance == Device.Assurance.HELD
        if not held or request.path == SECURITY or request.path.startswith(OPEN):
            return self.get_response(request)
        if api:
            return refusal(request, Problem("sign-in", _("Ajoutez d’abord votre seconde protection.")))
        return redirect("mfa_index")

    @staticmethod
    def look_again(request: HttpRequest, device: Device) -> None:
        """Roles and settings change while a device is open: what is asked of it follows."""
        asked = needs_two_proofs(request.user, request.memberships)  # type: ignore[arg-type, attr-defined]
        if asked and device.assurance == Device.Assurance.PLAIN:
            actions.hold(device=device)
        elif not asked and device.assurance == Device.Assurance.HELD:
            actions.release(device=device)
