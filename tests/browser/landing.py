"""A small tus server inside the hostile proxy, where bytes land and can be compared: no file is examined here."""

import json
import re
from typing import Any

from tests.browser.hostile import Asked, Hostile, Reply

UPLOADS = r"/api/v1/uploads/([0-9a-f-]+)$"
TUS = {"Tus-Resumable": "1.0.0"}


def problem(kind: str, status: int, **headers: str) -> Reply:
    """A refusal as Aufil writes them."""
    document = {
        "type": f"/api/v1/problems#{kind}",
        "title": kind,
        "status": status,
        "detail": f"Refus : {kind}.",
    }
    media = {"Content-Type": "application/problem+json"}
    return Reply(status, json.dumps(document).encode(), media | headers)


class Landing:
    """Answers HEAD and PATCH for what was announced through this proxy."""

    def __init__(self, network: Hostile, expected: bytes = b"") -> None:
        self.network, self.expected = network, expected
        self.came: dict[str, bytearray] = {}
        self.owners: dict[str, set[str]] = {}
        network.on("HEAD", UPLOADS, reply=self.stands)
        self._piece = network.on("PATCH", UPLOADS, reply=self.take)

    def announced(self) -> dict[str, int]:
        """Sizes by identifier of all files announced so far, in order."""
        return {file["id"]: file["size"] for entry in self.entries() for file in entry.get("files", [])}

    def entries(self) -> list[dict[str, Any]]:
        """The entries that announced them, as they were posted."""
        posts = [
            json.loads(one.body) for one in self.network.asked("POST", "/entries") if one.status in (200, 201)
        ]
        return [entry for post in posts for entry in (post if isinstance(post, list) else [post])]

    def slow(self, seconds: float) -> None:
        """Each piece takes that long more."""
        self._piece.delay = seconds

    def whole(self) -> list[bytes]:
        """The files that came whole, in the order they were announced."""
        return [
            bytes(self.came[i]) for i, size in self.announced().items() if len(self.came.get(i, b"")) == size
        ]

    def sent_bytes(self) -> int:
        """All bytes of pieces, those of cut ones included."""
        return sum(len(one.body) for one in self.network.asked("PATCH", UPLOADS))

    def stands(self, asked: Asked) -> Reply:
        """The answer to HEAD: how far this file is."""
        found = self._find(asked)
        if isinstance(found, Reply):
            return Reply(found.status, b"", found.headers)
        size = str(self.announced()[found])
        return Reply(200, b"", {**TUS, "Upload-Offset": str(len(self.came[found])), "Upload-Length": size})

    def take(self, asked: Asked) -> Reply:
        """The answer to PATCH, whose bytes are kept."""
        found = self._find(asked)
        if isinstance(found, Reply):
            return found
        if int(asked.headers["Upload-Offset"]) != len(self.came[found]):
            return problem("conflict", 409)
        self.came[found] += asked.body
        return Reply(204, b"", {**TUS, "Upload-Offset": str(len(self.came[found]))})

    def _find(self, asked: Asked) -> str | Reply:
        match = re.search(UPLOADS, asked.path)
        assert match
        if match[1] not in self.announced():
            return problem("not-found", 404)
        self.came.setdefault(match[1], bytearray())
        self.owners.setdefault(match[1], set()).add(asked.headers.get("Aufil-Person", ""))
        return match[1]
