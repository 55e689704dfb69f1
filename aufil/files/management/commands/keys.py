from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from aufil.files.actions import rewrap_keys, rotate_keys
from aufil.files.queries import unknown_keys
from aufil.people.models import Structure


class Command(BaseCommand):
    help = "Change les clés des fichiers : « wrap » après un changement de réglage, « rotate » pour de nouvelles clés."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["wrap", "rotate"])
        parser.add_argument("--structure", help="une seule structure, par son adresse courte")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "wrap":
            self._wrap()
        else:
            self._rotate(options["structure"])

    def _wrap(self) -> None:
        count = rewrap_keys()
        if left := unknown_keys():
            raise CommandError(
                f"{len(left)} clés de structures ne s’ouvrent pas : remettez l’ancienne clé dans"
                " AUFIL_ENCRYPTION_KEYS, derrière la nouvelle."
            )
        self.stdout.write(f"{count} clés enveloppées par la première de AUFIL_ENCRYPTION_KEYS.")

    def _rotate(self, slug: str | None) -> None:
        structures = Structure.objects.filter(slug=slug) if slug else Structure.objects.all()
        if slug and not structures:
            raise CommandError(f"Aucune structure ne s’appelle « {slug} ».")
        count = rotate_keys(structures)
        self.stdout.write(f"Nouvelles clés faites ; {count} fichiers seront rechiffrés en tâche de fond.")
