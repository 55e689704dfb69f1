"""Which gateway this installation has."""

from collections.abc import Callable

from django.conf import settings

from aufil.delivery.channels import SmsGateway, console, kannel

SMS: dict[str, Callable[[str], SmsGateway]] = {"console": console.Gateway, "kannel": kannel.Gateway}


def sms_gateway() -> SmsGateway:
    """The gateway of `AUFIL_SMS_URL`. Raises ValueError when the setting names none."""
    make = SMS.get(settings.SMS_URL.partition("://")[0])
    if make is None:
        raise ValueError(settings.SMS_URL)
    return make(settings.SMS_URL)
