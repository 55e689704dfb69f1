"""Do the tables and the code belong together?"""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from aufil.operate.checks.verdict import Verdict, fault, ok

Name = tuple[str, str]


def unknown_to_code(loader: MigrationLoader) -> list[Name]:
    """Migrations this database has had and the code does not know: a newer version made them.

    A whole unknown application counts too: newer versions bring modules.
    """
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known.update(migration.replaces)
    return sorted(set(loader.applied_migrations or {}) - known)


def pending(executor: MigrationExecutor) -> list[Name]:
    """Migrations of the code that this database has not had."""
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [(migration.app_label, migration.name) for migration, _backwards in plan]


def spoken(names: list[Name]) -> str:
    """`people.0002_x`, or how many there are: `people.0002_x et 3 autres`."""
    first = ".".join(names[0])
    return first if len(names) == 1 else f"{first} et {len(names) - 1} de plus"


def applied() -> Verdict:
    executor = MigrationExecutor(connection)
    if newer := unknown_to_code(executor.loader):
        return fault(
            f"La base est plus récente que le code ({spoken(newer)}).",
            "installer la version d’Aufil qui l’a faite",
        )
    if late := pending(executor):
        return fault(f"La base attend des changements ({spoken(late)}).", "aufil migrate")
    return ok("Les tables sont celles de cette version.")
