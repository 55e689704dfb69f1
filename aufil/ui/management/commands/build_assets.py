from django.core.management.base import BaseCommand, CommandError

from aufil.ui import assets


class Command(BaseCommand):
    help = "Réunit les modules JavaScript et les styles en peu de fichiers (build/joined)."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        try:
            sizes = assets.build()
        except assets.AssetError as error:
            raise CommandError(str(error)) from None
        if options["verbosity"]:
            for name, size in sizes.items():
                self.stdout.write(f"{name} : {size} octets")
