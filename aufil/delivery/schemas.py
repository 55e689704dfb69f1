"""What a browser says of itself when it lets itself be told."""

from typing import Annotated

from cryptography.hazmat.primitives.asymmetric import ec
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, StringConstraints

from aufil.delivery.channels.push.keys import bytes_of
from aufil.delivery.channels.push.services import allowed

AUTH_LENGTH = 16  # bytes (RFC 8291)


def of_a_push_service(endpoint: str) -> str:
    """An address of a known push service; ValueError for any other: we would call it."""
    if not allowed(endpoint):
        raise ValueError(_("Ce navigateur passe par un service de notifications qu’Aufil ne connaît pas."))
    return endpoint


def a_point(key: str) -> str:
    """A public key of the curve P-256, uncompressed."""
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes_of(key))
    return key


def a_secret(auth: str) -> str:
    if len(bytes_of(auth)) != AUTH_LENGTH:
        raise ValueError(auth)
    return auth


Letters = StringConstraints(pattern=r"^[A-Za-z0-9_=-]+$", max_length=100)
Secret = StringConstraints(pattern=r"^[A-Za-z0-9_=-]+$", max_length=40)


class PushKeys(Schema):
    p256dh: Annotated[str, Letters, AfterValidator(a_point)]
    auth: Annotated[str, Secret, AfterValidator(a_secret)]


class PushIn(Schema):
    """A `PushSubscription` as browsers write it in JSON."""

    endpoint: Annotated[str, StringConstraints(max_length=1000), AfterValidator(of_a_push_service)]
    keys: PushKeys
