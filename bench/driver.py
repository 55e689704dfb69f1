"""Starts the load process and speaks with it."""

import contextlib
import json
import subprocess
from collections.abc import Iterator
from typing import Any

from bench.services import PYTHON, ROOT, Unable


class Driver:
    """The load process, connected to a server."""

    def __init__(self, process: subprocess.Popen) -> None:
        self.process = process

    def ask(self, **said: Any) -> dict[str, Any]:
        """Send one line, wait for the answer."""
        pipes = self.process.stdin, self.process.stdout
        if pipes[0] is None or pipes[1] is None:
            raise Unable("the load process has no pipes")
        pipes[0].write(json.dumps(said) + "\n")
        pipes[0].flush()
        line = pipes[1].readline()
        if not line:
            raise Unable("the load process ended before it answered")
        return json.loads(line)


@contextlib.contextmanager
def load(port: int, kind: str, pairs: list[dict[str, str]]) -> Iterator[Driver]:
    """A load process whose every side is connected (kinds: see `bench.load`)."""
    process = subprocess.Popen(
        [PYTHON, "-m", "bench.load"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        driver = Driver(process)
        driver.ask(port=port, kind=kind, pairs=pairs)
        yield driver
    finally:
        process.kill()
        process.communicate()
