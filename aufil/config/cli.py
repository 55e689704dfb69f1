"""The `aufil` command: every management command, with the exit codes of the contract (0, 1, 2)."""

import os
import sys

# Words of the contract that cannot be module names as they stand.
SPOKEN = {"demo-data": "demo_data"}


def main() -> None:
    """Run one command; a failure is one line on standard error that says what to do."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aufil.config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    arguments = [sys.argv[0], *[SPOKEN.get(word, word) for word in sys.argv[1:2]], *sys.argv[2:]]
    try:
        execute_from_command_line(arguments)
    except ImproperlyConfigured as error:
        fail(f"Réglage à corriger : {error}")
    except DatabaseError as error:
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        fail(f"La base de données ne répond pas comme prévu ({first}). Lancez « aufil doctor ».")
    except KeyboardInterrupt:
        sys.exit(130)


def fail(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201 - the contract's one line
    sys.exit(1)
