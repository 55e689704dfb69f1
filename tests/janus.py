"""A real Janus on this machine, as `docs/settings.md` has it set up: signed tokens, rooms by an admin key.

Janus gathers no way on the loopback interface. Where the machine has no other, one is made (`veth`, as root) for as
long as Janus runs.
"""

import ipaddress
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.serving import free_port

PROGRAM = Path("/usr/bin/janus")
MISSING = "Janus manque (paquet Debian janus), ou cette machine n’a que sa boucle locale : pas de visio à plusieurs."
LIBRARIES = Path(f"/usr/lib/{os.uname().machine}-linux-gnu/janus")
PATIENCE = 20.0  # s
ADMIN_KEY, TOKEN_SECRET = "une-cle-d-admin", "un-secret-de-jetons"
INTERFACE = "aufil-janus"

MAIN = """\
general: {{
  configs_folder = "{folder}"
  plugins_folder = "{libraries}/plugins"
  transports_folder = "{libraries}/transports"
  admin_secret = "personne"
  token_auth = true
  token_auth_secret = "{secret}"
  reclaim_session_timeout = 30
}}
media: {{ rtp_port_range = "20000-20400" }}
nat: {{ full_trickle = true }}
plugins: {{ disable = "{plugins}" }}
transports: {{ disable = "{transports}" }}
events: {{ broadcast = false }}
"""
HTTP = """\
general: {{ http = true port = {http} ip = "127.0.0.1" base_path = "/janus" https = false }}
admin: {{ admin_http = false }}
"""
WEBSOCKETS = """\
general: {{ ws = true ws_port = {ws} ws_ip = "127.0.0.1" wss = false }}
admin: {{ admin_ws = false }}
"""
ROOMS = """\
general: {{ admin_key = "{key}" }}
"""
KEPT = {"libjanus_videoroom.so", "libjanus_http.so", "libjanus_websockets.so"}


def installed() -> bool:
    """Is there a Janus, and an interface for it (or the right to make one)?"""
    return PROGRAM.exists() and (_own_address() is not None or os.geteuid() == 0)


def _own_address() -> str | None:
    """An address of this machine that is not its loopback's."""
    up = {name for name, said in psutil.net_if_stats().items() if said.isup}
    for name, addresses in psutil.net_if_addrs().items():
        for one in addresses:
            if (
                name in up
                and one.family == socket.AF_INET
                and not ipaddress.ip_address(one.address).is_loopback
            ):
                return one.address
    return None


@contextmanager
def _interface() -> Iterator[None]:
    """Another interface than loopback: the machine's own, or one of ours."""
    if _own_address() is not None:
        yield
        return
    other = f"{INTERFACE[:-1]}2"
    ours: list[list[str]] = [
        ["link", "add", INTERFACE, "type", "veth", "peer", "name", other],
        ["addr", "add", "10.99.0.1/24", "dev", INTERFACE],
        ["link", "set", INTERFACE, "up"],
        ["link", "set", other, "up"],
    ]
    try:
        for words in ours:
            subprocess.run(["ip", *words], check=True, capture_output=True)
        yield
    finally:
        subprocess.run(["ip", "link", "del", INTERFACE], check=False, capture_output=True)


@dataclass
class Janus:
    """Its address for `AUFIL_SFU_URL`; it can be stopped, and started again without its rooms."""

    folder: Path
    http: int
    ws: int
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def url(self) -> str:
        said = f"{ADMIN_KEY}:{TOKEN_SECRET}@127.0.0.1:{self.http}/janus?public=ws://127.0.0.1:{self.ws}/"
        return f"janus://{said}"

    def start(self) -> None:
        with (self.folder / "janus.log").open("ab") as log:
            self.process = subprocess.Popen(
                [PROGRAM, "-F", self.folder], stdout=log, stderr=log, cwd=self.folder
            )
        until = time.monotonic() + PATIENCE
        for port in (self.http, self.ws):
            while not _listens(port):
                said = (self.folder / "janus.log").read_text(errors="replace")
                assert self.process.poll() is None, said[-2000:]
                assert time.monotonic() < until, f"Janus does not start: {said[-2000:]}"
                time.sleep(0.1)

    def kill(self) -> None:
        """As a machine does that falls over: nobody is told."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        self.process = None

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _others(folder: str) -> str:
    """What is installed there and not needed, as Janus wants it said."""
    return ",".join(sorted(p.name for p in (LIBRARIES / folder).glob("*.so") if p.name not in KEPT))


@contextmanager
def janus(folder: Path) -> Iterator[Janus]:
    """Started on free ports, stopped by id."""
    made = Janus(folder, free_port(), free_port())
    facts = {
        "folder": folder,
        "libraries": LIBRARIES,
        "secret": TOKEN_SECRET,
        "key": ADMIN_KEY,
        "http": made.http,
        "ws": made.ws,
        "plugins": _others("plugins"),
        "transports": _others("transports"),
    }
    names = {
        "janus.jcfg": MAIN,
        "janus.transport.http.jcfg": HTTP,
        "janus.transport.websockets.jcfg": WEBSOCKETS,
        "janus.plugin.videoroom.jcfg": ROOMS,
    }
    for name, text in names.items():
        (folder / name).write_text(text.format(**facts))
    with _interface():
        try:
            made.start()
            yield made
        finally:
            made.stop()
