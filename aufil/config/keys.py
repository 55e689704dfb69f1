"""Keys left unset are made once, in the installation's home, readable by its owner alone."""

import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ImproperlyConfigured


def random_key() -> str:
    """A secret of 400 random bits."""
    return secrets.token_urlsafe(50)


def push_key() -> str:
    """A private key of the curve P-256, as VAPID (RFC 8292) has it: 32 bytes in base64url."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")


def read_or_make(path: Path, make: Callable[[], str] = random_key) -> str:
    """The key in `path`, made there (mode 0600) when the file does not exist."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            raise ImproperlyConfigured(
                f"AUFIL_HOME : le dossier {path.parent} ne peut pas être créé. Choisissez-en un autre."
            ) from None
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was first
        return path.read_text().strip()
    key = make()
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key
