"""The organisation's own directory (OpenID Connect, ProConnect among them): a way in, never a way to be created."""

import logging
import secrets
from typing import Any

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from requests import RequestException

from aufil.people.models import Person
from aufil.signin.staff.adapters import SURE_DIRECTORY
from aufil.signin.staff.entry import come_in
from aufil.signin.staff.queries import team_at

PROVIDER = "directory"
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
log = logging.getLogger(__name__)


def key_of(token: str, keys: list[dict[str, Any]]) -> tuple[str, Any]:
    """The key a token says it is signed with. A directory with one key need not name it (OpenID Connect Core, 10.1)."""
    header = jwt.get_unverified_header(token)
    fitting = [key for key in keys if key.get("use", "sig") == "sig" and key.get("kid") == header.get("kid")]
    if "kid" not in header and len(keys) == 1:
        fitting = keys
    if header.get("alg") not in SIGNATURES or len(fitting) != 1:
        raise jwt.InvalidTokenError("no such key")
    return header["alg"], jwt.PyJWK(fitting[0], algorithm=header["alg"]).key


class DirectoryProtocol(OpenIDConnectOAuth2Adapter):
    """OpenID Connect as allauth speaks it, with signatures always checked and userinfo signed where it is."""

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return settings.BASE_URL + reverse("directory_back")

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        return self._verified(id_token, app)

    def _verified(self, token: str, app: SocialApp) -> dict[str, Any]:
        """What a token says, if the directory signed it for us and it has not ended."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        try:
            algorithm, key = key_of(token, answer.json()["keys"])
            return jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error(f"token refused: {error}") from error

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        """JSON, or as ProConnect gives it, a signed token."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.profile_url, headers={"Authorization": f"Bearer {access_token}"})
            answer.raise_for_status()
        if answer.headers.get("Content-Type", "").partition(";")[0].strip() == "application/jwt":
            return self._verified(answer.text.strip(), self.get_provider().app)
        return dict(answer.json())

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **named: Any) -> SocialLogin:
        """What the directory says of somebody; both of its answers must be about the same one."""
        if not named["response"].get("id_token"):
            raise OAuth2Error("no id_token")
        login = super().complete_login(request, app, token, **named)
        said = login.account.extra_data
        if said["userinfo"].get("sub") != said["id_token"].get("sub"):
            raise OAuth2Error("userinfo is about somebody else")
        return login


class Directory(OpenIDConnectProvider):
    """The one directory this installation is set to (`AUFIL_OIDC_*`)."""

    oauth2_adapter_class = DirectoryProtocol
    pkce_enabled_default = True


class DirectoryAdapter(DefaultSocialAccountAdapter):
    """Joins what a directory says to one person of the team, by verified e-mail; nothing of it is kept."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Directory:
        wanted = settings.OIDC
        app = SocialApp(
            provider="openid_connect",
            provider_id=PROVIDER,
            name=wanted["name"],
            client_id=wanted["client_id"],
            secret=wanted["client_secret"],
            settings={
                "server_url": wanted["issuer"],
                "scope": wanted["scopes"],
                "auth_params": {"acr_values": wanted["acr"]} if wanted["acr"] else {},
            },
        )
        return Directory(request, app=app)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        token, userinfo = (sociallogin.account.extra_data[name] for name in ("id_token", "userinfo"))
        said = userinfo if userinfo.get("email") else token  # an address and its proof, from one mouth
        nonce = sociallogin.state.get("nonce", "")
        if not nonce or token.get("nonce") != nonce:
            raise ImmediateHttpResponse(refused(request, "failed"))
        person = person_said(said)
        if person is None:
            raise ImmediateHttpResponse(refused(request, "stranger"))
        proofs = ["directory", SURE_DIRECTORY] if asked_two_proofs(token) else ["directory"]
        raise ImmediateHttpResponse(come_in(request, person, *proofs))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **named: Any) -> None:
        # For the operator: what the library made of the directory's answer; it holds no secret of anybody.
        log.warning("directory: %s %r", named.get("error"), named.get("exception"))
        raise ImmediateHttpResponse(refused(request, "failed"))


def person_said(said: dict[str, Any]) -> Person | None:
    """The one person of the team who has the address the directory vouches for."""
    email = str(said.get("email") or "")
    if not email or not (said.get("email_verified") is True or settings.OIDC["trust_email"]):
        return None
    found = team_at(email)
    return found[0] if len(found) == 1 else None


def asked_two_proofs(token: dict[str, Any]) -> bool:
    """Does the directory say, in words we were set to believe, that it asked for two proofs?"""
    methods = token.get("amr") or []
    said = {str(token.get("acr", "")), *map(str, methods if isinstance(methods, list) else [])}
    return bool(said & set(settings.OIDC["two_proofs"]))


def refused(request: HttpRequest, reason: str) -> HttpResponse:
    """A page that says plainly why the directory did not let somebody in."""
    context = {"reason": reason, "directory": settings.OIDC["name"]}
    return render(request, "signin/staff/directory_refused.html", context, status=403)


def go(request: HttpRequest) -> HttpResponse:
    """To the directory, with what ties its answer to this browser: state, PKCE, nonce."""
    provider = get_adapter().get_provider(request, PROVIDER)
    nonce = secrets.token_urlsafe(24)
    asked = {**provider.get_auth_params(), "nonce": nonce}
    try:
        return provider.redirect(request, AuthProcess.LOGIN, auth_params=asked, nonce=nonce)
    except (RequestException, OAuth2Error, ValueError, KeyError):
        return refused(request, "silent")


def come_back(request: HttpRequest) -> HttpResponse:
    """From the directory."""
    try:
        return OAuth2CallbackView.adapter_view(DirectoryProtocol(request, PROVIDER))(request)
    except (ValueError, KeyError, TypeError) as error:  # an answer that is no answer of OpenID Connect
        log.warning("directory: %r", error)
        return refused(request, "failed")
