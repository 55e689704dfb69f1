"""One's own protections: password, passkeys, application, recovery codes; and proving again who one is."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as ProveByCodeView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from aufil.people.access import PersonRequest
from aufil.people.models import Device, Role
from aufil.signin.staff import actions
from aufil.signin.staff.access import colleague_who_lost, headed, own_factor, proved_again, team_page
from aufil.signin.staff.adapters import WRONG_CODE
from aufil.signin.staff.queries import factors_of, has_factor, needs_two_proofs


@team_page
@require_GET
def index(request: PersonRequest) -> HttpResponse:
    """All one's protections; where two proofs are missing, what to do about it."""
    held = request.device.assurance == Device.Assurance.HELD
    if held and has_factor(request.user):
        return redirect(f"{reverse('prove_again')}?next=/")
    heads = next((m for m in request.memberships if m.role == Role.HEAD), None)
    context = {
        "held": held,
        "factors": factors_of(request.user),
        "needed": needs_two_proofs(request.user, request.memberships),
        "has_password": request.user.has_usable_password(),
        "headed": heads.structure if heads else None,
    }
    return render(request, "signin/staff/security.html", context)


@team_page
@require_GET
def prove_again(request: PersonRequest) -> HttpResponse:
    """To the second proof one has: the application first, else a passkey."""
    factors = factors_of(request.user)
    name = "mfa_reauthenticate" if factors.application else "mfa_reauthenticate_webauthn"
    return redirect(f"{reverse(name)}?next=/") if factors else redirect("mfa_index")


class Strengthened:
    """A view whose good end sets or proves a second factor on this device."""

    request: PersonRequest
    change = ""  # what the journal and the letter call it

    @method_decorator(transaction.atomic)
    def form_valid(self, form: Any) -> HttpResponse:
        code = form.cleaned_data.get("code")
        if code and not actions.use_code(person=self.request.user, code=code):
            form.add_error("code", WRONG_CODE)
            return self.form_invalid(form)  # type: ignore[attr-defined]
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        if self.change:
            actions.factor_changed(person=self.request.user, what=self.change)
        # What was just set or proved is a proof: the recovery codes come next, and need no other.
        record_authentication(self.request, self.request.user, "came-in", reauthenticated=True)
        actions.strengthen(device=self.request.device, person=self.request.user)
        return response


class Unprocessable:
    """A form that does not pass is 422, as everywhere here; and journaled where it guesses at a proof."""

    request: PersonRequest
    failure = ""

    def form_invalid(self, form: Any) -> HttpResponse:
        if self.failure:
            actions.note(self.failure, self.request.user, actor=self.request.user)
        return self.render_to_response(self.get_context_data(form=form), status=422)  # type: ignore[attr-defined]


class AgainOrAtTheDoor:
    """Proving again; who has nothing to prove with here does it at the door."""

    def _check_reauthentication_method_available(self, request: PersonRequest) -> HttpResponse | None:
        if not get_adapter().get_reauthentication_methods(request.user):
            return redirect("come_in_again")
        return super()._check_reauthentication_method_available(request)  # type: ignore[misc]


class AddApplication(Unprocessable, Strengthened, ActivateTOTPView):
    template_name = "signin/staff/add_application.html"
    change = "totp-added"

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """The secret in groups of four: it is copied by hand where no camera is at hand."""
        context: dict[str, Any] = super().get_context_data(**named)
        whole = context["form"].secret
        return {**context, "secret": " ".join(whole[i : i + 4] for i in range(0, len(whole), 4))}


class AddPasskey(Unprocessable, Strengthened, AddWebAuthnView):
    template_name = "signin/staff/add_passkey.html"
    change = "webauthn-added"

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """A passkey that opens by itself: kept in the device, its owner recognised."""
        options = begin_registration(self.request.user, True)
        return {"form": named.get("form") or self.get_form(), "js_data": {"creation_options": options}}

    def get_form_kwargs(self) -> dict[str, Any]:
        named = super().get_form_kwargs()
        if "data" in named:
            named["data"] = {
                **named["data"].dict(),
                "passwordless": "on",
                "name": named["data"].get("name", "")[:60],
            }
        return named


class ProveByPassword(Unprocessable, AgainOrAtTheDoor, ReauthenticateView):
    template_name = "signin/staff/prove_password.html"
    failure = "proof-failed"


class ProveByCode(Unprocessable, Strengthened, AgainOrAtTheDoor, ProveByCodeView):
    template_name = "signin/staff/prove_code.html"
    failure = "proof-failed"


class ProveByPasskey(Unprocessable, Strengthened, AgainOrAtTheDoor, ReauthenticateWebAuthnView):
    template_name = "signin/staff/prove_passkey.html"
    failure = "proof-failed"


class Codes(ViewRecoveryCodesView):
    template_name = "signin/staff/codes.html"


class NewCodes(Unprocessable, Strengthened, GenerateRecoveryCodesView):
    template_name = "signin/staff/new_codes.html"
    change = "recovery-codes-made"


@proved_again
def remove(request: PersonRequest, pk: int) -> HttpResponse:
    """Asks, then forgets an application or a passkey."""
    factor = own_factor(request, pk)
    name = factor.wrap().name if factor.type == Authenticator.Type.WEBAUTHN else _("Application de codes")
    error = ""
    if request.method == "POST":
        if actions.remove_factor(factor=factor):
            return redirect("mfa_index")
        error = _("C’est votre dernière protection, et il vous en faut une. Ajoutez-en d’abord une autre.")
    context = {"name": name, "error": error}
    return render(request, "signin/staff/remove.html", context, status=422 if error else 200)


@proved_again
def lost(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Asks, then takes away all a colleague can no longer prove who they are with."""
    colleague = colleague_who_lost(request, uid)
    if request.method == "POST":
        actions.forget_factors(person=colleague, actor=request.user)
        return redirect(f"{request.path}?fait")
    context = {
        "colleague": colleague,
        "factors": factors_of(colleague),
        "needed": needs_two_proofs(colleague),
        "done": "fait" in request.GET,
    }
    return render(request, "signin/staff/lost.html", context)


@team_page
@require_POST
def for_all(request: PersonRequest) -> HttpResponse:
    """The head asks two proofs of the whole team, or of the head alone."""
    structure = headed(request).structure
    asked = request.POST.get("asked") == "yes"
    actions.ask_two_proofs_of_all(structure=structure, asked=asked, actor=request.user)
    return redirect("mfa_index")


add_application = proved_again(never_cache(AddApplication.as_view()))
add_passkey = proved_again(AddPasskey.as_view())
codes = proved_again(never_cache(require_GET(Codes.as_view())))
new_codes = proved_again(NewCodes.as_view())
prove_by_password = team_page(ProveByPassword.as_view())
prove_by_code = team_page(ProveByCode.as_view())
prove_by_passkey = team_page(ProveByPasskey.as_view())
