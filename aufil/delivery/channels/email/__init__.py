"""E-mail: by the installation's own server, or by a provider that takes mail over the web."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from anymail.backends.base import AnymailBaseBackend
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.db.models import prefetch_related_objects

from aufil.delivery.channels import Fate, Parcel
from aufil.delivery.channels.email.message import compose
from aufil.delivery.channels.email.provider import Provider
from aufil.delivery.channels.email.smtp import Away, Server

UNREADABLE = Fate("refused", code="address", for_good=True)


class Carrier:
    """Mails have a name of ours, but nobody drops the second of that name: what may have left is not sent again."""

    knows_repeats = False

    def carry(self, parcels: Sequence[Parcel]) -> Iterator[tuple[Parcel, Fate]]:
        prefetch_related_objects([parcel.attempt for parcel in parcels], "person", "structure")
        backend = get_connection()
        post = Server(backend) if isinstance(backend, EmailBackend) else Provider(backend)
        away: Fate | None = None
        try:
            for parcel in parcels:
                if away is None:
                    try:
                        yield parcel, hand_over(post, compose(parcel))
                        continue
                    except Away as error:  # who does not answer one will not answer the next
                        away = Fate("later", code=str(error))
                yield parcel, away
        finally:
            post.close()


def hand_over(post: Server | Provider, message: EmailMultiAlternatives) -> Fate:
    """Raises `Away` alone."""
    try:
        return post.hand_over(message)
    except ValueError:  # what stands for an address is none (a line end, for one)
        return UNREADABLE


class Invite(NamedTuple):
    """A calendar that mail programs understand by themselves."""

    calendar: bytes
    method: str


def send(message: EmailMultiAlternatives, invite: Invite | None = None) -> Fate:
    """One mail that is no attempt (the digest)."""
    backend = get_connection()
    if invite:
        _attach(message, invite, to_provider=isinstance(backend, AnymailBaseBackend))
    post = Server(backend) if isinstance(backend, EmailBackend) else Provider(backend)
    try:
        return hand_over(post, message)
    except Away as error:
        return Fate("later", code=str(error))
    finally:
        post.close()


def _attach(message: EmailMultiAlternatives, invite: Invite, *, to_provider: bool) -> None:
    """As a part beside the text, which programs act upon, and as a file, which people open. Providers take files
    alone."""
    said = f"text/calendar; method={invite.method}"
    if to_provider:
        message.attach("rendez-vous.ics", invite.calendar, "text/calendar")
        return
    message.attach_alternative(invite.calendar.decode(), said)
    message.attach("rendez-vous.ics", invite.calendar, "application/ics")
