"""No gateway: texts are written where the server runs, as its mails are. For trying Aufil out."""

import logging
from uuid import UUID

from aufil.delivery.channels.sms.promise import Called, Came, Garbled, Told

logger = logging.getLogger("aufil.sms")


class Gateway:
    """Reads out every text, and carries none."""

    name = "console"
    reaches_phones = False

    def __init__(self, address: str) -> None:
        """Nothing to be told."""

    def send(self, *, to: str, text: str, reference: UUID, tell: str = "", sender: str = "") -> str:
        logger.info("SMS %s\n%s", to, text)
        return str(reference)

    def try_out(self) -> None:
        """It always takes."""

    @staticmethod
    def told(called: Called) -> Told:
        raise Garbled("console")

    @staticmethod
    def came(called: Called) -> Came:
        raise Garbled("console")
