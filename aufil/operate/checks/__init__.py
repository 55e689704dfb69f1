"""What `aufil doctor` looks at: one function a subject, each with one verdict."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db import DatabaseError

from aufil.operate.checks import (
    database,
    machine,
    migrations,
    publication,
    services,
    storage,
    territory,
    work,
)
from aufil.operate.checks.verdict import Verdict, first_line, warning

Check = Callable[[], Verdict]

# Asked only when the database answers.
ON_THE_DATABASE: dict[str, Check] = {
    "durability": database.durability,
    "migrations": migrations.applied,
    "clock": database.clock,
    "work": work.waiting,
    "retries": work.failing,
    "delivery": work.delivering,
    "encryption": storage.encryption,
    "sms-providers": services.sms_providers,
    "time-zones": machine.time_zones,
    "communes": territory.communes,
    "papers": machine.papers,
    "demonstration": publication.demonstration,
}
ON_THE_REST: dict[str, Check] = {
    "bus": services.bus,
    "mail": services.mail,
    "sms": services.sms,
    "push": services.push,
    "directory": services.directory,
    "antivirus": services.antivirus,
    "relay": services.relay,
    "sfu": services.sfu,
    "address": publication.address,
    "assets": publication.assets,
    "storage": storage.storage,
    "keys": machine.keys,
    "home": machine.home,
    "disk": machine.disk,
}


class Finding(NamedTuple):
    """A subject and what its check says."""

    name: str
    verdict: Verdict


def examine() -> Iterator[Finding]:
    """Every subject once, the database first."""
    trouble = database.unreachable()
    yield Finding("database", trouble or _asked(database.integrity))
    for name, check in ON_THE_DATABASE.items():
        yield Finding(name, _not_asked(trouble) if trouble else _asked(check))
    for name, check in ON_THE_REST.items():
        yield Finding(name, check())


def _asked(check: Check) -> Verdict:
    try:
        return check()
    except DatabaseError as error:
        return warning(f"Pas vérifié : la base de données répond « {first_line(error)} ».", "aufil migrate")


def _not_asked(trouble: Verdict) -> Verdict:
    return warning("Pas vérifié : la base de données ne répond pas.", trouble.mend)
