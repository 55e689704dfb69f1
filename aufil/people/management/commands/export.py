import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from aufil.people.actions import export_people
from aufil.people.models import Structure
from aufil.people.queries import find_staff


class Command(BaseCommand):
    help = "Listes : « export people --structure SLUG [--counsellor NOM] » écrit un CSV."

    def add_arguments(self, parser: CommandParser) -> None:
        people = parser.add_subparsers(dest="verb", required=True).add_parser("people")
        people.add_argument("--structure", required=True, help="le nom court de la Mission Locale")
        people.add_argument("--counsellor", default="", help="les seuls jeunes de cette personne")

    def handle(self, *args: Any, **options: Any) -> None:
        structure = Structure.objects.filter(slug=options["structure"]).first()
        if structure is None:
            raise CommandError(
                f"La structure « {options['structure']} » n’existe pas. Créez-la avec « aufil structure create »."
            )
        only = find_staff(options["counsellor"], structure) if options["counsellor"] else None
        if options["counsellor"] and only is None:
            raise CommandError(
                f"« {options['counsellor']} » n’est personne de l’équipe, ou plusieurs. Écrivez son identifiant."
            )
        content = export_people(structure=structure, actor=None, only=only)
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
