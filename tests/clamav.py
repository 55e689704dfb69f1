"""A real ClamAV daemon on loopback that knows one signature: the test virus. It can be stopped and started again."""

import os
import pwd
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aufil.files.queries import TEST_VIRUS
from aufil.files.scanning import clamav
from tests.serving import free_port

PROGRAM = Path("/usr/sbin/clamd")
MISSING = "ClamAV manque (paquet Debian clamav-daemon) : rien ne cherche de virus ici."
PATIENCE = 60.0  # s
CONFIGURATION = """\
Foreground yes
User {user}
{line}
DatabaseDirectory {folder}/signatures
StreamMaxLength {most}
"""


def installed() -> bool:
    return PROGRAM.exists()


@dataclass
class Daemon:
    """Its address for `AUFIL_CLAMAV_URL`; not running until started."""

    folder: Path
    url: str
    line: str
    most: str
    process: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> None:
        user = pwd.getpwuid(os.getuid()).pw_name
        settings = self.folder / "clamd.conf"
        settings.write_text(
            CONFIGURATION.format(user=user, line=self.line, folder=self.folder, most=self.most)
        )
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen([PROGRAM, "-c", settings], stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                clamav.version(self.url)
                return
            except clamav.NoVerdict:
                assert self.process.poll() is None, (self.folder / "log").read_text()
                assert time.monotonic() < deadline, "clamd did not start"
                time.sleep(0.1)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(PATIENCE)
            self.process = None


@contextmanager
def clamd(folder: Path, *, most: str = "25M", by_file: bool = False) -> Iterator[Daemon]:
    """A daemon that runs in this block, reached by a port or by a file."""
    (folder / "signatures").mkdir()
    (folder / "signatures" / "local.ndb").write_text(f"Test.EICAR:0:*:{TEST_VIRUS.hex()}\n")
    port, place = free_port(), folder / "clamd.ctl"
    daemon = Daemon(
        folder,
        url=f"unix://{place}" if by_file else f"tcp://127.0.0.1:{port}",
        line=f"LocalSocket {place}" if by_file else f"TCPAddr 127.0.0.1\nTCPSocket {port}",
        most=most,
    )
    try:
        daemon.start()
        yield daemon
    finally:
        daemon.stop()
