"""Kannel, an own gateway (a modem, or SMPP to an operator), by the `sendsms` address of its smsbox.

`kannel://user:password@host:13013/?from=MissionLoc`. Kannel says 202 when it has taken a text, and gives it no name:
ours stands for it, and comes back in the address of the receipts (`dlr-url`). It knows no repeats. What comes in is
posted by a `sms-service` of Kannel's own configuration (`docs/settings.md`), whose `post-url` says in its address what
the body does not: `…/inbound?id=%I&from=%p&to=%P&at=%T`.
"""

from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

from aufil.delivery.channels import GatewayError
from aufil.delivery.channels.sms.alphabet import fits, plain
from aufil.delivery.channels.sms.asking import ask, place_of
from aufil.delivery.channels.sms.promise import (
    Called,
    Came,
    Garbled,
    Told,
    not_later,
    number_in,
    reference_in,
)
from aufil.kernel import clock

PORT = 13013
TAKEN = (200, 202)
NO_RECEIVER = 400  # what it says to a known user who asks for nothing
EVERYTHING = 31  # dlr-mask: delivered 1, failed 2, waiting 4, with the centre 8, refused by the centre 16
SAID = {"1": "delivered", "2": "failed", "4": "", "8": "", "16": "failed"}


class Gateway:
    """One smsbox."""

    name = "kannel"
    reaches_phones = True

    def __init__(self, address: str) -> None:
        self.place = place_of(address, port=PORT)
        self.user = {"username": self.place.name, "password": self.place.secret}

    def send(self, *, to: str, text: str, reference: UUID, tell: str = "", sender: str = "") -> str:
        near = plain(text)
        text, coding = (near, "0") if fits(near) else (text, "2")
        asked = {"to": to, "text": text, "coding": coding, "charset": "UTF-8"}
        if sender or self.place.sender:
            asked["from"] = sender or self.place.sender
        if tell:
            # Kannel puts its own words in place of %d and %A.
            asked["dlr-url"] = f"{tell}/receipts?text={reference}&became=%d&why=%A"
            asked["dlr-mask"] = str(EVERYTHING)
        status, said = self._ask(asked)
        if status not in TAKEN:
            self._refuse(status, said)
        return str(reference)

    def _refuse(self, status: int, said: str) -> None:
        # 403: our name or secret, which can be mended; 4xx else: this text or this number.
        final = status in (400, 402, 404)
        why = f"Kannel {self.place.host} : {status} {said[:120]}"
        raise GatewayError(why, said="refused" if final else "later")

    def try_out(self) -> None:
        status, said = self._ask({})
        if status != NO_RECEIVER:
            raise GatewayError(f"{status} {said[:200]}")

    def _ask(self, asked: dict[str, str]) -> tuple[int, str]:
        address = f"http://{self.place.host}/cgi-bin/sendsms?{urlencode({**self.user, **asked})}"
        return ask(address, beside=True)

    @staticmethod
    def told(called: Called) -> Told:
        became = called.values.get("became", "")
        if became not in SAID:
            raise Garbled("became")
        reference = reference_in(called.values.get("text", ""))
        why = called.values.get("why", "")[:80] if SAID[became] == "failed" else ""
        return Told(SAID[became], reference, clock.now(), code=why)

    @staticmethod
    def came(called: Called) -> Came:
        values = called.values
        if not values.get("id"):
            raise Garbled("id")
        return Came(
            provider_ref=values["id"][:250],
            sender=number_in(values.get("from", "")),
            receiver=values.get("to", "")[:20],
            text=_text(called),
            received_at=_time(values.get("at", "")),
        )


def _text(called: Called) -> str:
    """The body in whatever alphabet Kannel says it is."""
    kind = next((v for k, v in called.headers.items() if k.lower() == "content-type"), "")
    _, _, charset = kind.partition("charset=")
    try:
        return called.body.decode(charset.strip(' "') or "utf-8")
    except (LookupError, UnicodeDecodeError):
        raise Garbled("charset") from None


def _time(written: str) -> datetime:
    """Seconds since 1970; now, where Kannel did not say."""
    try:
        return not_later(datetime.fromtimestamp(int(written), UTC))
    except (ValueError, OverflowError, OSError):
        return clock.now()
