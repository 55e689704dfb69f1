from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from aufil.demo.actions import NotEmptyError, make_experiment


class Command(BaseCommand):
    help = "Makes the demonstration data in an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dataset", choices=["experiment"])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            make_experiment()
        except NotEmptyError:
            raise CommandError(
                "Cette base a déjà des personnes : la démonstration n’y sera pas ajoutée. Prenez une base vide."
            ) from None
        self.stdout.write("Les données de démonstration sont prêtes.")
