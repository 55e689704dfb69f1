import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from aufil.kernel.lists.rows import FileRefusedError
from aufil.people.actions import import_people
from aufil.people.importing.lines import Outcome, PeopleList, open_list
from aufil.people.models import Structure
from aufil.territory import actions as territory
from aufil.territory.actions import import_communes


class Command(BaseCommand):
    help = (
        "Listes : « import people FICHIER --structure SLUG [--dry-run] [--json] », "
        "« import communes FICHIER [--dry-run] [--json] »."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        people, communes = verbs.add_parser("people"), verbs.add_parser("communes")
        people.add_argument("file", help="une liste de jeunes, en CSV ou XLSX")
        people.add_argument("--structure", required=True, help="le nom court de la Mission Locale")
        communes.add_argument("file", help="les communes, en CSV ou XLSX")
        for verb in (people, communes):
            verb.add_argument(
                "--dry-run", action="store_true", help="dit ce qui se passerait, sans rien changer"
            )
            verb.add_argument("--json", action="store_true", help="un objet JSON par ligne de la liste")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "communes":
            self._communes(options)
        else:
            self._people(options)

    def _communes(self, options: dict[str, Any]) -> None:
        name, dry_run = options["file"], options["dry_run"]
        try:
            outcomes = import_communes(content=content_of(name), dry_run=dry_run)
        except FileRefusedError as error:
            raise CommandError(f"« {name} » : {error}") from None
        self._tell(outcomes, [], options)

    def _people(self, options: dict[str, Any]) -> None:
        structure = Structure.objects.filter(slug=options["structure"]).first()
        if structure is None:
            raise CommandError(
                f"La structure « {options['structure']} » n’existe pas. Créez-la avec « aufil structure create »."
            )
        people = opened(options["file"])
        outcomes = import_people(people=people, structure=structure, dry_run=options["dry_run"])
        self._tell(outcomes, people.columns.ignored, options)

    def _tell(
        self,
        outcomes: Iterable[Outcome] | Iterable[territory.Outcome],
        ignored: Sequence[str],
        options: dict[str, Any],
    ) -> None:
        if options["json"]:
            for outcome in outcomes:
                self.stdout.write(json.dumps(asdict(outcome), ensure_ascii=False))
            return
        counts: Counter[str] = Counter()
        for outcome in outcomes:
            counts[outcome.outcome] += 1
            for sentence in sentences(outcome):
                self.stdout.write(sentence)
        self.stdout.write(summary(counts, ignored, dry_run=options["dry_run"]))


def content_of(name: str) -> bytes:
    """The bytes of a file; any reason not to read it is one sentence."""
    try:
        return Path(name).read_bytes()
    except FileNotFoundError:
        raise CommandError(f"Le fichier « {name} » n’existe pas. Vérifiez son nom et son dossier.") from None
    except OSError:
        raise CommandError(f"Le fichier « {name} » ne peut pas être lu. Vérifiez ses droits.") from None


def opened(name: str) -> PeopleList:
    """The list in a file; any reason not to read it is one sentence."""
    try:
        return open_list(content_of(name))
    except FileRefusedError as error:
        raise CommandError(f"« {name} » : {error}") from None


def sentences(outcome: Outcome | territory.Outcome) -> list[str]:
    """What a person must look at, for one line of the list."""
    found = [f"Ligne {outcome.line}, à vérifier : {warning}" for warning in getattr(outcome, "warnings", ())]
    if outcome.outcome == "refused":
        column = f", colonne « {outcome.column} »" if outcome.column else ""
        value = f", « {outcome.value} »" if outcome.value else ""
        found.append(f"Ligne {outcome.line}, refusée{column}{value} : {outcome.reason}")
    return found


def summary(counts: Counter[str], ignored: Sequence[str], *, dry_run: bool) -> str:
    """How many lines became what."""
    lines = [
        f"Lignes lues : {counts.total()}. Créées : {counts['created']}. Mises à jour : {counts['updated']}. "
        f"Inchangées : {counts['unchanged']}. Refusées : {counts['refused']}."
    ]
    if ignored:
        lines.append("Colonnes laissées de côté : " + ", ".join(ignored) + ".")
    if dry_run:
        lines.append("C’était un essai : rien n’a été changé.")
    return "\n".join(lines)
