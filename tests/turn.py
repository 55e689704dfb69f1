"""A real coturn on loopback, as `docs/settings.md` has it set up: time-limited credentials, UDP, TCP and TLS."""

import datetime
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.serving import free_port

PROGRAM = Path("/usr/bin/turnserver")
CLIENT = Path("/usr/bin/turnutils_uclient")
MISSING = "coturn manque (paquet Debian coturn) : rien ne relaie ici."
PATIENCE = 20.0  # s
SECRET = "un secret de coturn"
CAME_BACK = re.compile(r"tot_recv_msgs=(\d+)")


def installed() -> bool:
    return PROGRAM.exists() and CLIENT.exists()


@dataclass
class Coturn:
    """Its address for `AUFIL_TURN_URL`."""

    url: str
    port: int
    tls: int
    log: Path
    pid: int  # stopped and continued, it is a cut

    def relays(self, username: str, password: str, *more: str) -> bool:
        """Do packets come back through it to who says this name and password? By coturn's own client, which by TLS
        leaves one or two of six unread."""
        words = [CLIENT, "-u", username, "-w", password, "-p", str(self.port), *more]
        words += ["-y", "-c", "-n", "3", "-m", "2", "127.0.0.1"]
        try:
            done = subprocess.run([str(w) for w in words], capture_output=True, text=True, timeout=20)
        except subprocess.TimeoutExpired:
            return False
        came_back = [int(count) for count in CAME_BACK.findall(done.stdout)]
        return done.returncode == 0 and max(came_back, default=0) >= 3


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate nobody signed but itself, for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    certificate, secret = folder / "turn.pem", folder / "turn.key"
    certificate.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, secret


@contextmanager
def coturn(folder: Path) -> Iterator[Coturn]:
    """Started on free ports, stopped by id."""
    certificate, key = _certificate(folder)
    port, tls, log = free_port(), free_port(), folder / "coturn.log"
    said = {
        "listening-ip": "127.0.0.1",
        "relay-ip": "127.0.0.1",
        "listening-port": port,
        "tls-listening-port": tls,
        "min-port": 49160,
        "max-port": 49400,
        "static-auth-secret": SECRET,
        "realm": "tests",
        "cert": certificate,
        "pkey": key,
        "log-file": "stdout",
        "pidfile": folder / "coturn.pid",
        "userdb": folder / "coturn.db",
    }
    bare = [
        "use-auth-secret",
        "fingerprint",
        "no-dtls",
        "no-cli",
        "allow-loopback-peers",
        "no-multicast-peers",
    ]
    words = [str(PROGRAM), "-n", *(f"--{name}" for name in bare), *(f"--{k}={v}" for k, v in said.items())]
    with log.open("wb") as out:
        process = subprocess.Popen(words, stdout=out, stderr=out, cwd=folder)
    try:
        _wait(process, log, port, tls)
        yield Coturn(f"turn://127.0.0.1:{port}?tls={tls}", port, tls, log, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], log: Path, *ports: int) -> None:
    until = time.monotonic() + PATIENCE
    for port in ports:
        while not _listens(port):
            assert process.poll() is None, log.read_text(errors="replace")[-2000:]
            assert time.monotonic() < until, "coturn does not start"
            time.sleep(0.05)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
