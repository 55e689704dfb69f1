from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from aufil.kernel import clock
from aufil.operate.checks.database import file_of
from aufil.operate.checks.migrations import pending, spoken, unknown_to_code
from aufil.operate.copies import CopyError, copy_before_migration


class Command(migrate.Command):
    """Django's own, after a look at the database and, for the embedded one, a copy of it."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        if path := file_of(connections[options["database"]]):
            _make(path.parent)
        return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        executor = MigrationExecutor(connection)
        if newer := unknown_to_code(executor.loader):
            raise CommandError(
                f"La base est plus récente que le code ({spoken(newer)}) : installez la version d’Aufil qui l’a faite."
            )
        path = file_of(connection)
        if path and connection.introspection.table_names() and _will_change(executor, options):
            self._copy(path, options["verbosity"])
        super().handle(*args, **options)

    def _copy(self, path: Path, verbosity: int) -> None:
        try:
            copy = copy_before_migration(path, clock.now())
        except CopyError as error:
            raise CommandError(
                f"La copie de {path} a échoué ({error}) : rien n’a été changé. Voyez la place libre, puis recommencez."
            ) from None
        if verbosity:
            self.stdout.write(f"Copie vérifiée de la base : {copy}")


def _will_change(executor: MigrationExecutor, options: dict[str, Any]) -> bool:
    """A migration asked for by name may go either way: taken as a change."""
    looks_only = options["plan"] or options["check_unapplied"]
    return not looks_only and bool(options["app_label"] or pending(executor))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(
            f"Impossible de créer {folder} ({error.strerror}) : voyez AUFIL_HOME et AUFIL_DATABASE_URL."
        ) from None
