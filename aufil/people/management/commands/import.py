import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from aufil.people.actions import import_people
from aufil.people.importing.lines import Outcome, PeopleList, open_list
from aufil.people.importing.rows import FileRefusedError
from aufil.people.models import Structure


class Command(BaseCommand):
    help = "Listes : « import people FICHIER --structure SLUG [--dry-run] [--json] »."

    def add_arguments(self, parser: CommandParser) -> None:
        people = parser.add_subparsers(dest="verb", required=True).add_parser("people")
        people.add_argument("file", help="une liste de jeunes, en CSV ou XLSX")
        people.add_argument("--structure", required=True, help="le nom court de la Mission Locale")
        people.add_argument(
            "--dry-run", action="store_true", help="dit ce qui se passerait, sans rien changer"
        )
        people.add_argument("--json", action="store_true", help="un objet JSON par ligne de la liste")

    def handle(self, *args: Any, **options: Any) -> None:
        structure = Structure.objects.filter(slug=options["structure"]).first()
        if structure is None:
            raise CommandError(
                f"La structure « {options['structure']} » n’existe pas. Créez-la avec « aufil structure create »."
            )
        people = opened(options["file"])
        dry_run = options["dry_run"]
        outcomes = import_people(people=people, structure=structure, dry_run=dry_run)
        if options["json"]:
            for outcome in outcomes:
                self.stdout.write(json.dumps(asdict(outcome), ensure_ascii=False))
            return
        counts: Counter[str] = Counter()
        for outcome in outcomes:
            counts[outcome.outcome] += 1
            for sentence in sentences(outcome):
                self.stdout.write(sentence)
        self.stdout.write(summary(counts, people, dry_run=dry_run))


def opened(name: str) -> PeopleList:
    """The list in a file; any reason not to read it is one sentence."""
    try:
        return open_list(Path(name).read_bytes())
    except FileNotFoundError:
        raise CommandError(f"Le fichier « {name} » n’existe pas. Vérifiez son nom et son dossier.") from None
    except OSError:
        raise CommandError(f"Le fichier « {name} » ne peut pas être lu. Vérifiez ses droits.") from None
    except FileRefusedError as error:
        raise CommandError(f"« {name} » : {error}") from None


def sentences(outcome: Outcome) -> list[str]:
    """What a person must look at, for one line of the list."""
    found = [f"Ligne {outcome.line}, à vérifier : {warning}" for warning in outcome.warnings]
    if outcome.outcome == "refused":
        column = f", colonne « {outcome.column} »" if outcome.column else ""
        value = f", « {outcome.value} »" if outcome.value else ""
        found.append(f"Ligne {outcome.line}, refusée{column}{value} : {outcome.reason}")
    return found


def summary(counts: Counter[str], people: PeopleList, *, dry_run: bool) -> str:
    """How many lines became what."""
    lines = [
        f"Lignes lues : {counts.total()}. Créées : {counts['created']}. Mises à jour : {counts['updated']}. "
        f"Inchangées : {counts['unchanged']}. Refusées : {counts['refused']}."
    ]
    if people.columns.ignored:
        lines.append("Colonnes laissées de côté : " + ", ".join(people.columns.ignored) + ".")
    if dry_run:
        lines.append("C’était un essai : rien n’a été changé.")
    return "\n".join(lines)
