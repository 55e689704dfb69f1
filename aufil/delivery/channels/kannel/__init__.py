"""Kannel, a structure's own gateway, by the `sendsms` address of its smsbox.

`kannel://user:password@host:13013/?from=MissionLoc`. Kannel says 202 when it has taken a text, and gives it no name:
ours stands for it. What became of the text will come back by `dlr-url`, which the user of `sendsms` carries in
Kannel's own configuration.
"""

import urllib.error
import urllib.request
from http.client import HTTPException
from urllib.parse import parse_qs, unquote, urlencode, urlsplit
from uuid import UUID

from aufil.delivery.channels import GatewayError
from aufil.delivery.channels.alphabet import fits, plain

PATIENCE = 10  # seconds
TAKEN = (200, 202)
NO_RECEIVER = 400  # what it says to a known user who asks for nothing
# A gateway stands beside us: never through the proxy that leads outside.
open_beside = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


class Gateway:
    """One smsbox."""

    reaches_phones = True

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if not parts.hostname or not parts.username:
            raise ValueError(address)
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        self.place = f"{host}:{parts.port or 13013}"
        self.user = {"username": unquote(parts.username), "password": unquote(parts.password or "")}
        self.sender = parse_qs(parts.query).get("from", [""])[0]

    def send(self, *, to: str, text: str, reference: UUID) -> str:
        near = plain(text)
        text, coding = (near, "0") if fits(near) else (text, "2")
        asked = {"to": to, "text": text, "coding": coding, "charset": "UTF-8"}
        if self.sender:
            asked["from"] = self.sender
        status, said = self._ask(asked)
        if status not in TAKEN:
            raise GatewayError(f"Kannel {self.place} : {status} {said}")
        return str(reference)

    def try_out(self) -> None:
        status, said = self._ask({})
        if status != NO_RECEIVER:
            raise GatewayError(f"{status} {said}")

    def _ask(self, asked: dict[str, str]) -> tuple[int, str]:
        """Its answer. No error may carry the address: it holds the password and what is said."""
        address = f"http://{self.place}/cgi-bin/sendsms?{urlencode({**self.user, **asked})}"
        try:
            with open_beside(address, timeout=PATIENCE) as answer:
                return answer.status, answer.read(200).decode(errors="replace").strip()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(200).decode(errors="replace").strip()
        except urllib.error.URLError as error:
            raise GatewayError(str(error.reason)) from None
        except (OSError, HTTPException) as error:
            raise GatewayError(str(error) or type(error).__name__) from None
