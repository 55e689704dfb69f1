"""The words of a mail written in HTML; what it quotes becomes lines that begin with `>`, as in plain text."""

from html.parser import HTMLParser

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


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.depths: list[int] = [0]
        self.open: list[tuple[str, bool]] = []
        self.quoted = self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
            return
        said = " ".join(value or "" for name, value in attrs if name in ("class", "id", "type"))
        quotes = tag == "blockquote" or any(mark in said for mark in _QUOTES)
        if tag in _BLOCKS:
            self._break()
        if tag not in _VOID and len(self.open) < _DEEPEST:
            self.open.append((tag, quotes))
            self.quoted += quotes
            self.depths[-1] = self.depths[-1] if self.lines[-1] else self.quoted
        if tag == "li":
            self.lines[-1] += "- "

    def handle_endtag(self, tag: str) -> None:
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

    def handle_data(self, data: str) -> None:
        if not self.silent:
            words = " ".join(data.replace("\xa0", " ").split())
            glue = " " if data[:1].isspace() and self.lines[-1] and not self.lines[-1].endswith(" ") else ""
            tail = " " if data[-1:].isspace() and words else ""
            if words:
                self.lines[-1] += glue + words + tail

    def _break(self) -> None:
        if self.lines[-1].strip():
            self.lines.append("")
            self.depths.append(self.quoted)
        elif len(self.lines) > 1 and self.lines[-2].strip():
            self.lines.append("")
            self.depths.append(self.quoted)


def words_of(markup: str) -> str:
    """The text of an HTML mail, its paragraphs as lines. Never raises, whatever the markup."""
    words = _Words()
    try:
        words.feed(markup[:MOST])
        words.close()
    except (AssertionError, ValueError):  # the parser's own limits: what was read so far stands
        pass
    lines = [
        f"{'> ' * min(depth, 3)}{line.strip()}".rstrip()
        for line, depth in zip(words.lines, words.depths, strict=True)
    ]
    return "\n".join(lines).strip()
