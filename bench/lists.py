"""`import`: a list of 5,000 young people compared and saved, on both databases, beside a naive loop."""

import json
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure
from bench.services import PYTHON, Stage, stage

LINES = 5_000
NAIVE_LINES = 500
COUNSELLORS = 20
NAMES = ("Ana", "Bob", "Chloé", "Dalil", "Emma", "Farid", "Gaëlle", "Hugo", "Inaya", "Jules")


def measure() -> Iterator[Figure]:
    """PostgreSQL first: its figures are the promised ones."""
    yield from _measured("postgresql")
    yield from _measured("sqlite")


def _measured(database: str) -> Iterator[Figure]:
    with stage() as place:
        if database == "postgresql":
            place.postgresql()
        place.aufil("migrate")
        for slug in ("essai", "naif"):
            place.aufil("structure", "create", slug, "--name", f"ML {slug}")
        told = json.loads(_run(place, place.folder / "liste.csv"))
    prefix = "import" if database == "postgresql" else f"import.{database}"
    for name in ("compare", "save", "total", "again"):
        yield Figure(f"{prefix}.{name}_s", told[name], "s")
    yield Figure(f"{prefix}.statements_a_line", told["statements"] / LINES, "")
    naive = told["naive"] / NAIVE_LINES * LINES
    yield Figure(f"{prefix}.naive_s", naive, "s")
    yield Figure(f"{prefix}.of_naive", told["total"] / naive, "")


def _run(place: Stage, path: Path) -> str:
    path.write_text(list_of(LINES))
    return place.run(str(PYTHON), "-m", "bench.baselines.naive_import", str(path), str(NAIVE_LINES))


def list_of(count: int) -> str:
    """A list as a structure gives it: all columns, one line in fifty with something to refuse."""
    lines = ["Nom;Prénom;Date de naissance;Téléphone;Mail;Commune;Code postal;N° de dossier;Conseiller"]
    for n in range(count):
        born = f"{n % 28 + 1:02}/{n % 12 + 1:02}/{2001 + n % 9}" if n % 50 else "31/02/2007"
        lines.append(
            f"NOM{n:05};{NAMES[n % 10]};{born};06{n % 10}{n:07};p{n}@exemple.fr;49300 Cholet;;{7_000_000 + n};"
            f"conseil{n % COUNSELLORS}"
        )
    return "\n".join(lines)
