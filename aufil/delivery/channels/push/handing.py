"""One push, sealed for one browser (RFC 8291) and handed to its service (RFC 8030)."""

from typing import Any, NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import http_ece
import orjson
from cryptography.hazmat.primitives.asymmetric import ec
from urllib3 import BaseHTTPResponse, PoolManager, ProxyManager, Timeout
from urllib3.exceptions import HTTPError

from aufil.delivery.channels import Fate
from aufil.delivery.channels.push.keys import bytes_of
from aufil.delivery.channels.push.services import allowed, origin_of
from aufil.delivery.channels.push.vapid import authorization

HANDS = 8  # handed over at the same time
PATIENCE = Timeout(connect=5, read=10)
READ_AT_MOST = 4096
TAKEN = (200, 201, 202)
GONE = (404, 410)
BUSY = (408, 425, 429)


class Told(NamedTuple):
    """What one browser is told, and how much it hurries."""

    endpoint: str
    p256dh: str
    auth: str
    content: dict[str, Any]
    topic: str  # a later one of the same topic takes the place of one that still waits at the service
    seconds: int  # how long it is worth keeping
    urgency: str  # "low", "normal", "high" (RFC 8030)


def seal(told: Told) -> bytes:
    """What only that browser can read."""
    sealed: bytes = http_ece.encrypt(
        orjson.dumps(told.content),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=bytes_of(told.p256dh),
        auth_secret=bytes_of(told.auth),
        version="aes128gcm",
    )
    return sealed


class Hands:
    """Connections that are kept; used by several threads at once."""

    def __init__(self) -> None:
        self.straight = PoolManager(num_pools=20, maxsize=HANDS)
        outside = getproxies().get("https")
        self.outside = ProxyManager(outside, num_pools=20, maxsize=HANDS) if outside else self.straight

    def hand_over(self, told: Told) -> Fate:
        """Raises nothing. Never follows where the service would send us."""
        if not allowed(told.endpoint):
            return Fate("refused", code="not a push service", for_good=True)
        try:
            return _fate(self._post(told))
        except HTTPError as error:
            # Cut after it left: handed over again it shows once, for it has a topic.
            return Fate("later", code=type(error).__name__)
        except (ValueError, http_ece.ECEException):
            return Fate("refused", code="keys that seal nothing", for_good=True)

    def _post(self, told: Told) -> BaseHTTPResponse:
        host = urlsplit(told.endpoint).hostname or ""
        pool = self.straight if proxy_bypass(host) else self.outside
        answer = pool.request(
            "POST",
            told.endpoint,
            body=seal(told),
            headers={
                "Authorization": authorization(origin_of(told.endpoint)),
                "Content-Encoding": "aes128gcm",
                "Content-Type": "application/octet-stream",
                "TTL": str(told.seconds),
                "Topic": told.topic,
                "Urgency": told.urgency,
            },
            timeout=PATIENCE,
            retries=False,
            redirect=False,
            preload_content=False,
        )
        answer.read(READ_AT_MOST)
        answer.close()  # kept when all of it was read
        return answer


def _fate(answer: BaseHTTPResponse) -> Fate:
    status = answer.status
    if status in TAKEN:
        return Fate("taken", ref=answer.headers.get("Location", "").rpartition("/")[2][:120])
    if status in GONE:
        return Fate("refused", code=f"{status}", for_good=True)
    if status in BUSY or status >= 500:
        return Fate("later", code=f"{status}")
    return Fate("refused", code=f"{status}")
