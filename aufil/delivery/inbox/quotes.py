"""What somebody wrote anew in an answer by e-mail: without what it quotes, nor the signature.

French mail programs first, line by line: each rule looks at a few lines, so that nothing takes long whatever is sent.
`mail-parser-reply` knows how other languages quote. What is cut is kept elsewhere (`Inbound.original`), so a wrong cut
loses nothing; where nothing would be left, all of it is said.
"""

import re
from collections.abc import Sequence

from mailparser_reply import EmailReplyParser  # type: ignore[import-untyped]

from aufil.kernel.words import folded

LINES_MOST = 2_000
LINE_MOST = 1_000
# The library's patterns look back and forth: they see what is short.
LIBRARY_LINES, LIBRARY_LINE = 80, 300
_OTHER_LANGUAGES = EmailReplyParser(languages=["fr", "en", "es", "de", "it"])

# Everything below is matched against folded lines: small letters, no accents, single spaces, straight apostrophes.
_WROTE = re.compile(
    r"^(le|on|el|em|am|il) (?:[a-z]{2,9}[.,]? )?(?:a |the )?.{0,200}\d.{0,300}"
    r"(?:a ecrit|wrote|escribio|escreveu|schrieb|ha scritto)(?: ce qui suit)? ?:?$"
)
_WROTE_BEGINS = re.compile(r"^(le|on|el|em|am|il) [a-z0-9]")
_DATED = re.compile(r"^\d{4}-\d\d-\d\d \d\d?:\d\d.{0,120}[<(].{0,120}[>)] ?:$")
_NAMED = re.compile(r"^.{0,120}<[^<> ]{3,100}@[^<> ]{3,100}> (?:a ecrit|wrote) ?.{0,60}:$")
_SEPARATOR = re.compile(
    r"^[-_=* ]{2,}(message d'origine|mail original|message original|original message|e-mail d'origine|"
    r"courriel original|message initial|message precedent|reponse ci-dessus)[-_=* ]*$|^message du \d\d/\d\d/\d\d"
)
_FORWARD = re.compile(
    r"^[-_=* ]*(forwarded message|message transfere|message reexpedie|debut du message (transfere|reexpedie)|"
    r"begin forwarded message|mail transfere|e-mail transfere)[-_=* ]*:?[-_=* ]*$"
)
_LABEL = re.compile(
    r"^[*]? ?(de|from|expediteur|envoye(?: le)?|sent|date|a|to|destinataires?|objet|subject|cc|copie(?: a)?|repondre a)"
    r" ?[*]? ?:"
)
_FIRST_LABEL = re.compile(r"^[*]? ?(de|from|expediteur|date|envoye) ?[*]? ?:")
_RULE = re.compile(r"^[_=-]{8,}$")
_SENT_FROM = re.compile(
    r"^\W*(envoye (de|depuis|a partir|avec|via|par)\b.{0,90}|sent (from|with|via) .{0,90}|"
    r"(telecharge[rz]?|obtene[zr]|obtenir|get) outlook .{0,90}|provenance : courrier .{0,60}|"
    r"yahoo mail ?:.{0,90}|(garanti )?sans virus.{0,90}|virus-free.{0,60}|mail envoye .{0,60}|"
    r"message envoye (de|depuis) .{0,60}|ce message a ete envoye (de|depuis) .{0,60}|"
    r"de mon (iphone|ipad|telephone|mobile|portable|samsung|huawei|xiaomi)\b.{0,30})$"
)
_CLOSING = re.compile(
    r"^((bien |tres )?(cordialement|respectueusement)|cdlt|crdt|bien a vous|salutations( distinguees)?|"
    r"(sinceres |meilleures )salutations)( a vous)?[ ,.!]*$"
)
_SUBJECT_FORWARDS = re.compile(r"^(re ?: ?)*(tr|fw|fwd|wg|rv) ?: ?")
_INVISIBLE = str.maketrans(
    {"\u200b": "", "\u200c": "", "\u2060": "", "\ufeff": "", "\u00ad": "", "\u200e": ""}
)


def reply_in(text: str, *, subject: str = "") -> str:
    """What was written anew in `text`. What was forwarded is meant to be read, and stays."""
    plain = text.translate(_INVISIBLE).replace("\r\n", "\n").replace("\r", "\n")
    lines = [line.rstrip()[:LINE_MOST] for line in plain.split("\n")[:LINES_MOST]]
    seen = [folded(line.lstrip("> ")[:500]) for line in lines]
    end, forwarded = _end_of_reply(lines, seen, forwards=bool(_SUBJECT_FORWARDS.match(folded(subject[:80]))))
    above = _signed_off(_unquoted(lines[:end]))
    if forwarded is not None:
        below = [re.sub(r"^(> ?)+", "", line) for line in lines[forwarded:]]
        return _joined([*above, "", *below])
    said = _by_library(_joined(above))
    return said or _between(lines[end:], seen[end:])


def _end_of_reply(lines: Sequence[str], seen: Sequence[str], *, forwards: bool) -> tuple[int, int | None]:
    """Where what is quoted begins; and where what is forwarded does, if it is."""
    for place, line in enumerate(seen):
        if _FORWARD.match(line):
            return place, place
        if forwards and _labels_at(seen, place):
            return place, place
        if _quote_begins(lines, seen, place):
            return place, None
    return len(lines), None


def _quote_begins(lines: Sequence[str], seen: Sequence[str], place: int) -> bool:
    line = seen[place]
    if not line:
        return False
    if _SEPARATOR.match(line) or _DATED.match(line) or _NAMED.match(line):
        return True
    if _RULE.match(line.replace(" ", "")) and any(_labels_at(seen, n) for n in range(place + 1, place + 4)):
        return True
    if _WROTE_BEGINS.match(line):
        # A mail program breaks the line where it likes; a person who writes « le 3 » does not end with « a écrit : ».
        for more in range(1, 5):
            if _WROTE.match(" ".join(seen[place : place + more])):
                return True
    if _labels_at(seen, place):
        return True
    return lines[place].startswith(">") and all(one.startswith(">") or not one for one in lines[place:])


def _labels_at(seen: Sequence[str], place: int) -> bool:
    """A block of headers begins here: « De : », then two more within the next lines."""
    if place >= len(seen) or not _FIRST_LABEL.match(seen[place]):
        return False
    kinds = {match[1] for line in seen[place : place + 8] if (match := _LABEL.match(line))}
    return len(kinds) >= 3


def _unquoted(lines: Sequence[str]) -> list[str]:
    """Without the lines somebody answered between."""
    return [line for line in lines if not line.startswith(">")]


def _signed_off(lines: Sequence[str]) -> list[str]:
    """Without the signature: what follows `-- `, what the telephone adds, « Cordialement » and the name after it."""
    kept = list(lines)
    for place, line in enumerate(kept):
        if line.strip() in ("--", "—", "__") and place and len(kept) - place <= 15:
            kept = kept[:place]
            break
    kept = _without_advertising(kept)
    for place in range(max(0, len(kept) - 8), len(kept)):
        after = [line.strip() for line in kept[place + 1 :] if line.strip()]
        if place and _CLOSING.match(folded(kept[place])) and all(_of_a_card(line) for line in after):
            return _without_advertising(kept[:place])
    return kept


def _of_a_card(line: str) -> bool:
    return len(line) <= 60 and "?" not in line and not folded(line).startswith(("ps", "p.s", "nb"))


def _without_advertising(lines: list[str]) -> list[str]:
    while lines and (
        not lines[-1].strip() or _SENT_FROM.match(folded(lines[-1])) or _RULE.match(lines[-1].strip())
    ):
        lines = lines[:-1]
    return lines


def _between(lines: Sequence[str], seen: Sequence[str]) -> str:
    """What was written below or between the lines quoted, where nothing was above them."""
    heads = {n for n in range(len(lines)) for m in range(4) if n >= m and _is_head(seen, n - m, m)}
    left = [line for n, line in enumerate(lines) if not line.startswith(">") and n not in heads]
    return _joined(_signed_off(left)) if any(line.startswith(">") for line in lines) else ""


def _is_head(seen: Sequence[str], place: int, more: int) -> bool:
    """Does the line `more` below `place` belong to « Le …, … a écrit : » that begins there?"""
    if not _WROTE_BEGINS.match(seen[place]):
        return False
    return any(_WROTE.match(" ".join(seen[place : place + n + 1])) for n in range(more, 4))


def _by_library(text: str) -> str:
    lines = text.split("\n")
    if len(lines) > LIBRARY_LINES or any(len(line) > LIBRARY_LINE for line in lines):
        return text
    parts = _OTHER_LANGUAGES.read(text).replies
    return (parts[0].content if parts else text).strip() or text


def _joined(lines: Sequence[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
