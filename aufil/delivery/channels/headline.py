"""What may be said where others can read it: who writes, and where it is read. Never more."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from aufil.delivery.sources import Words

HOME = "/"


def headline(words: Sequence[Words]) -> str:
    """« Camille vous a écrit »; what may be said openly, as it is."""
    said = [one.opening for one in words if one.opening]
    wrote = [one for one in words if not one.opening]
    return " ".join([*said, _who_wrote(wrote)]) if said and wrote else " ".join(said) or _who_wrote(wrote)


def _who_wrote(words: Sequence[Words]) -> str:
    names = list(dict.fromkeys(one.who for one in words))
    if len(names) == 1:
        return _("%(who)s vous a écrit") % {"who": names[0]}
    if len(names) == 2:
        return _("%(one)s et %(other)s vous ont écrit") % {"one": names[0], "other": names[1]}
    return _("%(one)s, %(other)s et d’autres vous ont écrit") % {"one": names[0], "other": names[1]}


def place(words: Sequence[Words]) -> str:
    """Where it is read: its own page, or the first one when it is read in several places."""
    paths = {one.path for one in words}
    return paths.pop() if len(paths) == 1 else HOME
