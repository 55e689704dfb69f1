"""What a STOP is answered: once, where it came from."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from aufil.delivery.models import Notice
from aufil.delivery.sources import Words

STOP_ANSWER = "stopped"  # the kind of notice that answers a STOP


def told_of_stop(notices: Sequence[Notice]) -> dict[int, Words]:
    """The answer itself, whatever way the person lives by: they just used this one."""
    said = _(
        "C’est noté : vous ne recevrez plus de SMS. Pour en recevoir de nouveau, dites-le à votre conseiller."
    )
    return {notice.pk: Words(notice.structure.name, said, "/") for notice in notices}
