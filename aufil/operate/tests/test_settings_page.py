"""`docs/settings.md` names every setting the code reads, and every one it promises."""

import re
from pathlib import Path

import aufil

ROOT = Path(aufil.__file__).resolve().parent.parent
READERS = ("settings.py", "directory.py", "pushing.py")
NAME = re.compile(r"\bAUFIL_[A-Z]+(?:_[A-Z]+)*\b")


def rows(part: str) -> set[str]:
    """The settings that begin a row of a table."""
    return {
        name
        for line in part.splitlines()
        if line.startswith("| `AUFIL_")
        for name in NAME.findall(line.split("|")[1])
    }


def test_the_page_names_the_settings_the_code_reads() -> None:
    config = ROOT / "aufil" / "config"
    read = {name for file in READERS for name in NAME.findall((config / file).read_text())}
    used, reserved = (ROOT / "docs" / "settings.md").read_text().split("## Reserved")
    assert rows(used) == read
    assert not rows(reserved) & read, "no longer reserved"


def test_no_other_module_reads_the_environment() -> None:
    sources = (path for path in (ROOT / "aufil").rglob("*.py") if "tests" not in path.parts)
    readers = {
        path.name for path in sources if "os.environ" in path.read_text() or "getenv" in path.read_text()
    }
    assert readers <= {"settings.py", "settings_test.py", "asgi.py", "wsgi.py", "cli.py", "serve.py"}
