"""What somebody looks for, made ready: each word with all the writings by which it is found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from aufil.kernel.search_words import (
    EMPTY,
    asked_words,
    fold,
    intact_ends,
    mistakes_in,
    spoken_shape,
    stem,
)
from aufil.kernel.statements import Statements

WORDS_MOST = 8  # of a question; more change nothing
SHORTEST_BEGINNING = 2  # letters of a word being typed
NEAREST = 8  # writings that a misspelt word may stand for
WRITINGS_MOST = 24  # with their other forms
LAST = "\U0010ffff"  # after every word that begins alike


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word looked for: any of `words`, or any that begins with `beginning`."""

    words: tuple[str, ...]
    beginning: str = ""

    def holds(self, word: str) -> bool:
        return word in self.words or bool(self.beginning and word.startswith(self.beginning))


def asked(query: str, *, typing: bool = False) -> list[Wanted]:
    """The words of a question as they are written. With `typing`, the last one may be only begun."""
    words = asked_words(query)[:WORDS_MOST]
    begun = _begun(query) if typing else ""
    if begun in EMPTY and words:
        begun = ""
    if begun and begun not in words:
        words.append(begun)
    long_enough = len(begun) >= SHORTEST_BEGINNING
    return [
        Wanted((word,), beginning=word if word == begun and long_enough else "")
        for word in words
        if word != begun or long_enough or len(words) == 1
    ]


def _begun(query: str) -> str:
    """The word at the very end of a question, folded; empty after a space."""
    last = query.split()[-1:] if query and not query[-1].isspace() else []
    pieces = [fold(piece) for piece in "".join(c if c.isalnum() else " " for c in "".join(last)).split()]
    return pieces[-1] if pieces and last and last[0][-1].isalnum() else ""


def with_forms(wanted: Sequence[Wanted], structures: Sequence[int]) -> list[Wanted]:
    """Each word with its other forms: those of the same stem that somebody of these structures has written."""
    stems = {stem(word) for one in wanted for word in one.words}
    forms = _forms(stems, structures)
    return [
        Wanted(_joined(one.words, *(forms.get(stem(word), ()) for word in one.words)), one.beginning)
        for one in wanted
    ]


def with_mistakes(wanted: Sequence[Wanted], structures: Sequence[int]) -> list[Wanted]:
    """Each word also as it may have been misspelt, here or there; those of three letters are taken at their word."""
    near = [[word for word in one.words[:1] for word in _near(word, structures)] for one in wanted]
    forms = _forms({stem(word) for words in near for word in words}, structures)
    return [
        Wanted(
            _joined(
                one.words, _joined(words, *(forms.get(stem(word), ()) for word in words))[:WRITINGS_MOST]
            ),
            one.beginning,
        )
        for one, words in zip(wanted, near, strict=True)
    ]


def _joined(*lists: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for words in lists for word in words))


def _forms(stems: Iterable[str], structures: Sequence[int]) -> dict[str, list[str]]:
    """The words known by each stem. One statement."""
    listed = sorted(stems)
    if not listed or not structures:
        return {}
    statements = Statements()
    sql = (
        f"SELECT DISTINCT stem, word FROM thread_knownword WHERE {statements.among('structure_id')}"
        f" AND {statements.among('stem')} ORDER BY stem, word"
    )
    (rows,) = statements.select((sql, (statements.many(structures), statements.many(listed))))
    forms: dict[str, list[str]] = {}
    for root, word in rows:
        forms.setdefault(root, []).append(word)
    return forms


def _near(word: str, structures: Sequence[int]) -> list[str]:
    """The words known that differ from this one by no more mistakes than are forgiven; the nearest first."""
    shape = spoken_shape(word)
    mistakes = mistakes_in(shape)
    if not mistakes or not structures:
        return []
    known = dict(_with_one_right_end(shape, mistakes, structures))
    close = extract(shape, known, scorer=OSA.distance, score_cutoff=mistakes, limit=None)
    by_distance = sorted((distance, OSA.distance(word, other), other) for _shape, distance, other in close)
    return [other for *_, other in by_distance[:NEAREST]]


def _with_one_right_end(shape: str, mistakes: int, structures: Sequence[int]) -> list[tuple[str, str]]:
    """The known words, with their shapes, that begin or end as this one and are about as long. One statement."""
    beginning, end = intact_ends(shape)
    statements = Statements()
    among = statements.among("structure_id")
    part = (
        f"SELECT word, shape FROM thread_knownword WHERE {among} AND {{0}} >= %s AND {{0}} <= %s"
        " AND length(shape) BETWEEN %s AND %s"
    )
    sql = part.format("shape") + " UNION " + part.format("backwards")
    where, long = statements.many(structures), (len(shape) - mistakes, len(shape) + mistakes)
    end = end[::-1]
    (rows,) = statements.select(
        (sql, (where, beginning, beginning + LAST, *long, where, end, end + LAST, *long))
    )
    return [(word, known) for word, known in rows]
