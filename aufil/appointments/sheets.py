"""Papers: drawn as PDF from a template, with nothing fetched from anywhere."""

from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from weasyprint import CSS, HTML

STYLES = Path(__file__).parent / "static" / "appointments" / "paper.css"


class Elsewhere(ValueError):
    """A paper asked for something outside itself."""


def _nothing(url: str, *arguments: Any, **named: Any) -> dict[str, Any]:
    raise Elsewhere(url)


def drawn(template: str, context: dict[str, Any]) -> bytes:
    """A PDF, tagged for who has it read aloud."""
    html = HTML(string=render_to_string(template, context), url_fetcher=_nothing)
    styles = CSS(string=STYLES.read_text(), url_fetcher=_nothing)
    return bytes(html.write_pdf(stylesheets=[styles], pdf_variant="pdf/ua-1"))
