"""A real Kannel on loopback with a telephone network that is none: `fakesmsc`, which writes down what it gets."""

import re
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from tests.serving import free_port

PROGRAMS = ("/usr/sbin/bearerbox", "/usr/sbin/smsbox", "/usr/lib/kannel/test/fakesmsc")
MISSING = "Kannel manque (paquets Debian kannel et kannel-extras) : rien n’envoie de SMS ici."
PATIENCE = 20.0  # s
RECEIVED = re.compile(r"Got message \d+: <(.*)>$")
HEAD = re.compile(r"(\S+) (\S+) (text|data|ucs-2|udh) (.*)$")

CONFIGURATION = """\
group = core
admin-port = {admin}
admin-password = x
smsbox-port = {boxes}
box-allow-ip = "127.0.0.1"
store-type = file
store-location = "{folder}/kannel.store"
dlr-storage = internal

group = smsc
smsc = fake
smsc-id = FAKE
host = 127.0.0.1
port = {network}
connect-allow-ip = 127.0.0.1

group = smsc
smsc = fake
smsc-id = TALK
host = 127.0.0.1
port = {talk}
connect-allow-ip = 127.0.0.1
allowed-prefix = "+999"

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
global-sender = 38001

group = sms-service
keyword = default
post-url = "{tell}/inbound?id=%I&from=%p&to=%P&at=%T"
max-messages = 0
catch-all = true

group = sendsms-user
username = ml
password = "ml secret&"
max-messages = 3
concatenation = true
"""


def installed() -> bool:
    return all(Path(program).exists() for program in PROGRAMS)


@dataclass
class Text:
    """One text message as the network got it."""

    sender: str
    to: str
    coding: str
    text: str


@dataclass
class Network:
    """The gateway's address for `AUFIL_SMS_URL`, and what came out on the other side."""

    url: str
    log: Path
    port: int

    def says(self, line: str) -> None:
        """Somebody sends a text: `from to text words`, or `from to ucs2 url-encoded`."""
        words = [PROGRAMS[2], "-H", "127.0.0.1", "-r", str(self.port), "-m", "1", line]
        quiet = subprocess.DEVNULL
        talking = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, cwd=self.log.parent
        )
        try:
            talking.wait(timeout=1)  # it stays to hear what comes back
        except subprocess.TimeoutExpired:
            talking.terminate()
            talking.wait()

    def received(self) -> list[Text]:
        """Every text so far, in order."""
        lines = self.log.read_text(errors="replace").splitlines()
        return read([found[1] for line in lines if (found := RECEIVED.search(line))])

    def next(self, to: str, after: int = 0) -> Text:
        """The first text for this number beyond the first `after`; waits for it."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = [text for text in self.received() if text.to == to][after:]
            if found:
                return found[0]
            time.sleep(0.1)
        raise AssertionError(f"no text for {to}: {self.log.read_text(errors='replace')[-1500:]}")


def read(lines: list[str]) -> list[Text]:
    """The messages fakesmsc printed: `from to coding words`; it takes a line break for the end of a message.

    `text` is as it was, `data` and `ucs-2` are url-encoded, `udh` is a part of a long text behind a header.
    """
    found: list[Text] = []
    for line in lines:
        head = HEAD.match(line)
        if head is None:
            found[-1].text += "\n" + line
            continue
        sender, to, coding, rest = head.groups()
        if coding == "udh":
            _header, coding, rest = rest.split(" ", 2)
        if coding != "text":
            raw = unquote_to_bytes(rest.replace("+", " "))
            rest = raw.decode("utf-16-be" if coding == "ucs-2" else "utf-8", "replace")
        found.append(Text(sender, to, coding, rest))
    return found


@contextmanager
def kannel(folder: Path, tell: str = "http://127.0.0.1:9") -> Iterator[Network]:
    """Started on free ports, stopped by id. What comes in is posted to `tell`/inbound."""
    ports = {name: free_port() for name in ("admin", "boxes", "network", "talk", "sendsms")}
    configuration = folder / "kannel.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, tell=tell, **ports))
    started: list[subprocess.Popen[bytes]] = []

    def start(name: str, *words: str) -> None:
        log = (folder / f"{name}.log").open("wb")
        started.append(subprocess.Popen(words, stdin=subprocess.PIPE, stdout=log, stderr=log, cwd=folder))

    try:
        start("bearerbox", PROGRAMS[0], "-v", "1", str(configuration))
        _wait(ports["boxes"])
        start("smsbox", PROGRAMS[1], "-v", "1", str(configuration))
        start("network", PROGRAMS[2], "-H", "127.0.0.1", "-r", str(ports["network"]), "-m", "0")
        _wait(ports["sendsms"])
        secret = quote("ml secret&", safe="")
        yield Network(
            f"kannel://ml:{secret}@127.0.0.1:{ports['sendsms']}/?from=MissionLoc",
            folder / "network.log",
            ports["talk"],
        )
    finally:
        for process in started[::-1]:
            process.terminate()
        for process in started:
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1).read()
        except urllib.error.HTTPError:
            return
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                return
        except OSError:
            return  # it listens, and speaks no HTTP
        else:
            return
        time.sleep(0.1)
    raise AssertionError(f"nothing listens on {port}")
