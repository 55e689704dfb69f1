from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from aufil.people.actions import start_device
from aufil.people.models import Device, Person


class Command(BaseCommand):
    help = "Jetons d’API : « token create NOM [--days N] »."

    def add_arguments(self, parser: CommandParser) -> None:
        create = parser.add_subparsers(dest="verb", required=True).add_parser("create")
        create.add_argument("username")
        create.add_argument("--days", type=int, default=365)

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"« {options['username']} » n’existe pas. Vérifiez l’identifiant.")
        if options["days"] < 1:
            raise CommandError("--days demande un nombre de jours d’au moins 1.")
        _device, secret = start_device(
            person=person, label="Jeton d’API", kind=Device.Kind.TOKEN, days=options["days"]
        )
        self.stdout.write(secret)
