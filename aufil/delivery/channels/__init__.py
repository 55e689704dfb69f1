"""The ways out to a telephone: one folder per gateway, copied to make the next, deleted to remove it.

A folder has a class `Gateway`, made with its setting's address (`AUFIL_SMS_URL`), that keeps this promise.
"""

from typing import Protocol
from uuid import UUID


class GatewayError(Exception):
    """The gateway did not take a text, or does not answer; says why in a few words, without any secret."""


class SmsGateway(Protocol):
    """What takes text messages and carries them."""

    reaches_phones: bool

    def send(self, *, to: str, text: str, reference: UUID) -> str:
        """Hand over a text for a number (E.164); returns the name under which the gateway will speak of it.

        `reference` is ours, for gateways that give no name of their own. Raises GatewayError.
        """

    def try_out(self) -> None:
        """Ask whether a text would be taken, without sending one. Raises GatewayError."""
