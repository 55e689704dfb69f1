"""A proxy on loopback between a browser and the product, that can be told to misbehave.

By default it passes everything on. `on` adds a rule for some requests: the first rule that matches acts, as many
times as it says. `log` tells what was asked, and when, so that tests can see what two tabs did at the same time.
"""

import http.client
import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "proxy-connection"}
FOREVER = 10**9


@dataclass
class Asked:
    """One request as it was seen; times are of `time.monotonic`."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    began: float
    ended: float = 0.0
    status: int = 0


@dataclass
class Reply:
    """An answer made up by the proxy."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Rule:
    """What happens to requests of this method and path: a made-up reply, a cut, a delay."""

    method: str
    path: re.Pattern[str]
    reply: Reply | Callable[[Asked], Reply] | None = None
    cut: str = ""  # "before" the server sees it, "during" its body, or "after": the answer is lost
    share: float = 0.5  # of the body that passes before a cut during it
    when: Callable[[Asked], bool] = lambda asked: True  # asked before the body is read
    delay: float = 0.0
    times: int = FOREVER


class Hostile:
    """The proxy, in front of the server on `target` port; a context manager."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.rules: list[Rule] = []
        self.log: list[Asked] = []
        self._lock = threading.Lock()
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                proxy.pass_on(self)

            do_GET = do_PUT = do_POST = do_PATCH = do_DELETE = do_HEAD = handle_any

            def log_message(self, *arguments: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def on(self, method: str, path: str, **what: object) -> Rule:
        """Add a rule; `path` is searched in the path with its query. The newest rule comes first."""
        rule = Rule(method, re.compile(path), **what)  # type: ignore[arg-type]
        self.rules.insert(0, rule)
        return rule

    def calm(self) -> None:
        """Forget rules and log."""
        self.rules.clear()
        self.log.clear()

    def asked(self, method: str, path: str) -> list[Asked]:
        """What was asked so far of this method (an expression) and path."""
        return [
            one for one in list(self.log) if re.fullmatch(method, one.method) and re.search(path, one.path)
        ]

    def _rule_for(self, asked: Asked) -> Rule | None:
        with self._lock:
            self.log.append(asked)
            for rule in self.rules:
                meant = rule.times and rule.method == asked.method and rule.path.search(asked.path)
                if meant and rule.when(asked):
                    rule.times -= 1
                    return rule
        return None

    def pass_on(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length") or 0)
        asked = Asked(handler.command, handler.path, dict(handler.headers), b"", time.monotonic())
        rule = self._rule_for(asked)
        if rule and rule.cut == "during":
            asked.body = handler.rfile.read(int(length * rule.share))
            self._forward_part(asked)
            handler.close_connection = True
            return
        asked.body = handler.rfile.read(length) if length else b""
        try:
            if rule and rule.delay:
                time.sleep(rule.delay)
            if rule and rule.cut == "before":
                handler.close_connection = True
            elif rule and rule.reply:
                self._answer(handler, asked, rule.reply(asked) if callable(rule.reply) else rule.reply)
            else:
                self._forward(handler, asked, lost=bool(rule and rule.cut == "after"))
        except (ConnectionError, http.client.HTTPException, TimeoutError):
            handler.close_connection = True
        finally:
            asked.ended = time.monotonic()

    def _answer(self, handler: BaseHTTPRequestHandler, asked: Asked, reply: Reply) -> None:
        asked.status = reply.status
        handler.send_response(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(reply.body)))
        handler.end_headers()
        handler.wfile.write(reply.body)

    def _forward_part(self, asked: Asked) -> None:
        """The head and some of the body reach the server, then nothing more."""
        with socket.create_connection(("127.0.0.1", self.target), timeout=90) as onward:
            head = "".join(f"{name}: {value}\r\n" for name, value in asked.headers.items())
            onward.sendall(f"{asked.method} {asked.path} HTTP/1.1\r\n{head}\r\n".encode("latin-1"))
            onward.sendall(asked.body)
            time.sleep(0.05)
        asked.ended = time.monotonic()

    def _forward(self, handler: BaseHTTPRequestHandler, asked: Asked, *, lost: bool) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.target, timeout=90)
        headers = {k: v for k, v in asked.headers.items() if k.lower() not in HOP_BY_HOP}
        connection.request(asked.method, asked.path, body=asked.body or None, headers=headers)
        response = connection.getresponse()
        asked.status = response.status
        handler.close_connection = True
        if lost:
            response.read()
            return
        handler.send_response(response.status)
        for name, value in response.getheaders():
            if name.lower() not in HOP_BY_HOP:
                handler.send_header(name, value)
        handler.send_header("Connection", "close")
        handler.end_headers()
        while chunk := response.read1(65536):
            handler.wfile.write(chunk)
            handler.wfile.flush()
        connection.close()
