"""Files through the real server: flat memory, kills, cuts, changed keys, slow readers."""

import hashlib
import http.client
import json
import os
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.serving import Served

pytestmark = pytest.mark.chaos

MEGA = 1024 * 1024
TUS = {"Tus-Resumable": "1.0.0"}
OFFSETS = "application/offset+octet-stream"


@dataclass
class Phone:
    """A program that sends files on one thread."""

    port: int
    token: str
    thread: str

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, Any, bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        fields = {"Authorization": f"Bearer {self.token}", **headers}
        line.request(method, path, body, fields)
        answer = line.getresponse()
        content = answer.read()
        line.close()
        return answer.status, answer.headers, content

    def announce(self, size: int) -> str:
        uid = str(uuid4())
        files = [{"id": uid, "name": "a.pdf", "size": size}]
        body = {"id": str(uuid4()), "text": "", "kind": "file", "files": files}
        path = f"/api/v1/threads/{self.thread}/entries"
        status, _, content = self.ask(
            "POST", path, json.dumps(body).encode(), **{"Content-Type": "application/json"}
        )
        assert status == 201, content
        return uid

    def offset(self, uid: str) -> int:
        status, headers, _ = self.ask("HEAD", f"/api/v1/uploads/{uid}", **TUS)
        assert status == 200
        return int(headers["Upload-Offset"])

    def patch(self, uid: str, offset: int, data: bytes) -> int:
        return self.ask("PATCH", f"/api/v1/uploads/{uid}", data, **self._fields(offset))[0]

    def begin(self, uid: str, offset: int, announced: int, data: bytes) -> socket.socket:
        """The beginning of a PATCH, and the connection it hangs on."""
        line = socket.create_connection(("127.0.0.1", self.port))
        fields = {
            "Host": "localhost",
            "Authorization": f"Bearer {self.token}",
            "Content-Length": str(announced),
            **self._fields(offset),
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        line.sendall(f"PATCH /api/v1/uploads/{uid} HTTP/1.1\r\n{head}\r\n".encode() + data)
        return line

    def _fields(self, offset: int) -> dict[str, str]:
        return {**TUS, "Upload-Offset": str(offset), "Content-Type": OFFSETS}


def phone_of(served: Served) -> Phone:
    (pair,) = json.loads(served.aufil("bench", "prepare", "--pairs", "1", "--json"))
    return Phone(served.port, pair["a_token"], pair["thread"])


def kept(served: Served, uid: str) -> str:
    """The fingerprint of what the server keeps of a file that has not all come."""
    return served.aufil(
        "shell",
        "-c",
        "import hashlib; from aufil.files.models import File; from aufil.files.storage import read_piece;"
        f" file = File.objects.get(uid='{uid}'); seen = hashlib.sha256();"
        " [seen.update(chunk) for piece in file.pieces.all() for chunk in read_piece(file, piece)];"
        " print(seen.hexdigest())",
    ).split()[-1]


def peak(served: Served) -> float:
    """The most memory the server had resident since `forget_peak`, in MiB."""
    assert served.process
    lines = Path(f"/proc/{served.process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def forget_peak(served: Served) -> float:
    assert served.process
    Path(f"/proc/{served.process.pid}/clear_refs").write_text("5")
    return peak(served)


def test_twenty_megabytes_in_one_go_leave_memory_flat(mortal: Served) -> None:
    mortal.start()
    phone = phone_of(mortal)
    content = os.urandom(20 * MEGA)
    uid = phone.announce(MEGA)
    assert phone.patch(uid, 0, content[:MEGA]) == 204  # what the first file loads is loaded
    uid = phone.announce(len(content))
    before = forget_peak(mortal)
    assert phone.patch(uid, 0, content[:-1]) == 204
    assert peak(mortal) - before < 8
    assert phone.offset(uid) == len(content) - 1
    assert kept(mortal, uid) == hashlib.sha256(content[:-1]).hexdigest()


def test_a_server_killed_in_mid_upload_goes_on_where_it_was(mortal: Served) -> None:
    mortal.start()
    phone = phone_of(mortal)
    content = os.urandom(3 * MEGA)
    uid = phone.announce(len(content) + 1)
    offset = 0
    for _ in range(4):
        part = content[offset : offset + 700_000]
        line = phone.begin(uid, offset, len(content) - offset, part)
        until = time.monotonic() + 20
        while phone.offset(uid) < offset + 512 * 1024 and time.monotonic() < until:
            time.sleep(0.02)
        mortal.kill()
        line.close()
        mortal.start()
        known = phone.offset(uid)
        assert offset + 512 * 1024 <= known <= offset + len(part), "a piece that counted is there"
        offset = known
    assert phone.patch(uid, offset, content[offset:]) == 204
    assert kept(mortal, uid) == hashlib.sha256(content).hexdigest()


def test_a_connection_that_breaks_keeps_all_that_came(mortal: Served) -> None:
    mortal.start()
    phone = phone_of(mortal)
    content = os.urandom(300_000)
    uid = phone.announce(len(content))
    line = phone.begin(uid, 0, len(content), content[:200_000])
    time.sleep(0.5)
    line.close()
    until = time.monotonic() + 10
    while phone.offset(uid) < 200_000 and time.monotonic() < until:
        time.sleep(0.05)
    assert phone.offset(uid) == 200_000


def test_a_body_longer_than_any_file_is_refused_unread(mortal: Served) -> None:
    mortal.start()
    phone = phone_of(mortal)
    uid = phone.announce(20 * MEGA)
    line = phone.begin(uid, 0, 21 * MEGA, b"")
    assert line.recv(100).startswith(b"HTTP/1.1 413")
    line.close()


OLD, NEW = ("une vieille phrase de trente-deux lettres", "une phrase neuve de trente-deux lettres et plus")


def test_after_a_restart_with_changed_keys_what_is_old_opens(mortal: Served) -> None:
    """The new key first, the old one behind it; then, once all is wrapped anew, without the old one."""
    mortal.settings["AUFIL_ENCRYPTION_KEYS"] = OLD
    mortal.start()
    phone = phone_of(mortal)
    uid = phone.announce(10)
    mortal.aufil(
        "shell",
        "-c",
        "import io; from aufil.files.models import File; from aufil.files.storage import write_blob;"
        f" file = File.objects.get(uid='{uid}');"
        " write_blob(file, 'original', io.BytesIO(b'%PDF' * 50_000), 'application/pdf');"
        " File.objects.filter(pk=file.pk).update(state='ready')",
    )
    address = f"/fil/{phone.thread}/fichiers/{uid}/original/"
    for keys in (OLD, f"{NEW},{OLD}", NEW):
        mortal.stop()
        mortal.settings["AUFIL_ENCRYPTION_KEYS"] = keys
        mortal.start()
        status, headers, content = phone.ask("GET", address)
        assert (status, content) == (200, b"%PDF" * 50_000), keys
        assert headers["Content-Length"] == "200000"
        mortal.aufil("keys", "wrap")


def test_a_page_that_takes_a_film_slowly_holds_no_thread(mortal: Served) -> None:
    mortal.start()
    phone = phone_of(mortal)
    uid = phone.announce(10)
    mortal.aufil(
        "shell",
        "-c",
        "import io; from aufil.files.models import File; from aufil.files.storage import write_blob;"
        f" file = File.objects.get(uid='{uid}');"
        " write_blob(file, 'light', io.BytesIO(bytes(8_000_000)), 'video/mp4');"
        " File.objects.filter(pk=file.pk).update(state='ready', kind='video')",
    )
    address = f"/fil/{phone.thread}/fichiers/{uid}/light/"
    slow = []
    for _ in range(20):  # more than there are threads
        line = socket.create_connection(("127.0.0.1", phone.port))
        head = f"GET {address} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {phone.token}\r\n\r\n"
        line.sendall(head.encode())
        assert line.recv(1_000).startswith(b"HTTP/1.1 200")
        slow.append(line)
    began = time.monotonic()
    status, _, content = phone.ask("GET", address, Range="bytes=100-199")
    assert (status, content) == (206, bytes(100))
    assert time.monotonic() - began < 3
    for line in slow:
        line.close()
