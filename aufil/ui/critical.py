"""The styles a first screen needs, written in the page itself; the policy allows them by their hash."""

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path

import rcssmin

CSS = Path(__file__).resolve().parent / "static" / "ui" / "css"
CRITICAL = ("tokens.css", "base.css", "frame.css", "thread.css")


@cache
def critical_css() -> str:
    """The critical style sheets, joined and without comments."""
    return str(
        rcssmin.cssmin("".join((CSS / name).read_text() for name in CRITICAL if (CSS / name).exists()))
    )


@cache
def critical_css_hash() -> str:
    """The CSP source expression for `critical_css`."""
    digest = hashlib.sha256(critical_css().encode()).digest()
    return f"'sha256-{b64encode(digest).decode()}'"
