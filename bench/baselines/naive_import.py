"""Times the import of a list, and of its first lines by a naive loop: a look-up and a save a line. Prints JSON.

Run by `bench.lists` in the environment of a stage, whose database has the structures `essai` and `naif`.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aufil.config.settings")
django.setup()

from django.db import connection  # noqa: E402 - Django first

from aufil.people import actions  # noqa: E402
from aufil.people.importing.lines import LineRefusedError, open_list, read_line  # noqa: E402
from aufil.people.importing.values import Context  # noqa: E402
from aufil.people.models import Membership, Person, Role, Structure  # noqa: E402
from aufil.people.queries import find_staff, today_in  # noqa: E402
from bench.lists import COUNSELLORS  # noqa: E402


def main() -> None:
    path, naive_lines = Path(sys.argv[1]), int(sys.argv[2])
    found = {}
    for slug in ("essai", "naif"):
        structure = Structure.objects.get(slug=slug)
        for number in range(COUNSELLORS):
            actions.create_person(
                username=f"conseil{number}" if slug == "essai" else f"naif{number}",
                email="" if slug == "essai" else f"conseil{number}",
                structure=structure,
                role=Role.COUNSELLOR,
            )
        found[slug] = structure
    naive = _naive(path, found["naif"], naive_lines)
    sys.stdout.write(json.dumps({**_ours(path, found["essai"]), "naive": naive}))


def _ours(path: Path, structure: Structure) -> dict[str, float]:
    times: dict[str, float] = {}
    statements = 0

    def count(execute: Any, sql: Any, parameters: Any, many: Any, context: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(sql, parameters, many, context)

    start = time.perf_counter()
    with connection.execute_wrapper(count):
        actions.save_people(
            people=open_list(path.read_bytes()),
            structure=structure,
            progress=lambda lines: times.__setitem__("compare", time.perf_counter() - start),
        )
    times["total"] = time.perf_counter() - start
    times["save"] = times["total"] - times["compare"]
    start = time.perf_counter()
    outcomes = actions.save_people(people=open_list(path.read_bytes()), structure=structure)
    times["again"] = time.perf_counter() - start
    assert {outcome.outcome for outcome in outcomes} <= {"unchanged", "refused"}
    return {**times, "statements": statements}


def _naive(path: Path, structure: Structure, lines: int) -> float:
    people = open_list(path.read_bytes())
    context = Context(structure.region, today_in(structure))
    start = time.perf_counter()
    for row in people.rows[:lines]:
        try:
            line = read_line(people, row, context, lambda words: find_staff(words, structure))
        except LineRefusedError:
            continue
        known = Membership.objects.filter(structure=structure, file_number=line.file_number).first()
        values = dict(line.values)
        if known is None:
            username = actions.free_username(values["first_name"], values["last_name"])
            person = actions.create_person(username=username, structure=structure, role=Role.YOUNG, **values)
        else:
            values.pop("file_number")
            Person.objects.filter(pk=known.person_id).update(**values)
            person = known.person
        if line.counsellor:
            actions.support(young=person, counsellor=line.counsellor, structure=structure)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
