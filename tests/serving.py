"""The real product as a process of its own: an empty home, its commands, its server; killed and stopped by id."""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import LiteralString
from uuid import uuid4

import psycopg

UNDER_TEST = "AUFIL_TEST_DATABASE_URL"
AUFIL = Path(sys.executable).parent / "aufil"
ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0  # s for a server to answer


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Served:
    """Aufil in `home`, on `port` (kept through restarts, as a phone expects)."""

    def __init__(self, home: Path, *, demo: bool = False, **settings: str) -> None:
        self.home, self.port = home, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("AUFIL_", "DJANGO_"))}
        if "AUFIL_STATIC_ROOT" in os.environ:
            kept["AUFIL_STATIC_ROOT"] = os.environ["AUFIL_STATIC_ROOT"]
        self.settings = {**kept, "AUFIL_HOME": str(home), "AUFIL_BASE_URL": self.url, **settings}
        if demo:
            self.settings["AUFIL_DEMO"] = "1"
        self.process: subprocess.Popen[bytes] | None = None

    def aufil(self, *words: str) -> str:
        """What `aufil WORDS` prints; its failure is the test's, with what it said."""
        done = subprocess.run([AUFIL, *words], env=self.settings, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, f"aufil {' '.join(words)}: {done.stderr[-2000:]}"
        return done.stdout

    def begin_from(self, made: Path) -> None:
        """Take over the home of another installation that never served (its database and keys)."""
        shutil.copytree(made, self.home, dirs_exist_ok=True)

    def open_day_and_night(self) -> None:
        """No thread tells when somebody answers, whatever the hour of the tests."""
        self.aufil(
            "shell",
            "-c",
            "from datetime import UTC, datetime; from aufil.thread.models import Thread;"
            " Thread.objects.update(told_until=datetime(2126, 1, 1, tzinfo=UTC))",
        )

    def start(self) -> None:
        """Serve, and come back once the server answers."""
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [AUFIL, "serve", "--port", str(self.port)],
                env=self.settings,
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + PATIENCE
        while not self._answers():
            assert self.process.poll() is None, f"the server ended: {self.log()[-2000:]}"
            assert time.monotonic() < until, f"the server does not answer: {self.log()[-2000:]}"
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/connexion/", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def log(self) -> str:
        """All that the server wrote."""
        return (self.home / "server.log").read_text(errors="replace")

    def kill(self) -> None:
        """SIGKILL: nothing is flushed, nobody is told."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """End it as an operator does; by force after ten seconds."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.kill()


def _template() -> Path:
    home = Path(tempfile.mkdtemp(prefix="aufil-tests-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home


@cache
def migrated() -> Path:
    """The home of an empty installation on SQLite, made once: copying it takes a moment, migrating seconds."""
    home = _template()
    Served(home).aufil("migrate", "-v", "0")
    return home


@cache
def demonstrated() -> Path:
    """The home of the demonstration, made once."""
    served = Served(_template(), demo=True)
    served.begin_from(migrated())
    served.aufil("demo-data", "experiment")
    served.open_day_and_night()
    return served.home


@contextmanager
def installation(home: Path) -> Iterator[Served]:
    """An empty installation of its own in `home`, on the kind of database under test, ready to be started."""
    server = os.environ.get(UNDER_TEST, "")
    served = Served(home)
    if not server:
        served.begin_from(migrated())
        yield served
        return
    if bus := os.environ.get("AUFIL_TEST_REDIS_URL", "").split()[:1]:
        served.settings["AUFIL_REDIS_URL"] = bus[0]
    name = f"aufil_{uuid4().hex[:12]}"
    served.settings["AUFIL_DATABASE_URL"] = _beside(server, name)
    _tell(server, f"CREATE DATABASE {name} TEMPLATE {_migrated_on(server)}")
    try:
        yield served
    finally:
        _tell(server, f"DROP DATABASE {name} WITH (FORCE)")


@cache
def _migrated_on(server: str) -> str:
    """The name of an empty installation's database on this PostgreSQL, made once, to be copied."""
    name = f"aufil_template_{uuid4().hex[:12]}"
    _tell(server, f"CREATE DATABASE {name}")
    atexit.register(_tell, server, f"DROP DATABASE {name} WITH (FORCE)")
    Served(_template(), AUFIL_DATABASE_URL=_beside(server, name)).aufil("migrate", "-v", "0")
    return name


def _beside(server: str, name: str) -> str:
    return f"{server.rpartition('/')[0]}/{name}"


def _tell(server: str, statement: LiteralString) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


@contextmanager
def demonstration(home: Path, *, start: bool = True, **settings: str) -> Iterator[Served]:
    """The demonstration of `bin/demo`, in `home`."""
    served = Served(home, demo=True, **settings)
    served.begin_from(demonstrated())
    try:
        if start:
            served.start()
        yield served
    finally:
        served.stop()
