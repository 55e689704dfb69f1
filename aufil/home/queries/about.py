"""What notices are about, as a list says it: « 2 messages de Camille, un rappel »."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aufil.kernel.words import folded
from aufil.thread.queries import Matter


def in_words(matters: Iterable[Matter]) -> str:
    """Each kind once, with how many; never what was said."""
    return ", ".join(_said(matter, count) for matter, count in Counter(matters).items())


def _said(matter: Matter, count: int) -> str:
    if matter.kind == "message":
        said = ngettext("un message %(of)s", "%(count)d messages %(of)s", count)
    elif matter.kind == "group":
        said = ngettext("un message dans « %(who)s »", "%(count)d messages dans « %(who)s »", count)
    elif matter.kind == "reminder":
        said = ngettext("un rappel", "%(count)d rappels", count)
    elif matter.kind == "appointment":
        said = ngettext("un rendez-vous", "%(count)d nouvelles de rendez-vous", count)
    elif matter.kind == "call":
        said = ngettext("un appel en visio", "%(count)d appels en visio", count)
    elif matter.kind == "cut":
        said = ngettext("une visio coupée", "%(count)d visios coupées", count)
    elif matter.kind == "visio-test":
        said = ngettext("un essai de visio", "%(count)d essais de visio", count)
    elif matter.kind == "event":
        said = ngettext("une information du fil", "%(count)d informations du fil", count)
    else:
        said = ngettext("un envoi", "%(count)d envois", count)
    return said % {"count": count, "who": matter.who, "of": _of(matter.who)}


def _of(name: str) -> str:
    """`de Camille`, `d’Inès`."""
    vowel = folded(name)[:1] in tuple("aeiouh")
    return (_("d’%(name)s") if vowel else _("de %(name)s")) % {"name": name}
