"""The process that draws a paper: a page and its styles come in, a PDF goes out. Run by `sheets`, never imported.

WeasyPrint takes a second to come up and wants the system's Pango: so it stands apart, and whatever it does to a page
of ours, the server goes on. Nothing is fetched from anywhere.
"""

import json
import sys
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher


class Nothing(URLFetcher):
    """Fetches nothing: neither the network nor a file of this machine."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        raise ValueError(f"a paper asks for {url}")


def main() -> None:
    said = json.load(sys.stdin)
    styles = CSS(string=said["styles"], url_fetcher=Nothing())
    page = HTML(string=said["page"], url_fetcher=Nothing())
    sys.stdout.buffer.write(page.write_pdf(stylesheets=[styles], pdf_variant="pdf/ua-1"))


if __name__ == "__main__":
    main()
