"""The servers a measurement needs, each started for it in a folder of its own and stopped by its id."""

import contextlib
import http.client
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = Path(sys.executable)
POSTGRESQL = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
PATIENCE = 60.0


class Unable(Exception):
    """A measurement cannot be made here; the message says what to do."""


class Service:
    """A process that was started for a measurement."""

    def __init__(self, name: str, process: subprocess.Popen, log: Path) -> None:
        self.name, self.process, self.log = name, process, log

    @property
    def pid(self) -> int:
        return self.process.pid

    def stop(self) -> None:
        """End it, politely first."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def failed(self, what: str) -> Unable:
        tail = self.log.read_text(errors="replace")[-2000:]
        return Unable(f"{self.name} {what}:\n{tail}")


class Stage:
    """A temporary folder and the services started in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.services: list[Service] = []
        self.environment = {
            key: value for key, value in os.environ.items() if not key.startswith("AUFIL_")
        } | {"AUFIL_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}
        (folder / "home").mkdir()

    def start(self, name: str, command: list[str], user: str | None = None) -> Service:
        """Start a service; its output goes to a file in the folder."""
        log = self.folder / f"{name}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, stdout=output, stderr=output, user=user, cwd=self.folder, env=self.environment
            )
        service = Service(name, process, log)
        self.services.append(service)
        return service

    def run(self, *command: str) -> str:
        """Run a command of the environment to its end; its standard output."""
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, env=self.environment)
        if done.returncode:
            raise Unable(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
        return done.stdout

    def postgresql(self) -> str:
        """Start PostgreSQL as installed, durability at its defaults; the URL of an empty database."""
        if not POSTGRESQL:
            raise Unable("PostgreSQL is not installed: bin/test installs it (apt-get install postgresql)")
        binaries, data, port = POSTGRESQL[-1], self.folder / "postgresql", free_port()
        user = "postgres" if os.geteuid() == 0 else None
        data.mkdir()
        if user:
            shutil.chown(data, user)
        options = ["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        subprocess.run(
            [binaries / "initdb", "-D", data, *options],
            check=True,
            stdout=subprocess.DEVNULL,
            user=user,
            cwd="/",
        )
        command = [str(binaries / "postgres"), "-D", str(data), "-k", str(data), "-p", str(port)]
        service = self.start("postgresql", [*command, "-c", "listen_addresses=127.0.0.1"], user)
        wait_for_port(service, port)
        self.environment["AUFIL_DATABASE_URL"] = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        return self.environment["AUFIL_DATABASE_URL"]

    def redis(self) -> str:
        """Start Redis as installed; its URL."""
        if not shutil.which("redis-server"):
            raise Unable("Redis is not installed: bin/test installs it (apt-get install redis-server)")
        port = free_port()
        service = self.start("redis", ["redis-server", "--port", str(port), "--bind", "127.0.0.1"])
        wait_for_port(service, port)
        self.environment["AUFIL_REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
        return self.environment["AUFIL_REDIS_URL"]

    def aufil(self, *arguments: str) -> str:
        """Run an `aufil` command; its standard output."""
        return self.run(str(PYTHON.parent / "aufil"), *arguments)

    def assets(self) -> None:
        """Join and collect what pages link to, as `bin/demo` does, in this folder."""
        self.environment["AUFIL_STATIC_ROOT"] = str(self.folder / "static")
        self.aufil("build_assets")
        self.aufil("collectstatic", "--noinput", "-v", "0")

    def serve(self) -> tuple[Service, int]:
        """Start the product with its production settings; the service and its port."""
        port = free_port()
        command = [str(PYTHON.parent / "aufil"), "serve", "--host", "127.0.0.1", "--port", str(port)]
        service = self.start("aufil", command)
        wait_for_answer(service, port)
        return service, port

    def stop(self) -> None:
        for service in reversed(self.services):
            service.stop()
        self.services.clear()


@contextlib.contextmanager
def stage() -> Iterator[Stage]:
    """A folder for one measurement; everything started in it is stopped, then the folder is removed."""
    allow_files(20_000)
    folder = Path(tempfile.mkdtemp(prefix="aufil-bench-"))
    folder.chmod(0o755)  # PostgreSQL, another user, passes through
    place = Stage(folder)
    try:
        yield place
    finally:
        place.stop()
        shutil.rmtree(folder, ignore_errors=True)


def allow_files(count: int) -> None:
    """Let this process and those it starts open `count` files: one for each stream."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(service: Service, port: int) -> None:
    """Until something listens there."""
    until = time.monotonic() + PATIENCE
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if service.process.poll() is not None or time.monotonic() > until:
            raise service.failed("does not listen")
        time.sleep(0.1)


def wait_for_answer(service: Service, port: int) -> None:
    """Until it answers HTTP without a fault."""
    wait_for_port(service, port)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/api/v1/me")
            if connection.getresponse().status < 500:
                return
        time.sleep(0.2)
    raise service.failed("does not answer")
