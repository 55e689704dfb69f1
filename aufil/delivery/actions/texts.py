"""Handing a text to the gateway outside of any notice: codes to sign in, a word to try the gateway."""

from aufil.delivery.channels.choice import sms_gateway
from aufil.kernel.ids import new_id


def send_sms(*, to: str, text: str) -> str:
    """Hand a text for a number (E.164) to the gateway; returns the gateway's name for it.

    Takes up to ten seconds: for jobs only. Raises `GatewayError`, and the job comes back later.
    """
    return sms_gateway().send(to=to, text=text, reference=new_id())
