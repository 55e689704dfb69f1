"""What django-allauth asks of us: who may come in, how an entrance ends, what is said and to whom."""

from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aufil.people.models import Device, Person
from aufil.signin import actions
from aufil.signin.access import label_of, set_device
from aufil.signin.staff.actions import note
from aufil.signin.staff.queries import team_at, works_here
from aufil.signin.staff.seeds import opened, sealed

WRONG = gettext_lazy(
    "L’identifiant et le mot de passe ne vont pas ensemble. Vérifiez-les, ou demandez un lien."
)
TOO_MANY = gettext_lazy("Trop d’essais. Attendez cinq minutes, puis recommencez.")
WRONG_CODE = gettext_lazy("Ce code ne marche pas. Tapez celui que l’application montre maintenant.")

# Proofs, as allauth records them in its session, and the way in they make.
WAYS = {"password": "password", "email": "email", "sms": "sms", "link": "link", "directory": "oidc"}
SURE_DIRECTORY = "sure-directory"  # the directory says it asked for two proofs itself


class TeamBackend(AuthenticationBackend):
    """Passwords open for the team and the administrators alone."""

    def _check_password(self, user: AbstractBaseUser | None, password: str) -> AbstractBaseUser | None:
        found = super()._check_password(user, password)
        return found if isinstance(found, Person) and works_here(found) else None


class AccountAdapter(DefaultAccountAdapter):
    """allauth proves; we open a device. Nothing stays in its session once somebody is in."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_password": gettext_lazy("Ce n’est pas votre mot de passe. Essayez encore."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """As everywhere here: the server has already believed its own proxy, and nobody else."""
        return str(request.META.get("REMOTE_ADDR", ""))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Tries are counted for an account, whatever host name the request gives itself."""
        return str(credentials.get("email") or credentials.get("username") or "").lower()

    def add_message(self, *arguments: Any, **named: Any) -> None:
        """Our pages say what is by what they show."""

    def get_login_stages(self) -> list[str]:
        return ["aufil.signin.staff.adapters.SecondProof"]

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Who has a second proof gives that one: a password alone never undoes it."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [way for way in ways if way["id"].startswith("mfa_")] or ways

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Journal a wrong password; of whom, when the account exists."""
        email, username = credentials.get("email"), credentials.get("username") or ""
        known = team_at(email) if email else []
        person = known[0] if len(known) == 1 else Person.objects.filter(username=username).first()
        note("sign-in-failed", person)

    def send_notification_mail(self, *arguments: Any, **named: Any) -> None:
        """Our actions journal what changes and tell the person."""

    def login(self, request: HttpRequest, user: Any) -> None:
        """All proofs are in: the person comes in by a device, as everybody."""
        records = get_authentication_records(request, user)
        sure = any(record["method"] in ("mfa", SURE_DIRECTORY) for record in records)
        _device, secret = actions.sign_in(
            person=user,
            label=label_of(request),
            way=way_of(records),
            assurance=Device.Assurance.STRONG if sure else Device.Assurance.PLAIN,
        )
        request.session.flush()
        request.user = user
        record_authentication(request, user, "came-in", reauthenticated=True)
        request.device_secret = secret  # type: ignore[attr-defined]

    def post_login(self, request: HttpRequest, user: Any, **named: Any) -> HttpResponse:
        response = redirect("home:home")
        set_device(response, request.device_secret)  # type: ignore[attr-defined]
        return response

    def logout(self, request: HttpRequest) -> None:
        request.session.flush()


def way_of(records: list[dict[str, Any]]) -> str:
    """By which way somebody came, from what they proved: the last first proof."""
    for record in reversed(records):
        if record.get("passwordless"):
            return "passkey"
        if record["method"] in WAYS:
            return WAYS[record["method"]]
    return "unknown"


class SecondProof(AuthenticateStage):
    """After the first proof, the second of whoever has one; not after a passkey, which is two in one."""

    def _should_handle(self, request: HttpRequest) -> bool:
        records = get_authentication_records(request, self.login.user)
        if any(record["method"] == SURE_DIRECTORY for record in records):
            return False
        return bool(super()._should_handle(request))


class FactorAdapter(DefaultMFAAdapter):
    """Applications and passkeys, in French, drawn here."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return opened(encrypted_text)

    def get_totp_issuer(self) -> str:
        return "Aufil"

    def _get_site_name(self) -> str:
        return "Aufil"

    def build_totp_svg(self, url: str) -> str:
        """Black on white in both themes: phones read it; nothing leaves this server."""
        return str(
            segno.make(url, error="m").svg_inline(scale=5, border=3, dark="#000", light="#fff", omitsize=True)
        )

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.full_name}

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        return _("Clé d’accès")
