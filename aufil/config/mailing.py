"""How mail leaves: `AUFIL_EMAIL_URL` as Django's settings, for a server (SMTP) or a provider (django-anymail)."""

from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

HOW = (
    "AUFIL_EMAIL_URL s’écrit « smtp://nom:secret@serveur:25 », « smtp+tls://… », « smtp+ssl://… »,"
    " « consolemail:// », ou d’après un prestataire : « brevo://clé@ », « mailjet://clé:secret@ »…"
    " (voir docs/settings.md)."
)
PATIENCE = 20  # seconds


class Provider(NamedTuple):
    """What django-anymail calls the parts of its address: user, password, host."""

    user: str
    password: str = ""
    host: str = ""


PROVIDERS = {
    "brevo": Provider("BREVO_API_KEY"),
    "mailersend": Provider("MAILERSEND_API_TOKEN"),
    "mailgun": Provider("MAILGUN_API_KEY", host="MAILGUN_SENDER_DOMAIN"),
    "mailjet": Provider("MAILJET_API_KEY", "MAILJET_SECRET_KEY"),
    "postmark": Provider("POSTMARK_SERVER_TOKEN"),
    "resend": Provider("RESEND_API_KEY"),
    "scaleway": Provider("SCALEWAY_SECRET_KEY", "SCALEWAY_PROJECT_ID"),
    "sparkpost": Provider("SPARKPOST_API_KEY"),
}


def mail_settings(url: str) -> dict[str, Any]:
    """Django's `EMAIL_*`, and `ANYMAIL` for a provider. Raises ImproperlyConfigured."""
    scheme = url.partition("://")[0]
    if scheme in PROVIDERS:
        return _provider(scheme, url)
    try:
        return dict(environ.Env.email_url_config(url))
    except (KeyError, ValueError, ImproperlyConfigured):
        raise ImproperlyConfigured(HOW) from None


def _provider(scheme: str, url: str) -> dict[str, Any]:
    named = PROVIDERS[scheme]
    try:
        parts = urlsplit(url)
        given = {
            named.user: unquote(parts.username or ""),
            named.password: unquote(parts.password or ""),
            named.host: parts.hostname or "",
        }
    except ValueError:
        raise ImproperlyConfigured(HOW) from None
    given = {name: value for name, value in given.items() if name}
    if not all(given.values()):
        raise ImproperlyConfigured(HOW)
    # What else the provider's page of django-anymail names: `?api_url=https://…`, `?region=…`.
    more = {f"{scheme}_{name}".upper(): value for name, value in parse_qsl(parts.query)}
    return {
        "EMAIL_BACKEND": f"anymail.backends.{scheme}.EmailBackend",
        "ANYMAIL": {
            **given,
            **more,
            "REQUESTS_TIMEOUT": PATIENCE,
            # « No tracking » is asked of all; those who never track do not know the word.
            "IGNORE_UNSUPPORTED_FEATURES": True,
        },
    }
