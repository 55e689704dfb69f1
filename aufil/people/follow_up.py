"""Where to lead whoever has just said that somebody is away, asked from whoever knows: people knows no appointment.

A module above registers its source once, in `config/wiring.py`.
"""

from collections.abc import Callable

from aufil.people.models import Absence

# An absence in, the path of the page where something is to be settled because of it; empty: nothing is.
Source = Callable[[Absence], str]
_sources: list[Source] = []


def register_absence_follow_up(source: Source) -> None:
    _sources[:] = [source]


def after_absence(absence: Absence) -> str:
    return next((path for source in _sources if (path := source(absence))), "")
