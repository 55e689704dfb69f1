"""What a notice says, asked when it leaves from whoever knows: delivery carries words and knows none.

Modules above register a source for their kind of notice, once, in `config/wiring.py`.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from aufil.delivery.models import Notice


class Words(NamedTuple):
    """What may be said of one notice."""

    who: str  # the first name, or the group, it comes from: all a lock screen ever says of it
    text: str  # what was said, in plain text; empty where there is nothing to say in full
    path: str  # where it is read
    place: str = ""  # what holds it, for a summary: « Camille », « Promo apprentissage »
    # Said instead of who writes, where others may read it: `Entretien mardi 24 novembre à 14 h 30, Cholet centre.`
    opening: str = ""
    asks: str = ""  # what may be answered to it by a text message
    address: str = ""  # said whole in a text message, after the words: it opens without signing in


# Notices of one kind in, by their primary key what each says out. One that is missing is about nothing any more: it is
# withdrawn.
Source = Callable[[Sequence[Notice]], dict[int, Words]]
_sources: dict[str, Source] = {}


def register_sources(sources: dict[str, Source]) -> None:
    _sources.clear()
    _sources.update(sources)


def words_of(notices: Sequence[Notice]) -> dict[int, Words]:
    """What each of these says, each source asked once."""
    said: dict[int, Words] = {}
    for kind, source in _sources.items():
        some = [notice for notice in notices if notice.kind == kind]
        if some:
            said |= source(some)
    return said
