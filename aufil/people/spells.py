"""Who supports a young person from which day to which: arithmetic on dated spells, no table.

A spell holds from its first day until, not including, its last. The referent's spells never overlap; a colleague's
never overlap those in which they are the referent. Everything here gives new spells and changes none.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

REFERENT = "referent"
COLLEAGUE = "colleague"


class Spell(NamedTuple):
    """One counsellor's part from a day until, not including, another; no end: until further notice."""

    counsellor: int
    part: str
    starts_on: date
    ends_on: date | None = None

    def on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on > day)


def handed_over(
    spells: Sequence[Spell],
    *,
    taker: int,
    starts_on: date,
    returns_on: date | None = None,
    giver: int | None = None,
    stays: bool = False,
) -> list[Spell]:
    """`taker` is the referent from a day, for good or until another; after that, what was planned before holds.

    With `giver`, only what is theirs goes: one gives what one has. With `stays`, those who give go on as
    colleagues for as long.
    """
    referents = _of(spells, REFERENT)
    given = [s for s in referents if s.counsellor != taker and giver in (None, s.counsellor)]
    inside = [part for s in given if (part := _within(s, starts_on, returns_on))]
    kept = [piece for s in referents for piece in (_outside(s, inside))]
    taken = inside if giver is not None else [Spell(taker, REFERENT, starts_on, returns_on)]
    if giver is None:
        kept = [piece for s in kept for piece in _outside(s, taken)]
    fresh = [Spell(taker, REFERENT, s.starts_on, s.ends_on) for s in taken]
    others = [s for s in spells if s.part != REFERENT]
    if stays:
        others += [Spell(s.counsellor, COLLEAGUE, s.starts_on, s.ends_on) for s in inside]
    return _tidy([*kept, *fresh], others)


def joined(spells: Sequence[Spell], spell: Spell) -> list[Spell]:
    """Somebody else supports too. Who is the referent, or takes part already, gains nothing by it."""
    return _tidy(_of(spells, REFERENT), [*(s for s in spells if s.part != REFERENT), spell])


def ended(spells: Sequence[Spell], on: date) -> list[Spell]:
    """Nobody supports from a day on."""
    return [piece for s in spells if (piece := _within(s, None, on))]


def handed_on(spells: Sequence[Spell], gone: set[int], today: date) -> list[Spell]:
    """What somebody who has left was to do from today on goes to who comes after them, or came before."""
    referents = _of(spells, REFERENT)
    for number, spell in enumerate(referents):
        if spell.counsellor not in gone or (spell.ends_on and spell.ends_on <= today):
            continue
        present = [s.counsellor for s in (*referents[number + 1 :], *reversed(referents[:number]))]
        heir = next((one for one in present if one not in gone), None)
        if heir is not None:
            left = spell.counsellor
            spells = handed_over(spells, taker=heir, starts_on=today, giver=left, returns_on=spell.ends_on)
    return list(spells)


def referent_on(spells: Iterable[Spell], day: date) -> int | None:
    return next((s.counsellor for s in spells if s.part == REFERENT and s.on(day)), None)


def _of(spells: Iterable[Spell], part: str) -> list[Spell]:
    return sorted((s for s in spells if s.part == part), key=lambda s: s.starts_on)


def _within(spell: Spell, first: date | None, last: date | None) -> Spell | None:
    """The days of a spell from `first` until, not including, `last`; None when there are none."""
    start = max(spell.starts_on, first) if first else spell.starts_on
    ends = [day for day in (spell.ends_on, last) if day]
    end = min(ends) if ends else None
    return spell._replace(starts_on=start, ends_on=end) if end is None or start < end else None


def _outside(spell: Spell, taken: Iterable[Spell]) -> list[Spell]:
    """The days of a spell that none of `taken` holds."""
    left = [spell]
    for other in taken:
        pieces = []
        for piece in left:
            before = _within(piece, None, other.starts_on)
            after = _within(piece, other.ends_on, None) if other.ends_on else None
            pieces += [part for part in (before, after) if part]
        left = pieces
    return left


def _tidy(referents: Sequence[Spell], others: Sequence[Spell]) -> list[Spell]:
    """Spells of one person that touch or overlap made one; nobody has two parts on one day: the greater goes.

    A colleague is one again afterwards. A stand-in is not: who stands in follows from absences, day by day.
    """
    leading = _joined_up(referents)
    colleagues = [
        piece for s in others if s.part == COLLEAGUE for piece in _outside(s, _own(leading, s.counsellor))
    ]
    greater = [*leading, *_joined_up(colleagues)]
    standing = [
        piece
        for s in others
        if s.part != COLLEAGUE
        for piece in _outside(s, _own(greater, s.counsellor))
        if piece.starts_on == s.starts_on
    ]
    return [*greater, *_joined_up(standing)]


def _own(spells: Iterable[Spell], counsellor: int) -> list[Spell]:
    return [s for s in spells if s.counsellor == counsellor]


def _joined_up(spells: Sequence[Spell]) -> list[Spell]:
    ordered = sorted(spells, key=lambda s: (s.counsellor, s.part, s.starts_on))
    found: list[Spell] = []
    for spell in ordered:
        last = found[-1] if found else None
        if last and last[:2] == spell[:2] and (last.ends_on is None or last.ends_on >= spell.starts_on):
            ends = None if None in (last.ends_on, spell.ends_on) else max(last.ends_on, spell.ends_on)  # type: ignore[type-var]
            found[-1] = last._replace(ends_on=ends)
        else:
            found.append(spell)
    return found
