"""The doors of delivery: what a link says it is for, or 404."""

from django.http import Http404

from aufil.delivery.channels.email.tokens import attempt_of, followed
from aufil.delivery.models import Attempt


def mailed(token: str) -> Attempt:
    """The mail whose link asks us to stop; signs nobody in."""
    uid = attempt_of("stop", token)
    found = Attempt.objects.filter(uid=uid).select_related("person", "structure").first() if uid else None
    if found is None:
        raise Http404
    return found


def followed_mail(token: str) -> tuple[Attempt | None, str]:
    """The mail whose link is followed (None once it is forgotten), and where it leads; signs nobody in."""
    known = followed(token)
    if known is None:
        raise Http404
    uid, path = known
    return Attempt.objects.filter(uid=uid).first(), path
