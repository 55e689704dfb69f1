"""What Aufil talks to: the bus between processes, the mail server, the gateway of text messages."""

import smtplib
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import redis
import requests
from django.conf import settings
from django.core.mail import get_connection

from aufil.delivery.queries import push_state, sms_state, unreadable_gateways
from aufil.files.queries import antivirus_state
from aufil.kernel import clock
from aufil.operate.checks.verdict import Verdict, fault, first_line, ok, warning
from aufil.video.queries import relay_state, sfu_state

PATIENCE = 3  # seconds
SMTP = "django.core.mail.backends.smtp.EmailBackend"
PROVIDERS = "anymail.backends."
CONSOLE = "django.core.mail.backends.console.EmailBackend"
SIGNATURES_OLD = timedelta(days=7)
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def bus() -> Verdict:
    """What carries hints from one process to the others."""
    if not settings.REDIS_URL:
        return ok("Dans le processus : c’est assez pour « aufil serve » avec un seul processus.")
    try:
        version = _redis_version()
    except (redis.RedisError, ValueError) as error:  # ValueError: not the address of a Redis
        return fault(f"Redis ne répond pas : {first_line(error)}.", "AUFIL_REDIS_URL")
    return ok(f"Redis {version} répond.")


def _redis_version() -> str:
    with redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
    ) as client:
        return str(client.info("server")["redis_version"])


def directory() -> Verdict:
    """Does the organisation's directory (OpenID Connect) answer, as the one it is set to be?"""
    if not settings.OIDC:
        return ok("Aucun : l’équipe entre par mot de passe, clé d’accès ou code.")
    issuer = settings.OIDC["issuer"]
    try:
        answer = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=PATIENCE)
        answer.raise_for_status()
        said = str(answer.json()["issuer"]).rstrip("/")
    except (requests.RequestException, ValueError, KeyError, TypeError) as error:
        return fault(f"L’annuaire {issuer} ne répond pas : {first_line(error)}.", "AUFIL_OIDC_ISSUER")
    if said != issuer:
        return fault(f"L’annuaire dit s’appeler {said}.", "AUFIL_OIDC_ISSUER")
    return ok(f"L’annuaire {issuer} répond.")


def mail() -> Verdict:
    """Would a sign-in code leave?"""
    if settings.EMAIL_BACKEND == CONSOLE:
        return warning(
            "Les courriels s’affichent dans la console : personne ne les reçoit.", "AUFIL_EMAIL_URL"
        )
    if settings.EMAIL_BACKEND.startswith(PROVIDERS):
        return _provider()
    if settings.EMAIL_BACKEND != SMTP:
        return warning("Les courriels ne partent pas : ce réglage sert aux essais.", "AUFIL_EMAIL_URL")
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    post = get_connection(timeout=PATIENCE)
    try:
        post.open()
    except (OSError, smtplib.SMTPException) as error:
        return fault(
            f"Le serveur de courriel {server} ne répond pas : {first_line(error)}.", "AUFIL_EMAIL_URL"
        )
    finally:
        post.close()
    return _fit_to_send(server)


def _provider() -> Verdict:
    """Nothing is asked of a provider: it would count as a call, and each answers otherwise."""
    name = settings.EMAIL_BACKEND.split(".")[2]
    if "@localhost" in settings.DEFAULT_FROM_EMAIL:
        return warning(
            "L’adresse d’envoi finit par « @localhost » : beaucoup la refusent.", "AUFIL_EMAIL_FROM"
        )
    return ok(f"Les courriels partent par {name} (clé non vérifiée ici).")


def _fit_to_send(server: str) -> Verdict:
    secret = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    if not secret and settings.EMAIL_HOST not in THIS_MACHINE:
        return warning(
            f"Les codes de connexion partent en clair vers {server}.",
            "AUFIL_EMAIL_URL : smtp+tls:// ou smtp+ssl://",
        )
    if "@localhost" in settings.DEFAULT_FROM_EMAIL:
        return warning(
            "L’adresse d’envoi finit par « @localhost » : beaucoup la refusent.", "AUFIL_EMAIL_FROM"
        )
    return ok(f"Le serveur de courriel {server} répond.")


def sms_providers() -> Verdict:
    """Can the keys of structures that have a provider of their own be read?"""
    if unreadable := unreadable_gateways():
        return fault(
            f"La clé du fournisseur de SMS ne s’ouvre plus, dans : {', '.join(unreadable)}.",
            "AUFIL_ENCRYPTION_KEYS : remettre l’ancienne clé ; sinon, coller de nouveau celle du fournisseur",
        )
    return ok("Les clés des fournisseurs de SMS propres à une structure s’ouvrent.")


def sms() -> Verdict:
    """Would a text message leave?"""
    state = sms_state()
    if not state.reaches_phones:
        return warning("Les SMS s’affichent dans la console : personne ne les reçoit.", "AUFIL_SMS_URL")
    host = urlsplit(settings.SMS_URL).hostname or ""
    if state.trouble:
        return fault(f"La passerelle de SMS {host} ne prend rien : {state.trouble}.", "AUFIL_SMS_URL")
    if host not in THIS_MACHINE and settings.SMS_URL.startswith("kannel:"):
        return warning(
            f"Les SMS partent en clair vers {host}.",
            "AUFIL_SMS_URL : une passerelle sur la même machine, ou au bout d’un tunnel",
        )
    return ok("La passerelle de SMS répond, et accepte le mot de passe.")


def push() -> Verdict:
    """Would a browser's service know who tells, and whom to write to?"""
    state = push_state()
    if state.trouble:
        return fault(f"Les notifications ne partent pas : {state.trouble}.", "AUFIL_VAPID_SUBJECT")
    if near := [one for one in state.others if one.startswith("http://")]:
        return warning(
            f"{near[0]} reçoit des notifications en clair : c’est pour des essais.", "AUFIL_PUSH_SERVICES"
        )
    if "localhost" in state.subject:
        return warning(
            "Les services de notifications ne sauraient pas à qui écrire ; Apple refuse.",
            "AUFIL_VAPID_SUBJECT",
        )
    if state.key_file:
        return ok(
            "La clé est dans AUFIL_HOME/vapid-key : gardez-en une copie, les téléphones la connaissent."
        )
    return ok("La clé vient d’AUFIL_VAPID_PRIVATE_KEY.")


def antivirus() -> Verdict:
    """Would it find the test virus, in files as large as they come, with the signatures of this week?"""
    state = antivirus_state()
    if state is None:
        return ok("Aucun : les fichiers sont examinés, mais on n’y cherche pas de virus.")
    if state.trouble:
        return fault(f"Les fichiers attendent : {state.trouble}.", "AUFIL_CLAMAV_URL, clamd.conf")
    engine, *rest = state.version.split("/")
    if rest and clock.now() - _written(rest[-1]) > SIGNATURES_OLD:
        return warning(f"Les signatures de l’antivirus sont du {_written(rest[-1]):%d/%m/%Y}.", "freshclam")
    return ok(f"{engine} reconnaît le virus d’essai.")


def _written(date: str) -> datetime:
    """The date of the signatures, as clamd says it; long ago when it says something else."""
    try:
        return datetime.strptime(date.strip(), "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)


def relay() -> Verdict:
    """Would two people on closed networks hear each other?"""
    state = relay_state()
    if state is None:
        return warning(
            "Aucun relais : la visio échoue là où le réseau est fermé, et souvent en 4G.", "AUFIL_TURN_URL"
        )
    if state.trouble:
        return fault(
            f"Le relais {state.address} ne prend pas les appels ({state.trouble}).",
            "AUFIL_TURN_URL, AUFIL_TURN_SECRET",
        )
    if not state.has_tls:
        return warning(
            f"Le relais {state.address} ne parle pas TLS : certains réseaux ne laissent passer que cela.",
            "AUFIL_TURN_URL : ?tls=443",
        )
    return ok(f"Le relais {state.address} répond, et prend les appels.")


def sfu() -> Verdict:
    """Would a room of more than two open?"""
    state = sfu_state()
    if state is None:
        return ok("Aucun serveur de visio : à plus de deux, on utilise un lien.")
    if state.trouble:
        return fault(f"Le serveur de visio {state.address} ne prend rien : {state.trouble}.", "AUFIL_SFU_URL")
    if state.in_clear:
        return warning("Les pages joignent le serveur de visio en clair.", "AUFIL_SFU_URL : public=wss://…")
    return ok(f"Le serveur de visio {state.address} répond, et ouvre des salles.")
