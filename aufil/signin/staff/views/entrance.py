"""Coming in: by password, by passkey, by the directory; and the second proof."""

from typing import Any

from allauth.account.internal.flows.login import clear_authentication_records
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aufil.people.access import PersonRequest
from aufil.signin.staff import directory
from aufil.signin.staff.access import team_page
from aufil.signin.staff.actions import note, use_code
from aufil.signin.staff.adapters import WRONG_CODE
from aufil.signin.staff.forms import LoginForm
from aufil.web.authentication import same_origin
from aufil.web.limits import slow_down_from
from aufil.web.problems import Problem

PAGE = "signin/staff/login.html"


def shown(
    request: HttpRequest, form: LoginForm | None = None, *, error: str = "", status: int = 200
) -> HttpResponse:
    """The team's sign-in page."""
    context = {"form": form or LoginForm(request=request), "directory": settings.OIDC, "error": error}
    return render(request, PAGE, context, status=status)


class Login(LoginView):
    """Name or address, and password."""

    form_class = LoginForm
    template_name = PAGE

    def post(self, request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        clear_authentication_records(request)
        return super().post(request, *arguments, **named)

    def form_invalid(self, form: LoginForm) -> HttpResponse:
        return shown(self.request, form, status=422)

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        return {**super().get_context_data(**named), "directory": settings.OIDC, "error": ""}


class PasskeyLogin(LoginWebAuthnView):
    """What a passkey is to sign (GET, for the script), and what it signed (POST)."""

    def get(self, request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        slow_down_from(request, "passkey-from", times=120, seconds=60)
        return super().get(request, *arguments, **named)

    def post(self, request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        clear_authentication_records(request)
        return super().post(request, *arguments, **named)

    def form_invalid(self, form: Any) -> HttpResponse:
        note("sign-in-failed", None)
        error = _("Cette clé d’accès n’ouvre rien ici. Entrez autrement, puis ajoutez-la dans « Sécurité ».")
        return shown(self.request, error=error, status=422)


class SecondProof(AuthenticateView):
    """The code of the application, a recovery code, or a passkey."""

    template_name = "signin/staff/second_proof.html"

    def get(self, request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def form_valid(self, form: Any) -> HttpResponse:
        code = form.cleaned_data.get("code")
        if code and not use_code(person=self.stage.login.user, code=code):
            form.add_error("code", WRONG_CODE)
            return self.form_invalid(form)
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        note("second-proof-failed", self.stage.login.user)
        return self.render_to_response(self.get_context_data(), status=422)


login = require_http_methods(["GET", "POST"])(Login.as_view())
passkey = require_http_methods(["GET", "POST"])(PasskeyLogin.as_view())
second_proof = require_http_methods(["GET", "POST"])(SecondProof.as_view())


@require_GET
def to_directory(request: HttpRequest) -> HttpResponse:
    """To the organisation's directory, when somebody clicked here: another site may not start it."""
    if not settings.OIDC:
        raise Http404
    fetched_from = request.headers.get("Sec-Fetch-Site", "")
    if fetched_from and not same_origin(
        method="POST", origin="", fetch_site=fetched_from, host="", scheme=""
    ):
        raise Problem("cross-origin")
    slow_down_from(request, "directory-from", times=60, seconds=60)
    clear_authentication_records(request)
    return directory.go(request)


@require_GET
def from_directory(request: HttpRequest) -> HttpResponse:
    """What the directory answers; its page brings the browser back here."""
    if not settings.OIDC:
        raise Http404
    return directory.come_back(request)


@team_page
@require_GET
def come_in_again(request: PersonRequest) -> HttpResponse:
    """Who has nothing to prove with here proves it at the door."""
    return render(request, "signin/staff/come_in_again.html")
