"""Handing a mail to what is no server: a provider of django-anymail, the console."""

from smtplib import SMTPException

import requests
from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from aufil.delivery.channels import Fate

REFUSED = ("invalid", "rejected", "failed")
BUSY = (408, 425, 429)


class Provider:
    """One session, kept from mail to mail."""

    def __init__(self, backend: BaseEmailBackend) -> None:
        self.backend = backend

    def hand_over(self, message: EmailMultiAlternatives) -> Fate:
        try:
            self.backend.send_messages([message])
        except AnymailRecipientsRefused as error:
            return Fate("refused", code=_short(error), for_good=True)
        except AnymailAPIError as error:
            return _trouble(error)
        except AnymailError as error:  # it cannot be said in this provider's words
            return Fate("refused", code=_short(error))
        except (SMTPException, OSError) as error:
            return Fate("later", code=_short(error))
        return _taken(message)

    def close(self) -> None:
        self.backend.close()


def _taken(message: EmailMultiAlternatives) -> Fate:
    status = getattr(message, "anymail_status", None)
    if status is None:
        return Fate("taken")
    if status.status and status.status <= set(REFUSED):
        return Fate("refused", code=", ".join(sorted(status.status)), for_good=True)
    return Fate("taken", ref=str(status.message_id or "")[:120])


def _trouble(error: AnymailAPIError) -> Fate:
    """Without an answer: the call never arrived, or nobody can tell. With one: away, or never."""
    status = getattr(error, "status_code", None)
    if status is None:
        never = isinstance(error, requests.ConnectionError) and not isinstance(error, requests.ReadTimeout)
        return Fate("later" if never else "unknown", code=_short(error))
    if status in BUSY or status >= 500:
        return Fate("later", code=str(status))
    if status < 300:  # taken, and then an answer that nobody can read
        return Fate("unknown", code=str(status))
    return Fate("refused", code=str(status))


def _short(error: Exception) -> str:
    return type(error).__name__[:80]
