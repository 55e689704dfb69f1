import asyncio
import contextlib
import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from aufil.delivery.inbox.lmtp import serve


class Command(BaseCommand):
    help = "Reçoit les e-mails que le serveur de messagerie dépose (LMTP). Ctrl-C pour arrêter."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="où écouter ; 127.0.0.1 sans rien dire")
        parser.add_argument("--port", type=int, default=8024, help="le port ; 8024 sans rien dire")

    def handle(self, *args: Any, **options: Any) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(_until_stopped(options["host"], options["port"]))


async def _until_stopped(host: str, port: int) -> None:
    task = asyncio.create_task(serve(host, port))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    await task
