from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from aufil.delivery.queries import installation_gateway


class Command(BaseCommand):
    help = "Les adresses que la passerelle de SMS appelle : « sms addresses ». Elles contiennent un secret."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_subparsers(dest="verb", required=True).add_parser("addresses")

    def handle(self, *args: Any, **options: Any) -> None:
        gateway = installation_gateway()
        if not gateway.name or gateway.name == "console":
            raise CommandError("Aucune passerelle de SMS : renseignez AUFIL_SMS_URL.")
        self.stdout.write(f"receipts {gateway.receipts}")
        self.stdout.write(f"inbound {gateway.inbound}")
