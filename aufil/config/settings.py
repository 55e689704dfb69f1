"""Settings, all from the environment (prefix AUFIL_); `docs/settings.md` explains each."""

import os
import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from aufil.config.directory import directory_settings
from aufil.config.keys import read_or_make
from aufil.config.mailing import mail_settings
from aufil.config.pushing import push_services, vapid_key
from aufil.config.storing import files_storage
from aufil.delivery.inbox.boxes import is_mailbox
from aufil.files.scanning.clamav import understood as is_clamav
from aufil.ui.critical import critical_css_hash
from aufil.video.addresses import janus_at, relay_at

env = environ.Env()
PACKAGE = Path(__file__).resolve().parent.parent

HOME = Path(env.str("AUFIL_HOME", default="aufil-data")).expanduser().resolve()
DEMO = env.bool("AUFIL_DEMO", default=False)
BASE_URL = env.str("AUFIL_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
HTTPS = BASE_URL.startswith("https://")

_keys = env.list("AUFIL_SECRET_KEY", default=[]) or [read_or_make(HOME / "secret-key")]
SECRET_KEY, *SECRET_KEY_FALLBACKS = _keys
# What is kept is sealed with the first; all of them open (`kernel.sealing`).
ENCRYPTION_KEYS = env.list("AUFIL_ENCRYPTION_KEYS", default=[]) or [read_or_make(HOME / "encryption-key")]

DEBUG = False
ALLOWED_HOSTS = ["*"] if DEMO else [environ.urlparse(BASE_URL).hostname, "127.0.0.1", "localhost", "[::1]"]
TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "aufil.web",
    "aufil.ui",
    "aufil.audit",
    "aufil.territory",
    "aufil.jobs",
    "aufil.people",
    "aufil.live",
    "aufil.files",
    "aufil.delivery",
    "aufil.thread",
    "aufil.video",
    "aufil.appointments",
    "aufil.signin",
    "aufil.home",
    "aufil.demo",
    "aufil.operate",
    "aufil.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "aufil.web.middleware.CompressMiddleware",
    "csp.middleware.CSPMiddleware",
    "aufil.web.middleware.PrivateMiddleware",
    "aufil.web.middleware.DocumentMiddleware",
    "aufil.web.middleware.OriginMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "aufil.people.middleware.DeviceMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "aufil.signin.staff.middleware.SecondFactorMiddleware",
    "aufil.web.middleware.ProblemMiddleware",
]

ROOT_URLCONF = "aufil.config.urls"
WSGI_APPLICATION = "aufil.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["aufil.ui.context.frame"],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "aufil.ui.templatetags.ui",
            ],
        },
    }
]

# --- Database -------------------------------------------------------------------------------------------
DATABASE_URL = env.str("AUFIL_DATABASE_URL", default=f"sqlite:///{HOME}/aufil.sqlite3")
if not DATABASE_URL.startswith(("sqlite:///", "postgresql://", "postgres://")):
    raise ImproperlyConfigured("AUFIL_DATABASE_URL commence par « sqlite:/// » ou « postgresql:// ».")
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    # The busy path sends prepared statements (`kernel.statements`); the ORM's are not prepared.
    # Statements are planned for data in memory or on flash: PostgreSQL's own default supposes a turning disk, and reads
    # a table of 20,000 threads whole to find a counsellor's 150.
    # What the address says (`?sslmode=require&options=…`) comes first.
    DATABASES["default"]["OPTIONS"] = {
        "prepare_threshold": 5,
        "options": "-c random_page_cost=1.1",
        **DATABASES["default"].get("OPTIONS", {}),
    }
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Bus, cache, rate limits ----------------------------------------------------------------------------
REDIS_URL = env.str("AUFIL_REDIS_URL", default="")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        # Room enough that nobody empties the rate limits by asking for others.
        else {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    )
}

# --- People -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["aufil.signin.staff.adapters.TeamBackend"]
DEVICE_DAYS = 90

# --- The team's way in (decision 0016): a session only while one proves who one is -------------------------
LOGIN_URL = "signin:email"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_NAME = "aufil_equipe"
SESSION_COOKIE_PATH = "/equipe/"
SESSION_COOKIE_AGE = 1_800
SESSION_COOKIE_SECURE = HTTPS
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "MinimumLengthValidator": {"min_length": 12},
        "UserAttributeSimilarityValidator": {
            "user_attributes": ("username", "first_name", "last_name", "email")
        },
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
ACCOUNT_ADAPTER = "aufil.signin.staff.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# A whole Mission Locale comes in from one address on Monday morning; an account is guessed at by anybody.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/300s/key"}
MFA_ADAPTER = "aufil.signin.staff.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # clocks of phones drift; `staff.actions.use_code` takes each code once all the same
MFA_FORMS = {
    "add_webauthn": "aufil.signin.staff.forms.NewPasskeyForm",
    "login_webauthn": "aufil.signin.staff.forms.PasskeyLoginForm",
    "authenticate_webauthn": "aufil.signin.staff.forms.SecondPasskeyForm",
    "reauthenticate_webauthn": "aufil.signin.staff.forms.PasskeyAgainForm",
}
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # http://localhost, to try it; elsewhere browsers refuse
SOCIALACCOUNT_ADAPTER = "aufil.signin.staff.directory.DirectoryAdapter"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
OIDC = directory_settings(env)

# --- Mail ---------------------------------------------------------------------------------------------------
EMAIL_URL = env.str("AUFIL_EMAIL_URL", default="consolemail://")
vars().update(mail_settings(EMAIL_URL))
DEFAULT_FROM_EMAIL = env.str("AUFIL_EMAIL_FROM", default="Aufil <ne-pas-repondre@localhost>")
# Answers and what bounces come back to `reponse+…@` this domain; without it, mails say to answer in Aufil.
EMAIL_REPLY_DOMAIN = env.str("AUFIL_EMAIL_REPLY_DOMAIN", default="").strip().lower()
EMAIL_TIMEOUT = 20

# --- Web push -----------------------------------------------------------------------------------------------
VAPID_PRIVATE_KEY = vapid_key(env, HOME)
VAPID_SUBJECT = env.str("AUFIL_VAPID_SUBJECT", default=BASE_URL if HTTPS else "mailto:aufil@localhost")
PUSH_SERVICES = push_services(env)
# --- Mail that comes in -------------------------------------------------------------------------------------
IMAP_URL = env.str("AUFIL_IMAP_URL", default="")
if IMAP_URL and not is_mailbox(IMAP_URL):
    raise ImproperlyConfigured("AUFIL_IMAP_URL s’écrit « imaps://nom:secret@serveur/?folder=INBOX ».")
# What stands in the address a mail provider calls; empty: none may call.
EMAIL_INBOUND_SECRET = env.str("AUFIL_EMAIL_INBOUND_SECRET", default="")

# --- Text messages ------------------------------------------------------------------------------------------
SMS_URL = env.str("AUFIL_SMS_URL", default="console://")
if not SMS_URL.startswith(("console://", "kannel://", "smsmode://", "smsfactor://")):
    raise ImproperlyConfigured(
        "AUFIL_SMS_URL s’écrit « kannel://nom:secret@serveur:13013/?from=Nom », "
        "« smsmode://aufil:clé@api.smsmode.com/?from=Nom », "
        "« smsfactor://aufil:jeton@api.smsfactor.com/?from=Nom » ou « console:// »."
    )

# --- Files --------------------------------------------------------------------------------------------------
CLAMAV_URL = env.str("AUFIL_CLAMAV_URL", default="")
if CLAMAV_URL and not is_clamav(CLAMAV_URL):
    raise ImproperlyConfigured(
        "AUFIL_CLAMAV_URL s’écrit « tcp://serveur:3310 » ou « unix:///run/clamav/clamd.ctl »."
    )

# --- Video --------------------------------------------------------------------------------------------------
TURN_URL = env.str("AUFIL_TURN_URL", default="")
TURN_SECRET = env.str("AUFIL_TURN_SECRET", default="")
if TURN_URL and not (relay_at(TURN_URL) and TURN_SECRET):
    raise ImproperlyConfigured(
        "AUFIL_TURN_URL s’écrit « turn://relais.exemple.fr:3478?tls=5349 », avec AUFIL_TURN_SECRET."
    )
TURN_ONLY = env.bool("AUFIL_TURN_ONLY", default=False)
if TURN_ONLY and not TURN_URL:
    raise ImproperlyConfigured("AUFIL_TURN_ONLY demande un relais : AUFIL_TURN_URL.")
SFU_URL = env.str("AUFIL_SFU_URL", default="")
if SFU_URL and not janus_at(SFU_URL):
    raise ImproperlyConfigured(
        "AUFIL_SFU_URL s’écrit « janus://clé:secret@127.0.0.1:8088/janus?public=wss://visio.exemple.fr/ »."
    )

# --- Calendars kept elsewhere -----------------------------------------------------------------------------
# For tests alone: a certificate authority of theirs, with which 127.0.0.1 may be read; never from the environment.
CALENDARS_TEST_AUTHORITY = ""
# Where this machine keeps the certificates it trusts, when that is said; all that the child process is told.
CERTIFICATES = {name: os.environ[name] for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if name in os.environ}

# --- Pages --------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LOCALE_PATHS = [PACKAGE / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("AUFIL_STATIC_ROOT", default=str(PACKAGE.parent / "build" / "static")))
STATICFILES_DIRS = [path for path in [PACKAGE.parent / "build" / "joined"] if path.exists()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "aufil.ui.storage.StaticStorage"},
    # What people send: sealed before it gets there.
    "files": files_storage(env.str("AUFIL_STORAGE_URL", default=f"file://{HOME}/files")),
}
WHITENOISE_MAX_AGE = 0
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# --- Security -------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, critical_css_hash()],
        "img-src": [SELF, "data:", "blob:"],  # what waits on this phone is shown from its own store
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SILENCED_SYSTEM_CHECKS = [
    "security.W003",  # no CSRF token: the origin is checked instead (decision 0006)
    "models.W040",  # SQLite does without the columns an index brings along
]

LOG = os.environ.get("AUFIL_LOG", "WARNING").upper()
if LOG not in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"):
    raise ImproperlyConfigured("AUFIL_LOG vaut DEBUG, INFO, WARNING, ERROR ou CRITICAL.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG},
    "loggers": {"aufil": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}
