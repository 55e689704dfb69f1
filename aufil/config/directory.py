"""The organisation's own directory (OpenID Connect), from the environment."""

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

NEEDED = ("AUFIL_OIDC_ISSUER", "AUFIL_OIDC_CLIENT_ID", "AUFIL_OIDC_CLIENT_SECRET")


def directory_settings(env: environ.Env) -> dict[str, Any]:
    """What is set of `AUFIL_OIDC_*`; empty when there is no directory. Half set is a mistake, said at once."""
    issuer, client, secret = (env.str(name, default="").strip() for name in NEEDED)
    if not issuer and not client and not secret:
        return {}
    if not (issuer and client and secret):
        raise ImproperlyConfigured(f"L’annuaire demande les trois : {', '.join(NEEDED)}.")
    if not issuer.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise ImproperlyConfigured("AUFIL_OIDC_ISSUER commence par « https:// ».")
    return {
        "issuer": issuer.rstrip("/"),
        "client_id": client,
        "client_secret": secret,
        "name": env.str("AUFIL_OIDC_NAME", default="Annuaire de votre organisation"),
        "scopes": env.str("AUFIL_OIDC_SCOPES", default="openid email profile").split(),
        "acr": env.str("AUFIL_OIDC_ACR", default=""),
        "trust_email": env.bool("AUFIL_OIDC_TRUST_EMAIL", default=False),
        "two_proofs": env.list("AUFIL_OIDC_TWO_PROOFS", default=[]),
    }
