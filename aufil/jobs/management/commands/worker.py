import signal
from typing import Any

from django.core.management.base import BaseCommand

from aufil.jobs.following import Followers
from aufil.jobs.worker import Worker


class Command(BaseCommand):
    help = "Travail de fond seul, pour une installation de plusieurs processus."

    def handle(self, *args: Any, **options: Any) -> None:
        worker, followers = Worker(), Followers()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop(0))
        followers.start()
        worker.run()
        followers.stop()
