"""SMSFactor, a French provider, by its JSON API. Written from its public reference, **jamais essayé en vrai**.

`smsfactor://aufil:TOKEN@api.smsfactor.com/?from=MissionLoc` (the name before the token is not looked at). A text is
posted to `/send` with our reference as `gsmsmsid`; the answer has a `status` (1: taken) and a `ticket`. No repeat is
known by it.
Receipts and answers are two webhooks (DLR and MO) made once in the account, on the addresses that the settings page
shows. A receipt says `{date, status, destination, message_id (our reference), …}`; an answer `{date, message, from,
last_message_id}` and no name of its own: who said what when stands for it.
"""

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from aufil.delivery.channels import GatewayError
from aufil.delivery.channels.sms.alphabet import fits, plain
from aufil.delivery.channels.sms.asking import Answered, ask, is_beside, place_of
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

HOST = "api.smsfactor.com"
PARIS = ZoneInfo("Europe/Paris")
TAKEN = (1, -8)  # -8: looked at by somebody there before it leaves
NOT_NOW = (-1, -3, -99)  # our token, no credit left, a fault of theirs
# Counted out of what leaves, with how many: why nothing did.
LEFT_OUT = {"invalid": True, "npai": True, "blacklisted": False, "not_allowed": False, "flood": False}
DELIVERED, UNDER_WAY, NO_SUCH_NUMBER = 3, (0, 1, 2), 5


class Gateway:
    """One account."""

    name = "smsfactor"
    reaches_phones = True

    def __init__(self, address: str) -> None:
        self.place = place_of(address, secret_needed=True)

    def send(self, *, to: str, text: str, reference: UUID, tell: str = "", sender: str = "") -> str:
        near = plain(text)
        message: dict[str, Any] = {"text": near if fits(near) else text, "pushtype": "alert"}
        message["unicode"] = 0 if fits(near) else 1
        if sender or self.place.sender:
            message["sender"] = sender or self.place.sender
        receiver = {"gsmsmsid": str(reference), "value": to.removeprefix("+")}
        said = self._ask("/send", {"sms": {"message": message, "recipients": {"gsm": [receiver]}}})
        return self._number_of(said)

    def _number_of(self, said: dict[str, Any]) -> str:
        status = said.get("status")
        if status in NOT_NOW:
            raise GatewayError(f"SMSFactor : {status}")
        if status not in TAKEN:
            known = isinstance(status, int)
            raise GatewayError(
                f"SMSFactor : {status if known else '?'}", said="refused" if known else "unknown"
            )
        if said.get("sent") == 0:
            why = next((name for name in LEFT_OUT if said.get(name)), "0")
            raise GatewayError(f"SMSFactor : {why}", said="refused", for_good=LEFT_OUT.get(why, False))
        if not said.get("ticket"):
            raise GatewayError("SMSFactor : ?", said="unknown")
        return str(said["ticket"])[:120]

    def try_out(self) -> None:
        said = self._ask("/credits", None)
        if said.get("status") != 1:
            raise GatewayError(f"status {said.get('status')}")

    def _ask(self, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        headers = {
            "Authorization": f"Bearer {self.place.secret}",
            "Accept": "application/json",
            "Content-Type": "application/json",
        }
        data = None if body is None else json.dumps(body).encode()
        web = self.place.web
        return _read(ask(web + path, body=data, headers=headers, beside=is_beside(web)))

    @staticmethod
    def told(called: Called) -> Told:
        body = _json(called)
        try:
            status = int(body.get("status", ""))
        except (TypeError, ValueError):
            raise Garbled("status") from None
        said = "delivered" if status == DELIVERED else "" if status in UNDER_WAY else "failed"
        return Told(
            said,
            reference_in(str(body.get("message_id", ""))),
            _time(body.get("date")),
            code=f"SMSFactor {status}" if said == "failed" else "",
            for_good=status == NO_SUCH_NUMBER,
        )

    @staticmethod
    def came(called: Called) -> Came:
        body = _json(called)
        sender, text, date = (str(body.get(name, "")) for name in ("from", "message", "date"))
        reference = str(body.get("last_message_id") or "")
        one = hashlib.sha256("\0".join((sender, date, text)).encode("utf-8", "surrogatepass")).hexdigest()
        try:
            answers = UUID(reference) if reference else None
        except ValueError:
            answers = None  # to a text that did not leave from here
        return Came(one, number_in(sender), "", text, _time(body.get("date")), answers)


def _read(answer: Answered) -> dict[str, Any]:
    """Its JSON object. Raises GatewayError."""
    if answer.status in (401, 403, 429) or answer.status >= 500:
        raise GatewayError(f"SMSFactor : {answer.status}")
    try:
        said = json.loads(answer.body)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise GatewayError("SMSFactor : ?", said="unknown")
    return said


def _json(called: Called) -> dict[str, Any]:
    try:
        body = json.loads(called.body)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Garbled("json")
    return body


def _time(written: object) -> datetime:
    """With its own offset, or of Paris; now, where it cannot be read."""
    try:
        at = datetime.fromisoformat(str(written))
    except ValueError:
        return clock.now()
    return not_later(at if at.tzinfo else at.replace(tzinfo=PARIS))
