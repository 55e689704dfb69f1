"""What comes back in absences, in words: a question."""

from django.utils.translation import gettext as _

from aufil.appointments.patterns import Moment, Way
from aufil.ui.texts import DAYS


def asked(one: Moment | Way) -> str:
    """« Le lundi matin, 3 absences sur 4. À d’autres moments, 1 sur 9. Un autre moment conviendrait-il mieux ? »"""
    counts = {
        "missed": one.there.missed,
        "total": one.there.total,
        "others": one.elsewhere.missed,
        "other_total": one.elsewhere.total,
        "came": one.elsewhere.came,
    }
    if isinstance(one, Moment):
        half = _("matin") if one.is_morning else _("après-midi")
        return _(
            "Le %(day)s %(half)s, %(missed)d absences sur %(total)d rendez-vous. À d’autres moments, "
            "%(others)d sur %(other_total)d. Un autre moment conviendrait-il mieux ?"
        ) % {**counts, "day": DAYS[one.weekday], "half": half}
    ways = {"phone": _("par téléphone"), "video": _("en visio"), "there": _("en se déplaçant")}
    return _(
        "%(way)s, %(missed)d absences sur %(total)d rendez-vous. %(other)s, %(came)d venues sur %(other_total)d. "
        "Qu’est-ce qui rend l’un plus facile que l’autre en ce moment ?"
    ) % {**counts, "way": ways[one.missed_by].capitalize(), "other": ways[one.kept_by].capitalize()}
