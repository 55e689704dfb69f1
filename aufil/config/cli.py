"""The `aufil` command: every management command, with the exit codes of the contract (0, 1, 2)."""

import os
import sys
from typing import Any

# Words of the contract that cannot be module names as they stand.
SPOKEN = {"demo-data": "demo_data"}


def main() -> None:
    """Run one command; a failure is one line on standard error that says what to do."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aufil.config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import BaseCommand, ManagementUtility
    from django.core.management.base import OutputWrapper
    from django.db import DatabaseError

    class PlainErrors(OutputWrapper):
        """The sentence alone: Django would name the exception before it."""

        def write(self, msg: str = "", style_func: Any = None, ending: Any = None) -> None:  # type: ignore[override]
            super().write(msg.removeprefix("CommandError: "), style_func, ending)

    class Commands(ManagementUtility):
        def fetch_command(self, subcommand: str) -> BaseCommand:
            command = super().fetch_command(subcommand)
            command.stderr = PlainErrors(sys.stderr)
            command.stderr.style_func = command.style.ERROR
            return command

    arguments = [sys.argv[0], *[SPOKEN.get(word, word) for word in sys.argv[1:2]], *sys.argv[2:]]
    try:
        Commands(arguments).execute()
        sys.stdout.flush()
    except ImproperlyConfigured as error:
        fail(f"Réglage à corriger : {error}")
    except DatabaseError as error:
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        fail(f"La base de données ne répond pas comme prévu ({first}). Lancez « aufil doctor ».")
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # whoever read (`| head`) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def fail(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201 - the contract's one line
    sys.exit(1)
