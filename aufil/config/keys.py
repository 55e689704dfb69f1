"""Keys left unset are made once, in the installation's home, readable by its owner alone."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def read_or_make(path: Path) -> str:
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
    key = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key
