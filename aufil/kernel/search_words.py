"""Words as they are searched: one folding, one cutting and one stemming, whatever the database.

What is written and what is looked for pass through the same functions, so a text is found by any writing of the same
word. The rules, in order:

- case and accents do not count, `œ` is `oe`, every apostrophe is the same; nothing else of the spelling changes: `rdv`,
  `jsuis` and `dmn` are words of their own, as typed;
- letters and digits make words, everything else parts them: `lea.baron@exemple.fr` is `lea`, `baron`, `exemple`, `fr`;
- an elided article goes: `l’école` and `qu’elle` are `ecole` and `elle`. So do words nearly every text holds (`EMPTY`);
- a compound is its parts and, for who looks it up in one word, the whole: `rendez-vous` is also `rendezvous`;
- a time is one word however it is spaced (`8 h 30`, `8h30`, `08:30` are `8h30`, `14 h` is `14h`);
- a telephone number (eight digits or more, spaced or not, `+33` or `0`) is also one word: its digits from `0`;
- a pictogram is a word: its skin and variants do not count.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import Stemmer

LONGEST = 40  # code points of a word that are kept
EXACT_UP_TO = 3  # letters of a word that must be spelt right
TWO_MISTAKES_FROM = 8  # letters from which two mistakes are forgiven, not one

ELIDED = frozenset(re.findall(r"\w+", "c d j l m n s t qu jusqu lorsqu puisqu quoiqu"))
EMPTY = frozenset(
    re.findall(
        r"\w+",
        "a au aux ce ces de des du elle elles en est et il ils je la le les leur lui ma me mes mon ne ni nous on ou"
        " que qui sa se ses ta te tes toi tu un une vos votre vous y",
    )
)

_LETTER = r"[^\W_][\u0300-\u036f]*"
_PICTURE = "[\U0001f300-\U0001f3fa\U0001f400-\U0001faff\u2600-\u27bf]"  # without the five skins
_PARTS = re.compile(
    r"(?P<time>(?<![\w:])\d{1,2}(?:[ \u00a0\u202f]?[hH](?:[ \u00a0\u202f]?\d{2})?(?!\w)|:\d{2}(?![\w:])))"
    r"|(?P<number>(?<!\w)\+?\d{1,4}(?:[ \u00a0\u202f.\-]?\d{1,4}){2,7}(?!\w))"
    rf"|(?P<word>(?:{_LETTER})+(?:['’\-‐‑](?:{_LETTER})+)*)"
    rf"|(?P<picture>{_PICTURE})"
)
_WORD = re.compile(rf"(?:{_LETTER})+")
_DIGITS = re.compile(r"\d+")
_DOUBLED = re.compile(r"([^\W\d])\1+")
_LOCK = threading.Lock()  # a stemmer keeps its last word: one thread at a time
_FRENCH = Stemmer.Stemmer("french", 10_000)
PHONE_DIGITS = 8


class Found(NamedTuple):
    """A word of a text, folded, and where it stands in it: `text[start:end]`."""

    word: str
    start: int
    end: int


def fold(text: str) -> str:
    """`text` in lower case without accents, at most `LONGEST` code points."""
    if text.isascii():
        return text.lower()[:LONGEST]
    plain = text.casefold().replace("œ", "oe").replace("æ", "ae")
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return plain[:LONGEST]


def find_words(text: str) -> Iterator[Found]:
    """The words of `text` by which it is found, in order; a compound and a number are there whole and in parts."""
    for part in _PARTS.finditer(text):
        start, end, said = part.start(), part.end(), part[0]
        if part.lastgroup == "word":
            yield from _compound(said, start)
        elif part.lastgroup == "time":
            yield Found(_time(said), start, end)
        elif part.lastgroup == "number":
            yield from _number(said, start)
        else:
            yield Found(said, start, end)


def _compound(said: str, start: int) -> Iterator[Found]:
    pieces = list(_WORD.finditer(said))
    kept = []
    for piece in pieces:
        word = fold(piece[0])
        if piece.end() < len(said) and said[piece.end()] in "'’" and word in ELIDED:
            continue
        kept.append((word, piece))
        if word not in EMPTY:
            yield Found(word, start + piece.start(), start + piece.end())
    if len(kept) > 1:
        first, last = kept[0][1].start(), kept[-1][1].end()
        yield Found("".join(word for word, _ in kept)[:LONGEST], start + first, start + last)


def _time(said: str) -> str:
    hour, *minutes = _DIGITS.findall(said)
    return f"{int(hour)}h{minutes[0] if minutes and minutes[0] != '00' else ''}"


def _number(said: str, start: int) -> Iterator[Found]:
    pieces = list(_DIGITS.finditer(said))
    digits = "".join(piece[0] for piece in pieces)
    whole = len(digits) >= PHONE_DIGITS
    if whole:
        national = re.sub(r"^(?:\+|00)33", "0", ("+" if said.startswith("+") else "") + digits).lstrip("+")
        yield Found(national[:LONGEST], start, start + len(said))
    if len(pieces) > 1 or not whole:
        for piece in pieces:
            yield Found(piece[0], start + piece.start(), start + piece.end())


def words_of(*texts: str) -> set[str]:
    """All words by which these texts are found."""
    return {found.word for text in texts for found in find_words(text)}


def asked_words(query: str) -> list[str]:
    """The words somebody looks for, each once, in order: of a compound its parts, of a telephone number the whole."""
    found: list[Found] = []
    for one in find_words(query):
        inside = found and one.start >= found[-1].start and one.end <= found[-1].end
        if inside and found[-1].word.isdigit():
            continue  # a group of the number that is there whole
        if found and one.start < found[-1].end:
            continue  # the compound of parts that are there
        found.append(one)
    return list(dict.fromkeys(one.word for one in found))


def stem(word: str) -> str:
    """What the forms of a folded French word have in common (Snowball); a number or a pictogram is its own."""
    if not word.isalpha():
        return word
    with _LOCK:
        return _FRENCH.stemWord(word)


def spoken_shape(word: str) -> str:
    """A word as far as its spelling is heard: what two writings of it most often differ by is written one way."""
    plain = word.replace("ph", "f").replace("qu", "k").replace("y", "i")
    return _DOUBLED.sub(r"\1", plain)


def mistakes_in(shape: str) -> int:
    """How many mistakes are forgiven in a word of this `spoken_shape`: letters put in, left out, changed, swapped."""
    if len(shape) <= EXACT_UP_TO or not shape.isalpha():
        return 0
    return 2 if len(shape) >= TWO_MISTAKES_FROM else 1


def intact_ends(shape: str) -> tuple[str, str]:
    """Of a misspelt word, a beginning and an end one of which is looked up as it is.

    With one mistake one of the two is always right (the letter between them leaves room for two that are swapped).
    With two, unless one is in the first third and the other in the last.
    """
    if mistakes_in(shape) == 2:
        size = max(3, len(shape) // 3)
        return shape[:size], shape[-size:]
    size = (len(shape) - 1) // 2
    return shape[:size], shape[size + 1 :]
