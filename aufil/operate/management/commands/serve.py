import os
from typing import Any

import uvicorn
from django.conf import settings
from django.core.checks import run_checks
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Sert le produit entier : pages, direct, travail de fond."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        workers = options["workers"]
        if workers > 1 and not settings.REDIS_URL:
            raise CommandError("Plusieurs processus demandent Redis : réglez AUFIL_REDIS_URL.")
        for refusal in run_checks(tags=["demo"], include_deployment_checks=True):
            raise CommandError(f"{refusal.msg} {refusal.hint}")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aufil.config.settings")
        uvicorn.run(
            "aufil.config.asgi:application",
            host=options["host"],
            port=options["port"],
            workers=workers if workers > 1 else None,
            loop="uvloop",
            http="httptools",
            ws="none",
            access_log=False,
            log_level="warning",
            proxy_headers=settings.HTTPS,
            timeout_graceful_shutdown=5,
            timeout_keep_alive=75,
            server_header=False,
        )
