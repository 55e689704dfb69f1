"""A stand-in for whoever listens: keeps what is asked of it, answers what the test says."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic, sleep
from typing import Any

PATIENCE = 20.0  # s


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Listener:
    """`answer`: status and body of what is said next; `cut`: says nothing and hangs up."""

    url: str = ""
    host: str = ""
    asked: list[Asked] = field(default_factory=list)
    answer: tuple[int, bytes] = (200, b"")
    cut: bool = False

    def next(self, after: int = 0) -> Asked:
        """What was asked, the first `after` left aside; waits for it."""
        until = monotonic() + PATIENCE
        while monotonic() < until:
            if len(self.asked) > after:
                return self.asked[after]
            sleep(0.05)
        raise AssertionError("nobody asked")


@contextmanager
def listening() -> Iterator[Listener]:
    """On a free port of this machine."""
    listener = Listener()

    class Door(BaseHTTPRequestHandler):
        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            listener.asked.append(Asked(self.command, self.path, dict(self.headers), body))
            if listener.cut:
                self.connection.close()
                return
            status, said = listener.answer
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = _any

        def log_message(self, *_arguments: Any) -> None:
            """Nothing is said on the tests' own output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    listener.host = f"127.0.0.1:{server.server_port}"
    listener.url = f"http://{listener.host}"
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
