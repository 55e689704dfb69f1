"""The settings of the test suite: the product's own, in a temporary home, on the database under test."""

import os
import tempfile

os.environ.setdefault("AUFIL_HOME", tempfile.mkdtemp(prefix="aufil-test-"))
UNSET = (
    "DEMO",
    "EMAIL_URL",
    "BASE_URL",
    "REDIS_URL",
    "SMS_URL",
    "STORAGE_URL",
    "ENCRYPTION_KEYS",
    "CLAMAV_URL",
    "TURN_URL",
    "SFU_URL",
)
for name in UNSET:
    os.environ.pop(f"AUFIL_{name}", None)
os.environ["AUFIL_DATABASE_URL"] = os.environ.get("AUFIL_TEST_DATABASE_URL", "") or (
    f"sqlite:///{os.environ['AUFIL_HOME']}/aufil.sqlite3"
)
if urls := os.environ.get("AUFIL_TEST_REDIS_URL", "").split():
    # One server each for processes that test side by side: what is said on a bus is heard in the whole server.
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["AUFIL_REDIS_URL"] = urls[int(number) % len(urls)]

from aufil.config.settings import *  # noqa: E402, F403
from aufil.config.settings import DATABASES, HOME, MIDDLEWARE, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that a second connection sees what the first committed.
    DATABASES["default"]["TEST"] = {"NAME": HOME / "test.sqlite3"}
DATABASES["default"]["CONN_MAX_AGE"] = 0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the product's are slow on purpose
