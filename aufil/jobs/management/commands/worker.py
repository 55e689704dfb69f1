import signal
from typing import Any

from django.core.management.base import BaseCommand

from aufil.jobs.following import Follower
from aufil.jobs.worker import Worker


class Command(BaseCommand):
    help = "Travail de fond seul, pour une installation de plusieurs processus."

    def handle(self, *args: Any, **options: Any) -> None:
        worker, follower = Worker(), Follower()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop(0))
        follower.start()
        worker.run()
        follower.stop()
