"""The words of a mail written in HTML; what it quotes becomes lines that begin with `>`, as in plain text.

Tags are found by a pattern that never looks back: the standard library's parser takes minutes on a few thousand tags
that never end, and mail comes from anybody.
"""

import re
from html import unescape

MOST = 200_000  # characters of markup that are looked at
_BLOCKS = {
    "p",
    "div",
    "br",
    "tr",
    "li",
    "ul",
    "ol",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "blockquote",
    "pre",
}
_SILENT = {"script", "style", "head", "title", "template", "object", "svg"}
_VOID = {"br", "hr", "img", "meta", "link", "input", "col", "wbr", "area", "base", "embed", "source", "track"}
_QUOTES = ("gmail_quote", "gmail_attr", "yahoo_quoted", "protonmail_quote", "moz-cite-prefix")
_DEEPEST = 100


_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})([^<>]*)>")
_CALLED = re.compile(r"\b(?:class|id)=[\"']?([^\"'>]{0,200})", re.IGNORECASE)


class _Words:
    def __init__(self) -> None:
        self.lines: list[str] = [""]
        self.depths: list[int] = [0]
        self.open: list[tuple[str, bool]] = []
        self.quoted = self.silent = 0

    def read(self, markup: str) -> None:
        place = 0
        for tag in _TAG.finditer(markup):
            self._say(markup[place : tag.start()])
            place = tag.end()
            name = tag[2].lower()
            if tag[1]:
                self._close(name)
            elif not (self.silent and name not in _SILENT):
                self._open(name, " ".join(_CALLED.findall(tag[3][:1_000])))
        self._say(markup[place:])

    def _open(self, tag: str, said: str) -> None:
        if tag in _SILENT:
            self.silent += 1
            return
        quotes = tag == "blockquote" or any(mark in said for mark in _QUOTES)
        if tag in _BLOCKS:
            self._break()
        if tag not in _VOID and len(self.open) < _DEEPEST:
            self.open.append((tag, quotes))
            self.quoted += quotes
            self.depths[-1] = self.depths[-1] if self.lines[-1] else self.quoted
        if tag == "li":
            self.lines[-1] += "- "

    def _close(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
            return
        if tag in _BLOCKS:
            self._break()
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place][0] == tag:
                self.quoted -= sum(quotes for _name, quotes in self.open[place:])
                del self.open[place:]
                self.depths[-1] = self.depths[-1] if self.lines[-1] else self.quoted
                return

    def _say(self, data: str) -> None:
        if not self.silent:
            data = unescape(data)
            words = " ".join(data.replace("\xa0", " ").split())
            glue = " " if data[:1].isspace() and self.lines[-1] and not self.lines[-1].endswith(" ") else ""
            tail = " " if data[-1:].isspace() and words else ""
            if words:
                self.lines[-1] += glue + words + tail

    def _break(self) -> None:
        if self.lines[-1].strip() or (len(self.lines) > 1 and self.lines[-2].strip()):
            self.lines.append("")
            self.depths.append(self.quoted)


def _uncommented(markup: str) -> str:
    """Without comments and declarations."""
    kept, place = [], 0
    while (begins := markup.find("<!", place)) >= 0:
        kept.append(markup[place:begins])
        ends = "-->" if markup.startswith("<!--", begins) else ">"
        end = markup.find(ends, begins)
        if end < 0:
            return "".join([*kept, markup[begins:].replace("<!", "")])
        place = end + len(ends)
    return "".join([*kept, markup[place:]])


def words_of(markup: str) -> str:
    """The text of an HTML mail, its paragraphs as lines. Never raises, whatever the markup."""
    words = _Words()
    words.read(_uncommented(markup[:MOST]))
    lines = [
        f"{'> ' * min(depth, 3)}{line.strip()}".rstrip()
        for line, depth in zip(words.lines, words.depths, strict=True)
    ]
    return "\n".join(lines).strip()
