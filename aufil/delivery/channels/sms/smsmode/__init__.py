"""smsmode, a French provider, by its HTTP API 1.6. Written from its public reference, **jamais essayé en vrai**.

`smsmode://aufil:KEY@api.smsmode.com/?from=MissionLoc` (the name before the key is not looked at). A text is a form
posted to `sendSMS.do` in ISO-8859-15; the answer is `0 | words | smsID`. No repeat is known by it. Receipts and answers
call the addresses given with each text (`notification_url`, `notification_url_reponse`), with what they say in the
address:
`numero, date_reception, statut, smsID, refClient` and `numero, message, emetteur, date_reception, smsID, refClient,
responseID`. Its alphabet is that of telephones: what does not fit there is refused here, rather than sent as `?`.
"""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from aufil.delivery.channels import GatewayError
from aufil.delivery.channels.sms.alphabet import fits, plain
from aufil.delivery.channels.sms.asking import ask, is_beside, place_of
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

HOST = "api.smsmode.com"
LATIN = "iso-8859-15"
PARIS = ZoneInfo("Europe/Paris")
# What `sendSMS.do` begins its answer with: 31 fault of theirs, 32 our key, 33 no credit left, 50 not now.
TAKEN, NOT_NOW = "0", ("31", "32", "33", "50")
DELIVERED = ("11", "15", "16", "100", "101")  # received; heard; read or not
UNDER_WAY = ("0", "1", "10", "12", "13", "14")
FOR_GOOD = ("21", "3522", "3523", "3998", "3560")  # no such number, or none that can be reached, any more


class Gateway:
    """One account."""

    name = "smsmode"
    reaches_phones = True

    def __init__(self, address: str) -> None:
        self.place = place_of(address, secret_needed=True)

    def send(self, *, to: str, text: str, reference: UUID, tell: str = "", sender: str = "") -> str:
        near = plain(text)
        if not fits(near):
            raise GatewayError("smsmode : alphabet", said="refused")
        asked = {"message": near, "numero": to.removeprefix("+"), "refClient": str(reference)}
        if sender or self.place.sender:
            asked["emetteur"] = sender or self.place.sender
        if tell:
            asked["notification_url"] = f"{tell}/receipts"
            asked["notification_url_reponse"] = f"{tell}/inbound"
        return self._number_of(self._ask("sendSMS.do", asked))

    def _number_of(self, said: list[str]) -> str:
        if said[0] == TAKEN and len(said) > 2 and said[2]:
            return said[2][:120]
        why = f"smsmode : {' '.join(said)[:120]}"
        if said[0] in NOT_NOW:
            raise GatewayError(why)
        # Taken, they say, without its number; or words nobody knows: a page of an hotel, half an answer.
        known = said[0].isdecimal() and said[0] != TAKEN
        raise GatewayError(why if known else "smsmode : ?", said="refused" if known else "unknown")

    def try_out(self) -> None:
        said = self._ask("credit.do", {})
        try:
            float(said[0])
        except ValueError:
            raise GatewayError(" ".join(said)[:200]) from None
        if len(said) > 1:  # « 32 | authentication error »: a credit is one figure alone
            raise GatewayError(" ".join(said)[:200])

    def _ask(self, what: str, asked: dict[str, str]) -> list[str]:
        """The parts of its answer."""
        form = urlencode({"accessToken": self.place.secret, **asked}, encoding=LATIN).encode()
        kind = {"Content-Type": f"application/x-www-form-urlencoded; charset={LATIN}"}
        web = self.place.web
        answer = ask(f"{web}/http/1.6/{what}", body=form, headers=kind, beside=is_beside(web))
        if answer.status != 200:
            raise GatewayError(f"smsmode : {answer.status}")
        return [part.strip() for part in answer.body.split("|")]

    @staticmethod
    def told(called: Called) -> Told:
        values = called.values
        status = values.get("statut", "") or values.get("status", "")
        if not status.isdecimal():
            raise Garbled("statut")
        said = "delivered" if status in DELIVERED else "" if status in UNDER_WAY else "failed"
        return Told(
            said,
            reference_in(values.get("refClient", "")),
            _time(values.get("date_reception", ""), "%Y-%m-%d %H:%M:%S"),
            code=f"smsmode {status}" if said == "failed" else "",
            for_good=status in FOR_GOOD,
        )

    @staticmethod
    def came(called: Called) -> Came:
        values = called.values
        if not values.get("responseID"):
            raise Garbled("responseID")
        reference = values.get("refClient", "")
        return Came(
            provider_ref=values["responseID"][:250],
            sender=number_in(values.get("emetteur", "")),
            receiver=values.get("numero", "")[:20],
            text=values.get("message", ""),
            received_at=_time(values.get("date_reception", ""), "%d%m%Y-%H%M%S"),
            answers=reference_in(reference) if reference else None,
        )


def _time(written: str, form: str) -> datetime:
    """Their time of Paris; now, where it cannot be read."""
    try:
        return not_later(datetime.strptime(written, form).replace(tzinfo=PARIS))
    except ValueError:
        return clock.now()
