"""E-mail: by the installation's own server, or by a provider that takes mail over the web."""

from collections.abc import Iterator, Sequence

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


def send(message: EmailMultiAlternatives) -> Fate:
    """One mail that is no attempt (the digest)."""
    backend = get_connection()
    post = Server(backend) if isinstance(backend, EmailBackend) else Provider(backend)
    try:
        return hand_over(post, message)
    except Away as error:
        return Fate("later", code=str(error))
    finally:
        post.close()
