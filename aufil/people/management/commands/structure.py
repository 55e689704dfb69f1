from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from aufil.kernel.phones import REGIONS
from aufil.people.actions import create_structure


class Command(BaseCommand):
    help = "Structures: « structure create SLUG --name NOM »."

    def add_arguments(self, parser: CommandParser) -> None:
        create = parser.add_subparsers(dest="verb", required=True).add_parser("create")
        create.add_argument("slug")
        create.add_argument("--name", required=True)
        create.add_argument("--timezone", default="Europe/Paris")
        create.add_argument("--region", default="FR", choices=REGIONS)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            create_structure(
                slug=options["slug"],
                name=options["name"],
                timezone=options["timezone"],
                region=options["region"],
            )
        except IntegrityError:
            raise CommandError(
                f"La structure « {options['slug']} » existe déjà. Choisissez un autre nom court."
            ) from None
        self.stdout.write(f"{options['slug']}")
